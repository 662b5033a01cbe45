/** Two devices gave a field different values: both shown where it is, chosen where it is. */
import { For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { fieldConflictsOf, settleFieldOf } from "#shared/domain/conflicts";
import type { FieldConflict, FieldSide } from "#shared/domain/conflicts";
import { line } from "#shared/domain/pull-list";
import { person } from "#shared/domain/settings";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { createRow, useCommands } from "#client/data";
import type { LineRow } from "#client/features/availability";
import { Badge } from "#client/ui/badge";
import { Button } from "#client/ui/button";
import { Split } from "#client/ui/icons";
import { Popover } from "#client/ui/popover";
import styles from "./grid.module.css";
import { useGrid } from "./grid-state";
import { messages } from "./messages";

const Side = (props: { readonly conflict: FieldConflict; readonly side: FieldSide }): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const app = useApp();
  const commands = useCommands();
  const grid = useGrid();
  const who = createRow(person, () => props.side.member ?? undefined);
  const value = (): string => String(props.side.value ?? "–");
  const when = (): string => (props.side.at === null ? "" : format().moment(props.side.at, app.now()));
  return (
    <li class={styles.side}>
      <span>{t("conflictSide", { value: value(), who: who()?.name ?? t("somebody"), time: when() })}</span>
      <Show when={grid.mayEdit()}>
        <Button
          onClick={() => {
            const { record, recordId, thing, field } = props.conflict;
            void commands.runCommand(settleFieldOf(record), {
              record,
              recordId,
              thing,
              field,
              value: props.side.value,
            });
          }}
        >
          {t("use", { value: value() })}
        </Button>
      </Show>
    </li>
  );
};

export const ConflictBadge = (props: { readonly row: LineRow; readonly field: string }): JSX.Element => {
  const t = useText(messages);
  const conflict = (): FieldConflict | undefined =>
    fieldConflictsOf(line, props.row).find(({ field }) => field === props.field);
  const values = (sides: readonly FieldSide[]): string =>
    sides.map(({ value }) => String(value ?? "–")).reduce((a, b) => t("or", { a, b }));
  return (
    <Show when={conflict()}>
      {(found) => (
        <span class={styles.conflict} onClick={(event) => event.stopPropagation()}>
          <Popover
            title={t("conflictTitle")}
            triggerClass={styles.shortBadge}
            trigger={
              <Badge meaning="attention" icon={<Split />}>
                {t("twoValues", { n: found().sides.length, values: values(found().sides) })}
              </Badge>
            }
          >
            <div class={styles.conflictCard}>
              <b>{t("conflictTitle")}</b>
              <p class="small quiet">{t("conflictText", { shown: String(found().shown ?? "–") })}</p>
              <ul>
                <For each={found().sides}>{(side) => <Side conflict={found()} side={side} />}</For>
              </ul>
            </div>
          </Popover>
        </span>
      )}
    </Show>
  );
};
