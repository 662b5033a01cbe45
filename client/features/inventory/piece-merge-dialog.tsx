/** Merging two records of one piece: likely ones first, both side by side, and what the one piece will be. */
import { For, Show, createMemo, createSignal } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import { useNavigate, useSearchParams } from "@solidjs/router";
import { asset, differingPieceFields, likelySamePieces, mergeAssets } from "#shared/domain/inventory";
import type { Asset, AssetId, AssetPatch, ComparedPieceField, PieceChoice } from "#shared/domain/inventory";
import { whyNotSamePiece } from "#shared/domain/stock";
import type { SamePieceHindrance } from "#shared/domain/stock";
import { parseId, thingOf } from "#shared/kernel/ids";
import { createUndoToast } from "#client/app/frame/undo";
import { useFormat, useText } from "#client/app/i18n";
import { createIndex, createMay, createRow, createRowsOf, useCommands, useReplica } from "#client/data";
import { Button } from "#client/ui/button";
import { Combobox } from "#client/ui/combobox";
import { Dialog } from "#client/ui/dialog";
import { Boxes, Search } from "#client/ui/icons";
import { Note } from "#client/ui/note";
import { showToast } from "#client/ui/toast";
import type { AssetRow } from "./asset-rows";
import type { Merging } from "./merge-dialog";
import { mergeMessages } from "./merge-messages";
import { Choice, LikelyOnes, createPair } from "./merge-pair";
import type { SideBySide } from "./merge-pair";
import styles from "./merge.module.css";
import { messages } from "./messages";
import { pieceMergeMessages } from "./piece-merge-messages";
import { createPlaces } from "./places";
import type { Places } from "./places";
import { stockSearchIndex } from "./stock-index";
import { createWhereWords } from "./whereabouts";

const mostLikely = 4;
const mostFound = 7;

const fieldNames = {
  name: "name",
  serial: "serial",
  home: "home",
  weightG: "weight",
  purchasedOn: "purchasedOn",
  notes: "notes",
} as const satisfies Record<ComparedPieceField, string>;

const whyKeys = {
  same: "same",
  "other-product": "otherProduct",
  case: "case",
  inside: "inside",
  "off-stock": "offStock",
  "two-events": "twoEvents",
} as const satisfies Record<SamePieceHindrance, string>;

const createShownValue = (
  path: (home: Asset["home"]) => string,
): ((field: ComparedPieceField, row: Asset) => string) => {
  const t = useText(mergeMessages);
  const format = useFormat();
  return (field, row) => {
    if (row[field] === undefined || row[field] === "") return t("nothingThere");
    if (field === "home") return path(row.home);
    if (field === "weightG") return `${format().number((row.weightG ?? 0) / 1000)} kg`;
    if (field === "purchasedOn" && row.purchasedOn !== undefined) return format().day(row.purchasedOn);
    return String(row[field]);
  };
};

const titleOf = ({ code, name }: Asset): string => (name === undefined ? code : `${code} ${name}`);

interface PairProps {
  readonly own: AssetRow;
  readonly other: AssetRow;
  readonly onClose: () => void;
}

/** What the one piece will be: its movements, and where they have it. */
const createResultWords = (places: Places): ((staying: AssetRow, ending: AssetRow) => string) => {
  const t = useText(pieceMergeMessages);
  const where = createWhereWords(places);
  return (staying, ending) => {
    const positions = where.positions();
    const facts = [...positions.factsOf(staying.id), ...positions.factsOf(ending.id)];
    return t("result", {
      n: facts.filter(({ undoes }) => undoes === undefined).length,
      // Only where it belongs is read from the row.
      place: where.textAt(
        staying.home === undefined ? ending : staying,
        positions.together(staying.id, ending.id),
      ),
    });
  };
};

/** Where the two differ, with what the one that goes on will say. */
const Fields = (props: {
  readonly pair: SideBySide<AssetRow, PieceChoice>;
  readonly path: (home: Asset["home"]) => string;
}): JSX.Element => {
  const t = useText(messages);
  // eslint-disable-next-line solid/reactivity -- stays the same function for as long as the dialog is open
  const shown = createShownValue(props.path);
  return (
    <For each={props.pair.choices()}>
      {(choice) => (
        <Choice
          name={t(fieldNames[choice.field])}
          own={shown(choice.field, props.pair.staying())}
          other={shown(choice.field, props.pair.ending())}
          chosen={props.pair.isTaken(choice) ? "other" : "own"}
          onChoose={(side) => props.pair.take(choice, side === "other")}
        />
      )}
    </For>
  );
};

const Both = (props: PairProps): JSX.Element => {
  const t = useText(pieceMergeMessages);
  const general = useText(mergeMessages);
  const navigate = useNavigate();
  const commands = useCommands();
  const offerUndo = createUndoToast();
  const places = createPlaces();
  const tellResult = createResultWords(places);
  const pair = createPair(
    () => props.own,
    () => props.other,
    differingPieceFields,
  );
  const values = (): AssetPatch =>
    Object.fromEntries(pair.taken().map(({ field: name, other }) => [name, other ?? null]));
  const names = () => ({ gone: pair.ending().code, stays: pair.staying().code });
  const merge = async (): Promise<void> => {
    const [{ id: gone }, { id: into, product }, said] = [pair.ending(), pair.staying(), t("merged", names())];
    const args = { product, asset: gone, into, values: values() };
    const done = await commands.runCommand(mergeAssets, args, { quiet: true });
    if (!done.ok) return showToast({ text: t("notMerged"), meaning: "problem" });
    props.onClose();
    offerUndo(said, done.value.change);
    navigate(`/stock/assets/${into}`);
  };
  return (
    <div class={styles.stack}>
      <Choice
        name={general("goesOn")}
        own={titleOf(props.own)}
        other={titleOf(props.other)}
        chosen={pair.stays()}
        onChoose={pair.turn}
      />
      <Show when={pair.choices().length > 0}>
        <strong>{general("differ")}</strong>
      </Show>
      <Fields pair={pair} path={places.path} />
      <Note meaning="info" title={tellResult(pair.staying(), pair.ending())}>
        {t("merges", names())}
      </Note>
      <div class={styles.foot}>
        <Button variant="primary" onClick={() => void merge()}>
          {general("mergeNow")}
        </Button>
      </div>
    </div>
  );
};

/** Both side by side, or why they cannot be one. */
const PieceOrWhyNot = (props: PairProps): JSX.Element => {
  const t = useText(pieceMergeMessages);
  const where = createWhereWords(createPlaces());
  const why = (): SamePieceHindrance | undefined =>
    whyNotSamePiece(props.own, props.other, where.positions());
  return (
    <Show when={why()} fallback={<Both {...props} />}>
      {(found) => <Note meaning="attention">{t(whyKeys[found()])}</Note>}
    </Show>
  );
};

/** Any living piece by code, serial number or words; those of the same product first. */
const PiecePicker = (props: {
  readonly label: string;
  readonly of: AssetRow;
  readonly onChoose: (found: AssetId) => void;
}): JSX.Element => {
  const { rows } = useReplica();
  const search = createIndex(stockSearchIndex);
  const suggest = (typed: string): readonly AssetRow[] => {
    const found = search()
      .find(typed, 60)
      .flatMap((hit) => (hit.kind === "asset" ? (rows.get(asset, hit.asset) ?? []) : []))
      .filter(({ id }) => id !== props.of.id);
    const isSibling = ({ product }: AssetRow): boolean => product === props.of.product;
    return [...found.filter(isSibling), ...found.filter((row) => !isSibling(row))].slice(0, mostFound);
  };
  return (
    <Combobox<AssetRow>
      label={props.label}
      hideLabel
      value=""
      icon={<Search />}
      placeholder={props.label}
      suggest={suggest}
      optionKey={(option) => option.id}
      optionText={titleOf}
      renderOption={(option) => (
        <span class="cut">
          {titleOf(option)} <span class="quiet">{option.serial}</span>
        </span>
      )}
      onChoose={({ id }) => props.onChoose(id)}
      clearOnChoose
    />
  );
};

const PieceMergeDialog = (props: {
  readonly row: AssetRow;
  readonly first: AssetId | undefined;
  readonly onClose: () => void;
}): JSX.Element => {
  const t = useText(pieceMergeMessages);
  // eslint-disable-next-line solid/reactivity -- only what is chosen at first
  const [chosen, setChosen] = createSignal(props.first);
  const named = createRow(asset, chosen);
  /** An address may name one that is gone meanwhile. */
  const other = (): AssetRow | undefined => (named()?.removedAt === undefined ? named() : undefined);
  const siblings = createRowsOf(asset, () => thingOf(props.row.product));
  const likely = createMemo(() => {
    const ids = new Set(likelySamePieces(props.row, siblings()).slice(0, mostLikely));
    return siblings().filter(({ id }) => ids.has(id));
  });
  return (
    <Dialog open wide onClose={() => props.onClose()} title={t("title", { code: props.row.code })}>
      <div class={styles.stack}>
        <p>{t("text")}</p>
        <LikelyOnes rows={likely()} titleOf={titleOf} chosen={chosen()} onChoose={setChosen} />
        <PiecePicker label={t("find")} of={props.row} onChoose={setChosen} />
        <Show when={chosen() !== undefined && other() === undefined}>
          <Note meaning="info">{t(named()?.mergedInto === props.row.id ? "goneHere" : "gone")}</Note>
        </Show>
        <Show when={other()} keyed>
          {(found) => <PieceOrWhyNot own={props.row} other={found} onClose={() => props.onClose()} />}
        </Show>
      </div>
    </Dialog>
  );
};

/** `?merge=<other>` opens it with the other one chosen: a disagreement about a code leads there. */
export const createPieceMerging = (row: Accessor<AssetRow>): Merging => {
  const t = useText(mergeMessages);
  const may = createMay();
  const [params, setParams] = useSearchParams<{ merge: string }>();
  const [isOpen, setOpen] = createSignal(false);
  const asked = createMemo(() => parseId<AssetId>(params.merge));
  const mayMerge = (): boolean => may("write", "inventory") && row().removedAt === undefined;
  const close = (): void => {
    setOpen(false);
    if (params.merge !== undefined) setParams({ merge: undefined }, { replace: true });
  };
  return {
    entries: () =>
      mayMerge() ? [{ label: t("mergeWith"), icon: <Boxes />, onSelect: () => setOpen(true) }] : [],
    dialog: () => (
      <Show when={mayMerge() && (isOpen() || asked() !== undefined)}>
        <PieceMergeDialog row={row()} first={asked()} onClose={close} />
      </Show>
    ),
  };
};
