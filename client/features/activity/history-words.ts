/** Fields, values, records and people in words, for everything that tells what happened. */
import { asset, code, location, product } from "#shared/domain/inventory";
import { event, phase } from "#shared/domain/events";
import { fault, inspection } from "#shared/domain/maintenance";
import { line, lineGroup } from "#shared/domain/pull-list";
import { category, companyProfile, device, hallRelay, person } from "#shared/domain/settings";
import { stocktake } from "#shared/domain/stocktake";
import { transfer } from "#shared/domain/transfers";
import { brand } from "#shared/kernel/brand";
import { parseId } from "#shared/kernel/ids";
import type { Id, MemberId } from "#shared/kernel/ids";
import type { Day, LocalDateTime, Money, Scalar } from "#shared/kernel/record";
import { useFormat, useText } from "#client/app/i18n";
import type { Format } from "#client/app/i18n";
import { useApp } from "#client/app/app-context";
import { createSignal, onCleanup } from "solid-js";
import { createRows, useReplica } from "#client/data";
import { createDeviceNames } from "#client/features/settings";
import { messages } from "./messages";
import { valueMessages } from "./value-messages";
import { isCoded, referredTypes, wordOfValue } from "./value-words";
import { wordMessages } from "./word-messages";

type WordKey = keyof (typeof wordMessages)["en"];

const isWord = (key: string): key is WordKey => Object.hasOwn(wordMessages.en, key);

/** Fields that say nothing to a person: order, origin. */
export const hiddenFields: ReadonlySet<string> = new Set(["order", "source", "sourceId", "sourceQuantity"]);

export interface HistoryWords {
  readonly field: (field: string) => string;
  /** False: people know no field of that name, or the value is a code or an id nothing is known of here. */
  readonly isTold: (field: string, value: Scalar | null) => boolean;
  readonly value: (field: string, value: Scalar | null) => string;
  /** A record by its key: its type and, when it is known, what it is called. */
  readonly record: (key: string) => string;
  readonly recordType: (type: string) => string;
  readonly member: (member: MemberId | null) => string;
  /** What its owner calls the device, else the beginning of its key. */
  readonly device: (key: string) => string;
  readonly time: (at: number, isExact: boolean) => string;
}

const recordWords: Readonly<Record<string, WordKey>> = {
  product: "record_product",
  asset: "record_asset",
  code: "record_code",
  location: "record_location",
  event: "record_event",
  phase: "record_phase",
  line: "record_line",
  "line-group": "record_group",
  file: "record_file",
  category: "record_category",
  person: "record_person",
  device: "record_device",
  "company-profile": "record_company",
  "product-value": "record_amount",
  "asset-cost": "record_amount",
  "repair-cost": "record_amount",
  inspection: "record_inspection",
  fault: "record_fault",
  transfer: "record_transfer",
  "kit-part": "record_part",
  "temporary-stock": "record_temporary",
  "custom-field": "record_own",
  "custom-value": "record_own",
  "hall-relay": "record_hall",
  stocktake: "record_stocktake",
  "stocktake-answer": "record_stocktake",
  "stocktake-result": "record_stocktake",
  "stocktake-line": "record_stocktake",
};

/** Records that carry a name of their own. */
const namedTypes = [
  product,
  location,
  event,
  line,
  lineGroup,
  category,
  person,
  device,
  companyProfile,
  hallRelay,
  stocktake,
  transfer,
  inspection,
];

const measured = (field: string, value: Scalar, format: Format): string | undefined => {
  if (typeof value === "number") {
    if (field === "weightG") return format.weight(value);
    if (field === "powerW") return format.power(value);
    return field.endsWith("Mm") ? `${format.number(value)} mm` : format.number(value);
  }
  if (typeof value !== "string") return undefined;
  if (/^-?\d{1,15} [A-Z]{3}$/.test(value)) return format.money(brand<Money>(value));
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(value)) return format.localDateTime(brand<LocalDateTime>(value));
  return /^\d{4}-\d\d-\d\d$/.test(value) ? format.day(brand<Day>(value)) : undefined;
};

/** What a record is called, by its type and id; undefined when it is not here or has no name. */
const createNames = (): ((type: string, id: string) => string | undefined) => {
  const v = useText(valueMessages);
  const { rows } = useReplica();
  // A list is often read before the things it names: whatever arrives later gives them their names.
  const [arrived, setArrived] = createSignal(0);
  onCleanup(rows.subscribe(() => setArrived((count) => count + 1)));
  return (type, id) => {
    arrived();
    const of = parseId<Id<string>>(id);
    if (of === undefined) return undefined;
    if (type === "asset") return rows.get(asset, brand(of))?.code;
    if (type === "fault") return rows.get(fault, brand(of))?.title;
    if (type === "code") return rows.get(code, brand(of))?.value;
    if (type === "phase") {
      const kind = rows.get(phase, brand(of))?.kind;
      return kind === undefined ? undefined : v(`kind_${kind}`);
    }
    const found = namedTypes.find(({ name }) => name === type);
    return found === undefined ? undefined : rows.get(found, brand(of))?.name;
  };
};

const momentFields: ReadonlySet<string> = new Set(["removedAt", "at", "startedAt"]);

/** Everything is read when it is asked for: names follow the rows at that time. */
export const createHistoryWords = (): HistoryWords => {
  const t = useText(messages);
  const w = useText(wordMessages);
  const v = useText(valueMessages);
  const format = useFormat();
  const { now } = useApp();
  const replica = useReplica();
  const named = createNames();
  // Watched, unlike the names of things: who wrote something may be introduced after what they wrote is shown.
  const people = createRows(person);
  const deviceName = createDeviceNames();
  const reference = (field: string, of: Scalar): string | undefined => {
    for (const type of referredTypes(field, of)) {
      const name = named(type, String(of));
      if (name !== undefined) return name;
    }
    return undefined;
  };
  const value: HistoryWords["value"] = (field, of) => {
    if (of === null || of === "") return t("empty");
    if (of instanceof Uint8Array) return "…";
    if (typeof of === "boolean") return t(of ? "yes" : "no");
    if (momentFields.has(field) && typeof of === "number") return format().moment(of, now());
    const word = wordOfValue(field, of);
    if (word !== undefined) return v(word);
    return reference(field, of) ?? measured(field, of, format()) ?? String(of).slice(0, 300);
  };
  const isTold: HistoryWords["isTold"] = (field, of) => {
    if (!isWord(`field_${field}`) || hiddenFields.has(field) || of instanceof Uint8Array) return false;
    if (of === null || of === "") return true;
    if (isCoded(field)) return wordOfValue(field, of) !== undefined;
    return referredTypes(field, of).length === 0 || reference(field, of) !== undefined;
  };
  return {
    value,
    device: deviceName,
    isTold,
    field: (field) => {
      const key = `field_${field}`;
      return isWord(key) ? w(key) : field;
    },
    recordType: (type) => w(recordWords[type] ?? "record_other"),
    record: (key) => {
      const at = key.indexOf(":");
      const type = key.slice(0, at);
      const word = w(recordWords[type] ?? "record_other");
      const name = named(type, key.slice(at + 1));
      return name === undefined ? word : `${word} ${name}`;
    },
    member: (member) => {
      if (member === null) return t("somebody");
      return member === replica.member
        ? t("me")
        : (people().find(({ id }) => id === member)?.name ?? t("somebody"));
    },
    time: (at, isExact) => {
      const time = format().moment(at, now());
      return isExact ? time : t("about", { time });
    },
  };
};
