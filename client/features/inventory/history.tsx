import { For, Show, createEffect, createSignal, on } from "solid-js";
import type { JSX } from "solid-js";
import type { AnyRecordType, Scalar } from "#shared/kernel/record";
import type { Id, ThingId } from "#shared/kernel/ids";
import { person } from "#shared/domain/settings";
import type { AuditEntry } from "#shared/replica/types";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { useReplica } from "#client/data";
import { messages } from "./messages";
import styles from "./inventory.module.css";

const mostShown = 60;

const textOf = (value: Scalar | null): string =>
  value === null ? "–" : value instanceof Uint8Array ? "…" : String(value).slice(0, 120);

/** Names of fields on screen; others keep the name they have in documents. */
const fieldKeys = {
  name: "name",
  maker: "maker",
  modelNumber: "modelNumber",
  tracking: "tracking",
  weightG: "weight",
  powerW: "power",
  connectors: "connectors",
  minimumStock: "minimumStock",
  turnaroundMinutes: "turnaround",
  notes: "notes",
  code: "code",
  serial: "serial",
  home: "home",
  label: "label",
  category: "category",
  removedAt: "removedBadge",
} as const;

const isNamed = (field: string): field is keyof typeof fieldKeys => Object.hasOwn(fieldKeys, field);

/** Who changed what in a document, newest first. */
export const History = (props: {
  readonly thing: ThingId;
  readonly record?: { readonly type: AnyRecordType; readonly id: Id<string> };
  /** Read again when this changes. */
  readonly version: unknown;
}): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const app = useApp();
  const replica = useReplica();
  const [entries, setEntries] = createSignal<readonly AuditEntry[]>([]);
  createEffect(
    on(
      () => [props.thing, props.version] as const,
      ([thing]) => {
        void replica.history(thing, props.record).then((found) => setEntries(found.slice(0, mostShown)));
      },
    ),
  );
  const nameOf = (field: string): string => (isNamed(field) ? t(fieldKeys[field]) : field);
  const who = (entry: AuditEntry): string =>
    (entry.member === null ? undefined : replica.rows.get(person, entry.member)?.name) ?? t("someone");
  const change = (entry: AuditEntry): string =>
    entry.before === null
      ? t("changedFieldFrom", { field: nameOf(entry.field), after: textOf(entry.after) })
      : t("changedField", {
          field: nameOf(entry.field),
          before: textOf(entry.before),
          after: textOf(entry.after),
        });
  return (
    <Show when={entries().length > 0} fallback={<p class="quiet">{t("nothingYet")}</p>}>
      <ol class={styles.timeline}>
        <For each={entries()}>
          {(entry) => (
            <li class={styles.moment}>
              <span class="small faint">
                {format().moment(entry.at, app.now())} · {who(entry)}
              </span>
              <span class="small">{change(entry)}</span>
            </li>
          )}
        </For>
      </ol>
    </Show>
  );
};
