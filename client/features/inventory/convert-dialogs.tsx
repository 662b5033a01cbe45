/** A quantity becomes pieces with codes of their own, and pieces become a quantity. */
import { Show, createMemo, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { asset, editProduct, removeAssets } from "#shared/domain/inventory";
import type { AssetId, LocationId } from "#shared/domain/inventory";
import type { MovementId } from "#shared/domain/scanning";
import { countAsBulk, giveCodes } from "#shared/domain/stock";
import { useText } from "#client/app/i18n";
import { createIndex, createMay, useCommands, useReplica } from "#client/data";
import { createFactUndoToast, positionsIndex } from "#client/features/scanning";
import { Button } from "#client/ui/button";
import { Dialog } from "#client/ui/dialog";
import { TextField } from "#client/ui/field";
import { Boxes, Hash } from "#client/ui/icons";
import type { MenuEntry } from "#client/ui/menu";
import { NumberField } from "#client/ui/number-field";
import { SelectField } from "#client/ui/select-field";
import { showToast } from "#client/ui/toast";
import { prefixOf } from "./code-prefix";
import { convertMessages } from "./convert-messages";
import { createNextCodes } from "./next-codes";
import { createPlaces } from "./places";
import type { ProductRow } from "./product-rows";
import styles from "./inventory.module.css";
import { assetListIndex } from "./stock-index";

const mostAtOnce = 500;

interface DialogProps {
  readonly row: ProductRow;
  readonly onClose: () => void;
}

/** Where pieces of the quantity lie, how many of them get codes, and which. */
const createGiving = (row: () => ProductRow) => {
  const codesOf = createNextCodes();
  const positions = createIndex(positionsIndex);
  const [chosen, setPlace] = createSignal<LocationId | "">();
  const [wanted, setQuantity] = createSignal<number>();
  const [prefix, setPrefix] = createSignal(prefixOf(row().name));
  const stock = createMemo(() => positions().bulkOf(row().id));
  const lying = createMemo(() => [...stock().byLocation].filter(([, quantity]) => quantity > 0));
  const place = (): LocationId | "" => lying().find(([id]) => id === chosen())?.[0] ?? lying()[0]?.[0] ?? "";
  const most = (): number => Math.min(mostAtOnce, stock().byLocation.get(place()) ?? 0);
  const quantity = (): number => Math.min(wanted() ?? most(), most());
  const codes = createMemo(() => codesOf.next(prefix(), quantity()));
  return { setPlace, setQuantity, setPrefix, prefix, stock, lying, place, most, quantity, codes };
};

/** Gives the codes; undo takes the pieces back into the quantity. */
const createGive = (props: DialogProps, giving: ReturnType<typeof createGiving>): (() => Promise<void>) => {
  const t = useText(convertMessages);
  const commands = useCommands();
  const offerUndo = createFactUndoToast();
  return async () => {
    const codes = giving.codes();
    const location = giving.place() || undefined;
    const becomes = codes.length === giving.stock().owned ? "assets" : undefined;
    const { id: of, tracking } = props.row;
    const args = { product: of, location, codes, becomes } as const;
    const done = await commands.runCommand(giveCodes, args, { quiet: true });
    if (!done.ok) {
      const code = done.error.type === "CodeTwice" ? done.error.code : giving.prefix();
      return showToast({ text: t("codeTwice", { code }), meaning: "problem" });
    }
    const { assets, movements } = done.value.value;
    offerUndo(t("gave", { n: codes.length }), movements, async () => {
      await commands.runCommand(removeAssets, { product: of, assets });
      await commands.runCommand(editProduct, { product: of, values: { tracking } });
    });
    props.onClose();
  };
};

const GiveCodesDialog = (props: DialogProps): JSX.Element => {
  const t = useText(convertMessages);
  const places = createPlaces();
  const giving = createGiving(() => props.row);
  const give = createGive(props, giving);
  return (
    <Dialog
      open
      onClose={() => props.onClose()}
      title={t("giveTitle", { name: props.row.name })}
      foot={
        <Button variant="primary" disabled={giving.codes().length === 0} onClick={() => void give()}>
          {t("giveNow")}
        </Button>
      }
    >
      <div class={styles.stackTight}>
        <SelectField<LocationId | "">
          label={t("from")}
          value={giving.place()}
          options={giving.lying().map(([value]) => ({
            value,
            label: places.path(value || undefined) || t("noPlace"),
          }))}
          onChange={giving.setPlace}
        />
        <NumberField
          label={t("howMany")}
          min={1}
          max={giving.most()}
          value={giving.quantity()}
          onCommit={giving.setQuantity}
        />
        <TextField label={t("prefix")} maxlength={60} value={giving.prefix()} onInput={giving.setPrefix} />
        <p class="small quiet" role="status">
          {t("range", { first: giving.codes()[0] ?? "", last: giving.codes().at(-1) ?? "" })}
        </p>
        <p class="small quiet">{t("giveText")}</p>
      </div>
    </Dialog>
  );
};

interface Piece {
  readonly asset: AssetId;
  readonly location: LocationId | undefined;
  readonly after: MovementId | undefined;
}

const CountAsBulkDialog = (props: DialogProps): JSX.Element => {
  const t = useText(convertMessages);
  const commands = useCommands();
  const { rows } = useReplica();
  const offerUndo = createFactUndoToast();
  const positions = createIndex(positionsIndex);
  const list = createIndex(assetListIndex);
  const owned = createMemo(() =>
    [...list().of(props.row.id)].filter((id) => positions().of(id).place.type !== "gone"),
  );
  const here = createMemo((): readonly Piece[] =>
    owned().flatMap((id) => {
      const { place, after, forks } = positions().of(id);
      if (place.type !== "home" || forks.length > 0) return [];
      return [{ asset: id, location: place.location ?? rows.get(asset, id)?.home, after }];
    }),
  );
  const away = (): number => owned().length - here().length;
  const convert = async (): Promise<void> => {
    const pieces = here();
    const { id: of, tracking } = props.row;
    const done = await commands.runCommand(countAsBulk, {
      product: of,
      assets: pieces,
      becomes: tracking === "assets" ? "bulk" : undefined,
    });
    if (!done.ok) return;
    offerUndo(t("bulked", { n: pieces.length }), done.value.value.movements, () =>
      commands.runCommand(editProduct, { product: of, values: { tracking } }),
    );
    props.onClose();
  };
  return (
    <Dialog
      open
      onClose={() => props.onClose()}
      title={t("bulkTitle", { name: props.row.name })}
      foot={
        <Button variant="primary" disabled={here().length === 0} onClick={() => void convert()}>
          {t("bulkNow")}
        </Button>
      }
    >
      <div class={styles.stackTight}>
        <p>{t("bulkText", { n: here().length })}</p>
        <Show when={away() > 0}>
          <p>{t("bulkAway", { n: away() })}</p>
        </Show>
      </div>
    </Dialog>
  );
};

export interface Conversion {
  /** For the product's menu: what can be done as its stock is now. */
  readonly entries: () => readonly MenuEntry[];
  readonly dialog: () => JSX.Element;
}

export const createConversion = (row: () => ProductRow): Conversion => {
  const t = useText(convertMessages);
  const may = createMay();
  const positions = createIndex(positionsIndex);
  const list = createIndex(assetListIndex);
  const [open, setOpen] = createSignal<"codes" | "bulk">();
  const close = (): void => {
    setOpen(undefined);
  };
  const codes = (): MenuEntry => ({
    label: t("giveCodes"),
    icon: <Hash />,
    onSelect: () => setOpen("codes"),
  });
  const bulk = (): MenuEntry => ({
    label: t("countAsBulk"),
    icon: <Boxes />,
    onSelect: () => setOpen("bulk"),
  });
  return {
    entries: () => {
      if (!may("write", "inventory") || !may("write", "movements")) return [];
      const hasAssets = [...list().of(row().id)].some((id) => positions().of(id).place.type === "home");
      return [
        ...(positions().bulkOf(row().id).home > 0 && row().tracking === "bulk" ? [codes()] : []),
        ...(hasAssets ? [bulk()] : []),
      ];
    },
    dialog: () => (
      <>
        <Show when={open() === "codes"}>
          <GiveCodesDialog row={row()} onClose={close} />
        </Show>
        <Show when={open() === "bulk"}>
          <CountAsBulkDialog row={row()} onClose={close} />
        </Show>
      </>
    ),
  };
};
