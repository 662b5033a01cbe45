/** Changes and movements of the company as rows of one list. */
import type { FactTime, LoggedMovement } from "#shared/domain/scanning";
import type { ActivityEntry } from "#shared/replica/types";
import type { Author } from "./who";

export const areas = [
  "inventory",
  "events",
  "scanning",
  "maintenance",
  "money",
  "people",
  "settings",
] as const;
export type Area = (typeof areas)[number];

export interface ActivityRow {
  readonly id: string;
  readonly at: number;
  readonly isExact: boolean;
  readonly area: Area;
  /** Undefined while the signer of a movement is looked up. */
  readonly author: Author | undefined;
  readonly deed: Deed;
  /** A movement tells itself; with `takenBack` it is the one that was. Undefined too when that one is not here. */
  readonly fact: LoggedMovement | undefined;
  /** What a fact adds in the words of whoever wrote it. */
  readonly detail?: string | undefined;
  /** Keys of the records, over all documents of the change. */
  readonly records: readonly string[];
  /** Key of the main record of the document, and where it is shown. */
  readonly subject: string | undefined;
  readonly href: string | undefined;
}

export type Deed =
  | "created"
  | "changed"
  | "removed"
  | "undo"
  | "restored"
  | "imported"
  | "movement"
  | "demo"
  | "labels"
  | "settled"
  | "setUp"
  | "counted"
  | "reported"
  | "noted"
  | "reopened"
  | "resolved"
  | "withdrawn"
  | "blocked"
  | "released"
  | "testedPass"
  | "testedFail"
  | "metered"
  | "fileAdded"
  | "fileRemoved"
  | "takenBack";

const named: Readonly<Record<string, Deed>> = {
  "replica.undo": "undo",
  "activity.restoreRecords": "restored",
  "import.apply": "imported",
  "pullList.addLinesFromPlan": "imported",
  "inventory.assignLabels": "labels",
  "inventory.claimLabel": "labels",
  "conflicts.settleField": "settled",
  "settings.setUpCompany": "setUp",
  "pullList.duplicateEvent": "created",
  "stocktake.start": "created",
};

const deedOf = (command: string): Deed => {
  const found = named[command];
  if (found !== undefined) return found;
  const [feature = "", verb = ""] = command.split(".");
  if (feature === "demo") return "demo";
  if (/^(create|add|introduce)/.test(verb)) return "created";
  return verb.startsWith("remove") ? "removed" : "changed";
};

interface Place {
  readonly area: Area;
  readonly type?: string;
  readonly path?: string;
}

const places: Readonly<Record<string, Place>> = {
  product: { area: "inventory", type: "product", path: "/stock/products/" },
  places: { area: "inventory", path: "/stock/locations" },
  event: { area: "events", type: "event", path: "/events/" },
  "product-money": { area: "money" },
  stocktake: { area: "inventory", type: "stocktake", path: "/stock/stocktakes/" },
  transfer: { area: "scanning", type: "transfer", path: "/stock/transfers/" },
  person: { area: "people", type: "person", path: "/settings/people" },
  company: { area: "settings", path: "/settings" },
};

/** One row per change: a bulk run writes many documents under one. Newest first, as the entries come. */
export const rowsOfEntries = (entries: readonly ActivityEntry[]): readonly ActivityRow[] => {
  const found = new Map<string, { readonly row: ActivityRow; readonly records: string[] }>();
  for (const entry of entries) {
    const id = `${entry.change} ${entry.device}`;
    const known = found.get(id);
    if (known !== undefined) {
      known.records.push(...entry.records);
      continue;
    }
    const place = places[entry.kind];
    const records = [...entry.records];
    const hasOwn = place?.path?.endsWith("/") === true;
    const row: ActivityRow = {
      ...{ id, records, at: entry.at, isExact: entry.isExact, fact: undefined },
      area: place?.area ?? "settings",
      author: entry,
      deed: deedOf(entry.command),
      subject: place?.type === undefined ? undefined : `${place.type}:${entry.thing}`,
      href: hasOwn ? `${place.path ?? ""}${entry.thing}` : place?.path,
    };
    found.set(id, { row, records });
  }
  return Array.from(found.values(), ({ row }) => row);
};

/** `undone`: what a counter-fact takes back, where it is here. */
export const rowOfMovement = (
  fact: LoggedMovement,
  undone: LoggedMovement | undefined,
  { at, isExact }: FactTime,
  author: Author | undefined,
): ActivityRow => ({
  ...{ id: fact.id, at, isExact, area: "scanning", author },
  ...(fact.undoes === undefined ? { deed: "movement", fact } : { deed: "takenBack", fact: undone }),
  records: [fact.asset === undefined ? `product:${fact.product}` : `asset:${fact.asset}`],
  subject: undefined,
  href: fact.asset === undefined ? `/stock/products/${fact.product}` : `/stock/assets/${fact.asset}`,
});
