/**
 * What a code stands for: asset codes, further codes (a maker's barcode, a number from another system) and, when
 * nothing else matches, serial numbers. Compared by value, never by symbology; several owners are all returned.
 */
import { brand } from "#shared/kernel/brand";
import { sha256 } from "#shared/kernel/hash";
import { thingOf } from "#shared/kernel/ids";
import type { ThingId } from "#shared/kernel/ids";
import { parseLabel } from "#shared/kernel/label-text";
import { disputedLabels } from "#shared/domain/inventory";
import type { Asset, AssetId, Code, CodeId, ProductId } from "#shared/domain/inventory";
import type { OfRecord } from "./facts";

export type CodeOwner =
  /** `formerly`: the code is that of a piece or product which was merged into this one. */
  | { readonly type: "asset"; readonly asset: AssetId; readonly formerly?: AssetId }
  | { readonly type: "product"; readonly product: ProductId; readonly formerly?: ProductId };

export type CodeFields = Pick<Code, "id" | "product" | "asset" | "value" | "removedAt"> & {
  /** The document it stands in: that of the product it was written for. */
  readonly thing?: ThingId;
} & OfRecord;
export type AssetFields = Pick<Asset, "id" | "code" | "serial" | "label" | "removedAt"> & {
  /** The one that goes on for it: what this one was known by leads there. */
  readonly mergedInto?: AssetId;
  /** Labels that devices gave it without knowing of each other: all of them may be stuck on it. */
  readonly conflicts?: { readonly label?: readonly { readonly value: unknown }[] };
};

export interface CodeIndex {
  putAsset(asset: AssetFields): void;
  putCode(code: CodeFields): void;
  dropAsset(id: AssetId): void;
  dropCode(id: CodeId): void;
  /** Everything that answers to the code, removed things left out. */
  find(text: string): readonly CodeOwner[];
  /** Pieces that wear this 26-character label, removed ones included: a label stays theirs for ever. */
  byLabel(label: string): readonly CodeOwner[];
  /** Codes and labels that stand for more than one thing. */
  duplicates(): readonly SharedCode[];
}

export interface SharedCode {
  readonly code: string;
  readonly isLabel: boolean;
  readonly owners: readonly CodeOwner[];
}

/** A further code that is one by its check characters is a label: a second one on the same piece. */
const isLabel = (value: string): boolean => value.length === 26 && parseLabel(sha256, value)?.text === value;

/**
 * Scanners add blanks, people type lower case, and one letter can be written in two ways. Only letters with one
 * plain capital are raised: full case mapping would turn look-alikes such as a dotless i into another letter.
 */
export const normalCode = (text: string): string =>
  text
    .normalize("NFC")
    .trim()
    .replace(/[a-zà-öø-þ]/g, (letter) => letter.toUpperCase());

export const createCodeIndex = (): CodeIndex => {
  const codes = createTable<CodeOwner>();
  const serials = createTable<CodeOwner>();
  const labels = createLabelTable();
  /** What leads to a piece by a record merged into it ends with the piece. */
  const removed = new Set<AssetId>();
  const found = (owners: readonly CodeOwner[]): readonly CodeOwner[] =>
    distinct(owners.filter((owner) => isOwn(owner) || owner.type !== "asset" || !removed.has(owner.asset)));

  const several = (table: Pick<Table<CodeOwner>, "shared">, isLabel: boolean): readonly SharedCode[] =>
    table
      .shared()
      .map(([code, owners]) => ({ code, isLabel, owners: found(owners) }))
      .filter(({ owners }) => owners.length > 1);

  const dropAsset = (id: AssetId): void => {
    codes.drop(id);
    serials.drop(id);
    labels.dropAsset(id);
  };
  const dropCode = (id: CodeId): void => {
    codes.drop(id);
    labels.drop(id);
  };
  return {
    dropAsset,
    dropCode,
    putAsset: (asset) => {
      dropAsset(asset.id);
      const { mergedInto: into } = asset;
      const owner: CodeOwner =
        into === undefined
          ? { type: "asset", asset: asset.id }
          : { type: "asset", asset: into, formerly: asset.id };
      labels.putAsset(asset, owner);
      if (asset.removedAt === undefined || into !== undefined) removed.delete(asset.id);
      else return void removed.add(asset.id);
      codes.put(asset.id, normalCode(asset.code), owner);
      if (asset.serial !== undefined) serials.put(asset.id, normalCode(asset.serial), owner);
    },
    putCode: (code) => {
      dropCode(code.id);
      if (code.removedAt !== undefined) return;
      const value = normalCode(code.value);
      codes.put(code.id, value, ownerOf(code));
      if (isLabel(value)) labels.put(code.id, value, ownerOf(code));
    },
    find: (text) => {
      const code = normalCode(text);
      if (code === "") return [];
      const owners = found(codes.get(code));
      return owners.length > 0 ? owners : found(serials.get(code));
    },
    byLabel: (label) => distinct(labels.get(label)),
    duplicates: () => {
      const ofLabels = several(labels, true);
      const known = new Set(ofLabels.map(({ code }) => code));
      return [...several(codes, false).filter(({ code }) => !known.has(code)), ...ofLabels];
    },
  };
};

/** Labels by their characters, with those a piece was given apart: every one of them may be stuck on it. */
const createLabelTable = () => {
  const table = createTable<CodeOwner>();
  /** Under which further sources the labels of a piece stand that lost to another device's. */
  const lostSources = new Map<AssetId, readonly string[]>();
  return {
    ...table,
    putAsset: (asset: AssetFields, owner: CodeOwner): void => {
      const { id, label } = asset;
      if (label !== undefined) table.put(id, label, owner);
      const lost = disputedLabels(asset).filter((value) => value !== label);
      for (const value of lost) table.put(`${id} ${value}`, value, owner);
      const sources = lost.map((value) => `${id} ${value}`);
      if (sources.length > 0) lostSources.set(id, sources);
    },
    dropAsset: (id: AssetId): void => {
      table.drop(id);
      for (const source of lostSources.get(id) ?? []) table.drop(source);
      lostSources.delete(id);
    },
  };
};

const ownerOf = ({ asset, product, thing, recordedFor }: CodeFields): CodeOwner => {
  if (asset !== undefined)
    return recordedFor === undefined
      ? { type: "asset", asset }
      : { type: "asset", asset, formerly: recordedFor };
  if (thing === undefined || thing === thingOf(product)) return { type: "product", product };
  return { type: "product", product, formerly: brand<ProductId>(thing) };
};

const ownerKey = (owner: CodeOwner): string => (owner.type === "asset" ? owner.asset : owner.product);

const isOwn = (owner: CodeOwner): boolean => owner.formerly === undefined;

/** One thing may carry the same value twice; it is still one thing, and where the code is its own, that is said. In a fixed order. */
const distinct = (owners: readonly CodeOwner[]): readonly CodeOwner[] => {
  if (owners.length < 2) return owners;
  const ownLast = [...owners.filter((owner) => !isOwn(owner)), ...owners.filter(isOwn)];
  return [...new Map(ownLast.map((owner) => [ownerKey(owner), owner])).values()].sort((a, b) =>
    ownerKey(a) < ownerKey(b) ? -1 : 1,
  );
};

interface Table<T> {
  put(source: string, code: string, value: T): void;
  drop(source: string): void;
  get(code: string): readonly T[];
  shared(): readonly (readonly [string, readonly T[]])[];
}

/** Several values per code, each from one source record; most codes have one value and cost one map entry. */
const createTable = <T>(): Table<T> => {
  const sources = new Map<string, { readonly code: string; readonly value: T }>();
  const single = new Map<string, string>();
  const several = new Map<string, Set<string>>();

  const valueOf = (source: string): readonly T[] => {
    const entry = sources.get(source);
    return entry === undefined ? [] : [entry.value];
  };
  const drop = (source: string): void => {
    const entry = sources.get(source);
    if (entry === undefined) return;
    sources.delete(source);
    const group = several.get(entry.code);
    if (group === undefined) single.delete(entry.code);
    else {
      group.delete(source);
      const [last, next] = group;
      if (last !== undefined && next === undefined) {
        several.delete(entry.code);
        single.set(entry.code, last);
      }
    }
  };
  return {
    drop,
    put: (source, code, value) => {
      drop(source);
      if (code === "") return;
      sources.set(source, { code, value });
      const group = several.get(code);
      const first = single.get(code);
      if (group !== undefined) group.add(source);
      else if (first === undefined) single.set(code, source);
      else {
        single.delete(code);
        several.set(code, new Set([first, source]));
      }
    },
    get: (code) => {
      const first = single.get(code);
      return first === undefined ? [...(several.get(code) ?? [])].flatMap(valueOf) : valueOf(first);
    },
    shared: () => [...several].map(([code, group]) => [code, [...group].flatMap(valueOf)] as const),
  };
};
