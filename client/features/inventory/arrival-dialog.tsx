/** What was bought is here: it becomes stock, with codes where the product has them. */
import { Show, createMemo, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import {
  addTemporaryStock,
  asset,
  editTemporaryStock,
  nextCodes,
  removeAssets,
  takenCodes,
} from "#shared/domain/inventory";
import type { AssetId, LocationId, ProductId, TemporaryStock, Tracking } from "#shared/domain/inventory";
import { takeInExpected } from "#shared/domain/stock";
import { useText } from "#client/app/i18n";
import { createIndex, useCommands, useReplica } from "#client/data";
import { createFactUndoToast } from "#client/features/scanning";
import { Button } from "#client/ui/button";
import { Dialog } from "#client/ui/dialog";
import { TextField } from "#client/ui/field";
import { NumberField } from "#client/ui/number-field";
import { showToast } from "#client/ui/toast";
import { prefixOf } from "./code-prefix";
import { convertMessages } from "./convert-messages";
import styles from "./inventory.module.css";
import { messages } from "./messages";
import { createPlaces } from "./places";
import { PlaceSelect } from "./quantities";
import { assetListIndex } from "./stock-index";
import { temporaryMessages } from "./temporary-messages";

const mostAtOnce = 500;

export interface ArrivingProduct {
  readonly id: ProductId;
  readonly name: string;
  readonly tracking: Tracking;
}

/** Codes that go on from those the product has. */
const createCodes = (of: () => ArrivingProduct) => {
  const { rows } = useReplica();
  const list = createIndex(assetListIndex);
  const known = (): string | undefined => [...list().of(of().id)].map((id) => rows.get(asset, id)?.code)[0];
  const [prefix, setPrefix] = createSignal(known()?.replace(/\d+$/, "") ?? prefixOf(of().name));
  return {
    ...{ prefix, setPrefix },
    next: (count: number) => nextCodes(takenCodes(rows.all(asset).values()), prefix(), count),
  };
};

/** Takes the pieces out of the stock again and expects them as before. */
const createExpectAgain = () => {
  const commands = useCommands();
  return async (entry: TemporaryStock, arrived: number, assets: readonly AssetId[]): Promise<void> => {
    const { product, id: stock, quantity, kind, from, until, note } = entry;
    if (assets.length > 0) await commands.runCommand(removeAssets, { product, assets });
    if (arrived === quantity)
      await commands.runCommand(addTemporaryStock, { product, quantity, kind, from, until, note });
    else await commands.runCommand(editTemporaryStock, { product, stock, values: { quantity } });
  };
};

interface DialogProps {
  readonly entry: TemporaryStock;
  readonly product: ArrivingProduct;
  readonly onClose: () => void;
}

/** How many came, where they are put and under which codes. */
const createTakingIn = (props: DialogProps) => {
  const t = useText(temporaryMessages);
  const c = useText(convertMessages);
  const commands = useCommands();
  const offerUndo = createFactUndoToast();
  const expectAgain = createExpectAgain();
  const codes = createCodes(() => props.product);
  const [wanted, setWanted] = createSignal<number>();
  const [place, setPlace] = createSignal<LocationId>();
  const hasCodes = (): boolean => props.product.tracking === "assets";
  const most = (): number => (hasCodes() ? Math.min(mostAtOnce, props.entry.quantity) : props.entry.quantity);
  const quantity = (): number => Math.min(wanted() ?? most(), most());
  const made = createMemo(() => (hasCodes() ? codes.next(quantity()) : undefined));
  const takeIn = async (): Promise<void> => {
    const [entry, n, location] = [props.entry, quantity(), place()];
    const { product, id: stock } = entry;
    const args = { product, stock, quantity: n, location, codes: made() };
    const done = await commands.runCommand(takeInExpected, args, { quiet: true });
    if (!done.ok) {
      const said =
        done.error.type === "CodeTwice" ? c("codeTwice", { code: done.error.code }) : t("notExpected");
      return showToast({ text: said, meaning: "problem" });
    }
    const { assets, movements } = done.value.value;
    offerUndo(t("tookIn", { n }), movements, () => expectAgain(entry, n, assets));
    props.onClose();
  };
  return { setWanted, place, setPlace, most, quantity, codes, made, takeIn };
};

export const ArrivalDialog = (props: DialogProps): JSX.Element => {
  const t = useText(temporaryMessages);
  const c = useText(convertMessages);
  const m = useText(messages);
  const places = createPlaces();
  const taking = createTakingIn(props);
  return (
    <Dialog
      open
      onClose={() => props.onClose()}
      title={t("arrivedTitle", { name: props.product.name })}
      foot={
        <Button variant="primary" onClick={() => void taking.takeIn()}>
          {t("takeIn")}
        </Button>
      }
    >
      <div class={styles.stackTight}>
        <NumberField
          label={t("came")}
          hint={taking.quantity() < props.entry.quantity ? t("rest") : undefined}
          min={1}
          max={taking.most()}
          value={taking.quantity()}
          onCommit={taking.setWanted}
        />
        <PlaceSelect label={m("where")} places={places} value={taking.place()} onChange={taking.setPlace} />
        <Show when={taking.made()}>
          {(all) => (
            <>
              <TextField
                label={c("prefix")}
                maxlength={60}
                value={taking.codes.prefix()}
                onInput={taking.codes.setPrefix}
              />
              <p class="small quiet" role="status">
                {all().length === 1
                  ? all()[0]
                  : c("range", { first: all()[0] ?? "", last: all().at(-1) ?? "" })}
              </p>
            </>
          )}
        </Show>
      </div>
    </Dialog>
  );
};
