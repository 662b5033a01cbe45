/** Assets of a product and the further codes they answer to. */
import { brand } from "#shared/kernel/brand";
import { defineCommand, livingRecord } from "#shared/kernel/command";
import type { CommandContext, DocumentDraft } from "#shared/kernel/command";
import { thingOf } from "#shared/kernel/ids";
import type { NewRecord, RecordPatch } from "#shared/kernel/record";
import { err, ok } from "#shared/kernel/result";
import type { Result } from "#shared/kernel/result";
import { checkValues } from "./check-values";
import type { InventoryProblem } from "./errors";
import { foldMerges } from "./merge-fold";
import { assetMerge } from "./merge-types";
import { openWithBody } from "./product-commands";
import { asset, code } from "./types";
import type { Asset, AssetId, CodeId, ProductId } from "./types";

/** An asset to be made; its product is named once for all of them. */
export type NewAsset = Omit<NewRecord<typeof asset>, "product">;
export type AssetPatch = Omit<RecordPatch<typeof asset>, "product">;

const writeInventory = [{ verb: "write", on: "inventory" }] as const;

const livingAsset = (draft: DocumentDraft, id: AssetId): Result<Asset, InventoryProblem> => {
  const found = livingRecord(draft, asset, id);
  return found === undefined ? err({ type: "AssetMissing" }) : ok(found);
};

/** A code may be used once per product; across products duplicates are possible and shown as such. */
const firstCodeTwice = (draft: DocumentDraft, added: readonly NewAsset[]): string | undefined => {
  const known = new Set<string>();
  for (const record of draft.list(asset)) if (record.removedAt === undefined) known.add(record.code);
  for (const { code: value } of added) {
    if (known.has(value)) return value;
    known.add(value);
  }
  return undefined;
};

/** A label that something of the product wears already, also something that was taken off stock: it stays its own. */
export const firstLabelTaken = (draft: DocumentDraft, labels: readonly string[]): string | undefined => {
  const worn = new Set<string>();
  for (const record of draft.list(asset)) if (record.label !== undefined) worn.add(record.label);
  for (const record of draft.list(code)) if (record.removedAt === undefined) worn.add(record.value);
  for (const label of labels) {
    if (worn.has(label)) return label;
    worn.add(label);
  }
  return undefined;
};

/** Makes assets, unless one of them cannot be made: then none is. */
export const createAssets = (
  draft: DocumentDraft,
  product: ProductId,
  assets: readonly NewAsset[],
  context: CommandContext,
): Result<readonly AssetId[], InventoryProblem> => {
  for (const values of assets) {
    const checked = checkValues(asset, values);
    if (!checked.ok) return checked;
  }
  const twice = firstCodeTwice(draft, assets);
  if (twice !== undefined) return err({ type: "CodeTwice", code: twice });
  const labels = assets.flatMap(({ label }) => label ?? []);
  const taken = labels.length === 0 ? undefined : firstLabelTaken(draft, labels);
  if (taken !== undefined) return err({ type: "LabelTaken", label: taken });
  return ok(
    assets.map((values) => {
      const id = context.newId<AssetId>();
      draft.create(asset, id, { ...values, product });
      return id;
    }),
  );
};

export interface AddAssets {
  readonly product: ProductId;
  readonly assets: readonly NewAsset[];
}

export const addAssets = defineCommand<AddAssets, { readonly assets: readonly AssetId[] }, InventoryProblem>({
  name: "inventory.addAssets",
  needs: writeInventory,
  documents: (args) => [{ thing: thingOf(args.product) }],
  run: (drafts, args, context) => {
    const opened = openWithBody(drafts, args.product);
    if (!opened.ok) return opened;
    const draft = opened.value;
    const made = createAssets(draft, args.product, args.assets, context);
    return made.ok ? ok({ assets: made.value }) : made;
  },
});

export interface EditAsset {
  readonly product: ProductId;
  readonly asset: AssetId;
  readonly values: AssetPatch;
}

export const editAsset = defineCommand<EditAsset, null, InventoryProblem>({
  name: "inventory.editAsset",
  needs: writeInventory,
  documents: (args) => [{ thing: thingOf(args.product) }],
  run: (drafts, args) => {
    const checked = checkValues(asset, args.values);
    if (!checked.ok) return checked;
    const draft = drafts.open({ thing: thingOf(args.product) });
    const found = livingAsset(draft, args.asset);
    if (!found.ok) return found;
    const taken = args.values.code;
    if (
      taken !== undefined &&
      taken !== found.value.code &&
      firstCodeTwice(draft, [{ code: taken }]) !== undefined
    )
      return err({ type: "CodeTwice", code: taken });
    draft.set(asset, args.asset, args.values);
    return ok(null);
  },
});

export interface RemoveAssets {
  readonly product: ProductId;
  readonly assets: readonly AssetId[];
}

/**
 * The records of the pieces these records go on for. Devices that merged one record into two others tied all of them
 * together: were only the one that goes on removed, the piece would go on as the other. A record that ended is itself
 * alone.
 */
const everyRecordOf = (draft: DocumentDraft, assets: readonly AssetId[]): ReadonlySet<AssetId> => {
  const records = new Map(draft.list(asset).map((record) => [record.id, record] as const));
  const facts = draft
    .list(assetMerge)
    .filter(
      ({ asset: from, into, removedAt }) =>
        removedAt === undefined && records.get(from)?.product === records.get(into)?.product,
    )
    .map(({ asset: from, into, at }) => ({ from, into, at }));
  const merges = foldMerges(facts, (id) => {
    const record = records.get(brand(id));
    if (record === undefined) return "unknown";
    return record.removedAt === undefined ? "living" : "removed";
  });
  return new Set(
    assets.flatMap((id) =>
      merges.survivor(id) === id ? [id, ...merges.group(id).map((other) => brand<AssetId>(other))] : [id],
    ),
  );
};

/** Removes them with their further codes, and with what was merged into them; what is removed already stays so. */
export const removeEveryRecordOf = (draft: DocumentDraft, assets: readonly AssetId[]): void => {
  const gone = everyRecordOf(draft, assets);
  for (const id of gone) if (draft.get(asset, id)?.removedAt === undefined) draft.remove(asset, id);
  for (const record of draft.list(code))
    if (record.removedAt === undefined && record.asset !== undefined && gone.has(record.asset))
      draft.remove(code, record.id);
};

export const removeAssets = defineCommand<RemoveAssets, null, InventoryProblem>({
  name: "inventory.removeAssets",
  needs: writeInventory,
  documents: (args) => [{ thing: thingOf(args.product) }],
  run: (drafts, args) => {
    const draft = drafts.open({ thing: thingOf(args.product) });
    for (const id of args.assets)
      if (draft.get(asset, id) === undefined) return err({ type: "AssetMissing" });
    removeEveryRecordOf(draft, args.assets);
    return ok(null);
  },
});

export interface AddCode {
  readonly product: ProductId;
  /** Absent for a code that stands for the whole product: a bulk label, a maker's article number. */
  readonly asset?: AssetId;
  readonly value: string;
}

export const addCode = defineCommand<AddCode, { readonly code: CodeId }, InventoryProblem>({
  name: "inventory.addCode",
  needs: writeInventory,
  documents: (args) => [{ thing: thingOf(args.product) }],
  run: (drafts, args, context) => {
    const opened = openWithBody(drafts, args.product);
    if (!opened.ok) return opened;
    const draft = opened.value;
    if (args.asset !== undefined) {
      const owner = livingAsset(draft, args.asset);
      if (!owner.ok) return owner;
    }
    const values = { product: args.product, asset: args.asset, value: args.value.trim() };
    const checked = checkValues(code, values);
    if (!checked.ok) return checked;
    const id = context.newId<CodeId>();
    draft.create(code, id, values);
    return ok({ code: id });
  },
});

export const removeCode = defineCommand<
  { readonly product: ProductId; readonly code: CodeId },
  null,
  InventoryProblem
>({
  name: "inventory.removeCode",
  needs: writeInventory,
  documents: (args) => [{ thing: thingOf(args.product) }],
  run: (drafts, args) => {
    const draft = drafts.open({ thing: thingOf(args.product) });
    const found = draft.get(code, args.code);
    if (found === undefined) return err({ type: "CodeMissing" });
    if (found.removedAt === undefined) draft.remove(code, args.code);
    return ok(null);
  },
});
