/** Says over a piece's page into which record it went, or which went into it, and takes them apart again. */
import { Show, createMemo } from "solid-js";
import type { JSX } from "solid-js";
import { asset, assetMerge, separateAssets, tiesBetween } from "#shared/domain/inventory";
import type { AssetId } from "#shared/domain/inventory";
import { useText } from "#client/app/i18n";
import { createRow, createRows, useCommands, useReplica } from "#client/data";
import { showToast } from "#client/ui/toast";
import type { AssetRow } from "./asset-rows";
import { AlsoHere, WentInto } from "./merged-note";
import { mergeMessages } from "./merge-messages";
import { pieceMergeMessages } from "./piece-merge-messages";

/** Nothing for a piece that stands for itself. */
export const PieceMergedNote = (props: { readonly row: AssetRow }): JSX.Element => (
  <Show when={props.row.mergedInto}>{(into) => <PieceWent row={props.row} into={into()} />}</Show>
);

const PieceWent = (props: { readonly row: AssetRow; readonly into: AssetId }): JSX.Element => {
  const t = useText(mergeMessages);
  const commands = useCommands();
  const survivor = createRow(asset, () => props.into);
  const merges = createRows(assetMerge);
  const ties = createMemo(() => {
    const facts = merges().map((row) => ({ from: row.asset, into: row.into, row }));
    return tiesBetween(props.row.id, props.into, facts).map(({ row }) => row);
  });
  const separate = async (): Promise<void> => {
    const { code } = props.row;
    const taken = ties().map(({ id, thing }) => ({ merge: id, thing }));
    const done = await commands.runCommand(separateAssets, { merges: taken });
    if (done.ok) showToast({ text: t("separated", { name: code }) });
  };
  return (
    <WentInto
      name={survivor()?.code ?? "?"}
      href={`/stock/assets/${props.into}`}
      tie={ties()[0]}
      onSeparate={() => void separate()}
    />
  );
};

/** Records that went into this one, each with its own page and history. */
export const PiecesMergedHere = (props: { readonly asset: AssetId }): JSX.Element => {
  const t = useText(pieceMergeMessages);
  const { rows } = useReplica();
  const merges = createRows(assetMerge);
  const here = createMemo(() =>
    [...new Set(merges().flatMap(({ asset: from, into }) => [from, into]))]
      .flatMap((id) => rows.get(asset, id) ?? [])
      .filter(({ mergedInto }) => mergedInto === props.asset)
      .map(({ id, code }) => ({ href: `/stock/assets/${id}`, name: code })),
  );
  return <AlsoHere note={t("alsoHereText")} links={here()} />;
};
