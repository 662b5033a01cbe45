import { For, Show, createMemo } from "solid-js";
import type { JSX } from "solid-js";
import { settledConflicts } from "#shared/domain/conflicts";
import type { SettledConflict } from "#shared/domain/conflicts";
import { recordOf, reopenDecisions } from "#shared/domain/scanning";
import { Button } from "#client/ui/button";
import { MeaningIcon } from "#client/ui/meaning-icon";
import { EmptyState } from "#client/ui/page";
import type { ViewTools } from "./view-tools";
import styles from "./conflicts.module.css";

/** Decisions made together are taken back together. */
interface SettledGroup {
  readonly key: string;
  readonly first: SettledConflict;
  readonly all: readonly SettledConflict[];
}

const grouped = (settled: readonly SettledConflict[]): readonly SettledGroup[] => {
  const groups = new Map<string, SettledConflict[]>();
  for (const one of settled) {
    const key = `${one.decision.thing}@${one.decision.at}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups].flatMap(([key, all]) => (all[0] === undefined ? [] : [{ key, first: all[0], all }]));
};

/** What was decided, by whom and when; each can be taken back. */
export const SettledList = (props: { readonly tools: ViewTools; readonly limit: number }): JSX.Element => {
  const groups = createMemo(() => grouped(settledConflicts(props.tools.positions())));
  const sentence = ({ first, all }: SettledGroup): string => {
    const { t, names, tell } = props.tools;
    const code = names.code(first.decision.asset);
    return t("settledBy", {
      person: names.person(first.decision.by),
      time: names.time({ at: first.decision.at, isExact: true }),
      did: tell(first.kept),
      other: names.person(first.kept.by),
      what: all.length > 1 ? t("andMore", { code, n: all.length - 1 }) : code,
    });
  };
  const reopen = async (group: SettledGroup): Promise<void> => {
    const decisions = group.all.map(({ decision }) => ({
      id: decision.id,
      asset: recordOf(decision) ?? decision.asset,
      keeps: decision.keeps,
      drops: decision.drops,
    }));
    const result = await props.tools.commands.runCommand(reopenDecisions, { decisions });
    if (result.ok) props.tools.done(props.tools.t("reopenedToast"));
  };
  return (
    <Show
      when={groups().length > 0}
      fallback={<EmptyState icon={<MeaningIcon meaning="info" />} title={props.tools.t("nothingSettled")} />}
    >
      <For each={groups().slice(0, props.limit)}>
        {(group) => (
          <article class={styles.card} aria-label={sentence(group)}>
            <p class={styles.sentence}>{sentence(group)}</p>
            <Show when={props.tools.may("write", "movements")}>
              <div class={styles.answers}>
                <Button onClick={() => void reopen(group)}>{props.tools.t("takeBack")}</Button>
              </div>
            </Show>
          </article>
        )}
      </For>
    </Show>
  );
};
