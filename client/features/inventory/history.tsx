import { For, Show, createEffect, createSignal, on } from "solid-js";
import type { JSX } from "solid-js";
import { brand } from "#shared/kernel/brand";
import type { AnyRecordType, Day, Scalar } from "#shared/kernel/record";
import { parseId } from "#shared/kernel/ids";
import type { Id, ThingId } from "#shared/kernel/ids";
import { trackings } from "#shared/domain/inventory";
import type { LocationId, Tracking } from "#shared/domain/inventory";
import { person } from "#shared/domain/settings";
import type { CategoryId } from "#shared/domain/settings";
import type { AuditEntry } from "#shared/replica/types";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { useReplica } from "#client/data";
import { messages } from "./messages";
import { createCategories, createPlaces } from "./places";
import { trackingKeys } from "./stock-columns";
import styles from "./inventory.module.css";

const mostShown = 60;

/** Fields that say nothing to a person: identity, order, origin. */
const hidden = new Set(["product", "asset", "order", "source", "sourceId"]);

const isTracking = (value: Scalar | null): value is Tracking => trackings.some((each) => each === value);

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
  purchasedOn: "purchasedOn",
  lengthMm: "lengthMm",
  widthMm: "widthMm",
  heightMm: "heightMm",
  isCase: "isCase",
} as const;

const isNamed = (field: string): field is keyof typeof fieldKeys => Object.hasOwn(fieldKeys, field);

/** Values as the screens write them, not as documents keep them. */
const createValueWords = (): ((field: string, value: Scalar | null) => string) => {
  const t = useText(messages);
  const format = useFormat();
  const app = useApp();
  const places = createPlaces();
  const categories = createCategories();
  return (field, value) => {
    const id = typeof value === "string" ? value : undefined;
    if (field === "home") return places.path(parseId<LocationId>(id)) || textOf(value);
    if (field === "category") return categories.path(parseId<CategoryId>(id)) || textOf(value);
    if (field === "tracking" && isTracking(value)) return t(trackingKeys[value]);
    if (field === "purchasedOn" && id !== undefined) return format().day(brand<Day>(id));
    if (typeof value === "boolean") return t(value ? "hasLabel" : "noLabel");
    if (typeof value !== "number") return textOf(value);
    if (field === "removedAt") return format().moment(value, app.now());
    if (field === "weightG") return format().weight(value);
    if (field === "powerW") return format().power(value);
    return format().number(value);
  };
};

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
        void replica
          .history(thing, props.record)
          .then((found) => setEntries(found.filter((entry) => !hidden.has(entry.field)).slice(0, mostShown)));
      },
    ),
  );
  const nameOf = (field: string): string => (isNamed(field) ? t(fieldKeys[field]) : field);
  const who = (entry: AuditEntry): string =>
    (entry.member === null ? undefined : replica.rows.get(person, entry.member)?.name) ?? t("someone");
  const valueOf = createValueWords();
  const change = (entry: AuditEntry): string =>
    entry.before === null
      ? t("changedFieldFrom", { field: nameOf(entry.field), after: valueOf(entry.field, entry.after) })
      : t("changedField", {
          field: nameOf(entry.field),
          before: valueOf(entry.field, entry.before),
          after: valueOf(entry.field, entry.after),
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
