/** Which assets get a label, and how the sheet is set. Kept in the address as far as it says what to print. */
import { createMemo, createSignal } from "solid-js";
import type { Accessor } from "solid-js";
import { useSearchParams } from "@solidjs/router";
import { asset, assignLabels, product } from "#shared/domain/inventory";
import type { AssetId, ProductId } from "#shared/domain/inventory";
import { companyProfile, profileIn } from "#shared/domain/settings";
import { fromBase64Url } from "#shared/kernel/bytes";
import { sha256 } from "#shared/kernel/hash";
import { parseId } from "#shared/kernel/ids";
import { labelUrl, makeLabel, parseLabel } from "#shared/kernel/label-text";
import { assert } from "#shared/kernel/result";
import type { Row } from "#shared/replica/types";
import { useApp } from "#client/app/app-context";
import { createIndex, createRows, useCommands, useReplica } from "#client/data";
import { assetListIndex } from "#client/features/inventory";
import type { LabelContent } from "./label-layout";

export type AssetRow = Row<typeof asset>;

export interface LabelChoice {
  readonly chosen: Accessor<readonly AssetRow[]>;
  readonly add: (ids: Iterable<AssetId>) => void;
  readonly remove: (id: AssetId) => void;
  readonly clear: () => void;
  readonly allWithout: () => readonly AssetId[];
  /** What is printed for an asset; without a label yet, with a stand-in for the preview. */
  readonly contentOf: (row: AssetRow) => LabelContent;
  readonly printsCompany: Accessor<boolean>;
  readonly setPrintsCompany: (value: boolean) => void;
  /** Gives every chosen asset its label; false when that failed and nothing may be printed. */
  readonly assign: () => Promise<boolean>;
}

const first = (value: string | string[] | undefined): string =>
  (Array.isArray(value) ? value[0] : value) ?? "";

const fromAddress = (assets: string, ofProduct: ReadonlySet<AssetId>): ReadonlySet<AssetId> =>
  new Set([...assets.split(",").flatMap((id) => parseId<AssetId>(id) ?? []), ...ofProduct]);

/** Gives assets without a label a fresh one, product by product, as one action. */
export const createAssign = (chosen: Accessor<readonly AssetRow[]>): (() => Promise<boolean>) => {
  const { random } = useApp();
  const replica = useReplica();
  const commands = useCommands();
  return async () => {
    const companyId = fromBase64Url(replica.company);
    assert(companyId, "a company id is base64url");
    const byProduct = new Map<ProductId, { readonly asset: AssetId; readonly label: string }[]>();
    for (const row of chosen()) {
      if (row.label !== undefined) continue;
      const label = makeLabel(sha256, companyId, random).text;
      byProduct.set(row.product, [...(byProduct.get(row.product) ?? []), { asset: row.id, label }]);
    }
    if (byProduct.size === 0) return true;
    const args = [...byProduct].map(([id, labels]) => ({ product: id, labels }));
    const done = await commands.runBulk(assignLabels, args, () => undefined);
    return done.ok;
  };
};

/** What is printed for an asset. Without a label yet, a stand-in of the same length is shown. */
const createContent = (companyLine: () => string): ((row: AssetRow) => LabelContent) => {
  const { rows } = useReplica();
  const host = new URL(useApp().origin).host;
  return (row) => {
    const label = row.label === undefined ? undefined : parseLabel(sha256, row.label);
    return {
      url: label === undefined ? `HTTPS://${host.toUpperCase()}/A/${"0".repeat(26)}` : labelUrl(host, label),
      code: row.code,
      product: rows.get(product, row.product)?.name ?? "",
      company: companyLine(),
    };
  };
};

export const createLabelChoice = (): LabelChoice => {
  const [params] = useSearchParams();
  const { rows } = useReplica();
  const list = createIndex(assetListIndex);
  const profiles = createRows(companyProfile);
  const startProduct = parseId<ProductId>(first(params["product"]));
  const ofProduct = startProduct === undefined ? new Set<AssetId>() : list().of(startProduct);
  const [ids, setIds] = createSignal(fromAddress(first(params["assets"]), ofProduct));
  const [printsCompany, setPrintsCompany] = createSignal(true);
  const chosen = createMemo(() => {
    list();
    const found = [...ids()].flatMap((id) => {
      const row = rows.get(asset, id);
      return row === undefined || row.removedAt !== undefined ? [] : [row];
    });
    return found.sort((a, b) => (a.code < b.code ? -1 : 1));
  });
  return {
    chosen,
    add: (more) => setIds((known) => new Set([...known, ...more])),
    remove: (id) => setIds((known) => new Set([...known].filter((each) => each !== id))),
    clear: () => setIds(new Set<AssetId>()),
    allWithout: () =>
      list()
        .byCode()
        .filter((id) => rows.get(asset, id)?.label === undefined),
    contentOf: createContent(() => (printsCompany() ? (profileIn(profiles())?.name ?? "") : "")),
    printsCompany,
    setPrintsCompany,
    assign: createAssign(chosen),
  };
};
