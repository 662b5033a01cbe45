import { For, Show, createMemo } from "solid-js";
import type { JSX } from "solid-js";
import type { AssetId } from "#shared/domain/inventory";
import { recordOf, standingDecisions } from "#shared/domain/scanning";
import type { LoggedMovement } from "#shared/domain/scanning";
import { createIndex } from "#client/data";
import { classes } from "#client/ui/classes";
import meanings from "#client/ui/meaning.module.css";
import { useText } from "#client/app/i18n";
import { movementMessages } from "./movement-messages";
import { createMovementTeller } from "./movement-telling";
import { createNames } from "./names";
import { positionsIndex } from "./positions-index";
import styles from "./movement-history.module.css";

interface HistoryEntry {
  readonly fact: LoggedMovement;
  /** Taken back, or another movement was held for true: it stays in the history. */
  readonly struck: "undone" | "dropped" | undefined;
}

/**
 * Where one asset was: every movement with who and when, newest first, also those that no longer count. `only` shows
 * what was written for one of several records of the piece.
 */
export const AssetHistory = (props: {
  readonly asset: AssetId;
  readonly only?: AssetId | undefined;
  readonly limit?: number;
}): JSX.Element => {
  const positions = createIndex(positionsIndex);
  const entries = createMemo((): readonly HistoryEntry[] => {
    const dropped = new Set(standingDecisions(positions().decisionsOf(props.asset)).map((one) => one.drops));
    const facts = positions().factsOf(props.asset);
    const told = props.only === undefined ? facts : facts.filter((fact) => recordOf(fact) === props.only);
    return entriesOf(told, dropped);
  });
  return <History entries={entries().slice(0, props.limit)} />;
};

const entriesOf = (
  facts: readonly LoggedMovement[],
  dropped: ReadonlySet<string>,
): readonly HistoryEntry[] => {
  const undone = new Set(facts.map((fact) => fact.undoes));
  return facts
    .filter((fact) => fact.undoes === undefined)
    .map((fact) => ({
      fact,
      struck: undone.has(fact.id)
        ? ("undone" as const)
        : dropped.has(fact.id)
          ? ("dropped" as const)
          : undefined,
    }))
    .reverse();
};

const marks: Partial<Record<LoggedMovement["kind"], string | undefined>> = {
  out: meanings["info"],
  in: meanings["ok"],
  found: meanings["ok"],
  lost: meanings["problem"],
  retired: meanings["problem"],
};

const History = (props: { readonly entries: readonly HistoryEntry[] }): JSX.Element => {
  const t = useText(movementMessages);
  const names = createNames();
  const tell = createMovementTeller();
  const positions = createIndex(positionsIndex);
  const note = ({ fact, struck }: HistoryEntry): string => {
    const why = struck === "undone" ? t("wasUndone") : struck === "dropped" ? t("decidedAgainst") : undefined;
    const formerly =
      fact.recordedFor === undefined ? undefined : t("writtenFor", { code: names.code(fact.recordedFor) });
    return [names.person(fact.by), formerly, fact.note, why].filter((part) => part !== undefined).join(", ");
  };
  return (
    <Show when={props.entries.length > 0} fallback={<p class="quiet">{t("historyEmpty")}</p>}>
      <ol class={styles.history}>
        <For each={props.entries}>
          {(entry) => (
            <li class={classes(marks[entry.fact.kind])}>
              <b>{names.time(positions().timeOf(entry.fact))}</b>{" "}
              <span class={entry.struck === undefined ? "quiet" : styles.struck}>{tell(entry.fact)}</span>
              <div class="small quiet">{note(entry)}</div>
            </li>
          )}
        </For>
      </ol>
    </Show>
  );
};
