/** What was bought is here: it becomes stock, with codes where the product has them. */
import { Show, createMemo, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { temporaryStock } from "#shared/domain/inventory";
import type { LocationId, ProductId, TemporaryStockId, Tracking } from "#shared/domain/inventory";
import type { MovementId } from "#shared/domain/scanning";
import { expectationOf, takeInExpected } from "#shared/domain/stock";
import { useText } from "#client/app/i18n";
import { messages as appMessages } from "#client/app/messages";
import { createIndex, createRow, useCommands } from "#client/data";
import { positionsIndex } from "#client/features/scanning";
import { Button } from "#client/ui/button";
import { Dialog } from "#client/ui/dialog";
import { TextField } from "#client/ui/field";
import { NumberField } from "#client/ui/number-field";
import { showToast } from "#client/ui/toast";
import { convertMessages } from "./convert-messages";
import styles from "./inventory.module.css";
import { messages } from "./messages";
import { createNextCodes } from "./next-codes";
import { createPlaces } from "./places";
import { PlaceSelect } from "./quantities";
import { createTakeBack } from "./surplus";
import { temporaryMessages } from "./temporary-messages";

const mostAtOnce = 500;

export interface ArrivingProduct {
  readonly id: ProductId;
  readonly name: string;
  readonly tracking: Tracking;
}

interface DialogProps {
  readonly stock: TemporaryStockId;
  readonly product: ArrivingProduct;
  readonly onClose: () => void;
}

/** What is still expected, whatever other devices say meanwhile, and the codes it would get. */
const createArriving = (props: DialogProps) => {
  const row = createRow(temporaryStock, () => props.stock);
  const positions = createIndex(positionsIndex);
  const codesOf = createNextCodes();
  // eslint-disable-next-line solid/reactivity -- a first suggestion; later renames must not change what was typed
  const [prefix, setPrefix] = createSignal(codesOf.prefixFor(props.product.id, props.product.name));
  const [wanted, setWanted] = createSignal<number>();
  const expected = createMemo(() => {
    const now = row();
    if (now === undefined || now.removedAt !== undefined || now.kind !== "purchase") return undefined;
    const { arrived, remaining } = expectationOf(now, positions());
    return remaining === 0 ? undefined : { product: now.product, arrived, remaining };
  });
  const remaining = (): number => expected()?.remaining ?? 0;
  const hasCodes = (): boolean => props.product.tracking === "assets";
  const most = (): number => (hasCodes() ? Math.min(mostAtOnce, remaining()) : remaining());
  const quantity = (): number => Math.min(wanted() ?? most(), most());
  const codes = createMemo(() => (hasCodes() ? codesOf.next(prefix(), quantity()) : undefined));
  return { expected, remaining, most, quantity, setWanted, prefix, setPrefix, codes };
};

/** How many came, where they are put and under which codes. */
const createTakingIn = (props: DialogProps) => {
  const t = useText(temporaryMessages);
  const c = useText(convertMessages);
  const a = useText(appMessages);
  const commands = useCommands();
  const takeBack = createTakeBack();
  const arriving = createArriving(props);
  const [place, setPlace] = createSignal<LocationId>();
  const [isTaking, setTaking] = createSignal(false);
  const offerUndo = (product: ProductId, n: number, movements: readonly MovementId[]): void =>
    showToast({
      text: t("tookIn", { n }),
      action: { label: a("undo"), onSelect: () => void takeBack(product, movements) },
    });
  const takeIn = async (): Promise<void> => {
    const [expected, quantity] = [arriving.expected(), arriving.quantity()];
    if (expected === undefined || isTaking()) return;
    const { product, arrived } = expected;
    const args = {
      product,
      stock: props.stock,
      quantity,
      arrived,
      location: place(),
      codes: arriving.codes(),
    };
    setTaking(true);
    const quiet = ["CodeTwice", "TemporaryStockMissing"];
    const done = await commands.runCommand(takeInExpected, args, { quiet });
    setTaking(false);
    if (done.ok) {
      offerUndo(product, quantity, done.value.value.movements);
      props.onClose();
    } else if (done.error.type === "CodeTwice")
      showToast({ text: c("codeTwice", { code: done.error.code }), meaning: "problem" });
    else if (done.error.type === "TemporaryStockMissing")
      showToast({ text: t("notExpected"), meaning: "problem" });
  };
  return { arriving, place, setPlace, isTaking, takeIn };
};

export const ArrivalDialog = (props: DialogProps): JSX.Element => {
  const t = useText(temporaryMessages);
  const c = useText(convertMessages);
  const m = useText(messages);
  const places = createPlaces();
  const { arriving, place, setPlace, isTaking, takeIn } = createTakingIn(props);
  return (
    <Dialog
      open
      onClose={() => props.onClose()}
      title={t("arrivedTitle", { name: props.product.name })}
      foot={
        <Button
          variant="primary"
          disabled={isTaking() || arriving.expected() === undefined}
          onClick={() => void takeIn()}
        >
          {t("takeIn")}
        </Button>
      }
    >
      <Show when={arriving.expected() !== undefined} fallback={<p role="status">{t("notExpected")}</p>}>
        <div class={styles.stackTight}>
          <NumberField
            label={t("came")}
            hint={arriving.quantity() < arriving.remaining() ? t("rest") : undefined}
            min={1}
            max={arriving.most()}
            value={arriving.quantity()}
            onCommit={arriving.setWanted}
          />
          <PlaceSelect label={m("where")} places={places} value={place()} onChange={setPlace} />
          <Show when={arriving.codes()}>
            {(all) => (
              <>
                <TextField
                  label={c("prefix")}
                  maxlength={60}
                  value={arriving.prefix()}
                  onInput={arriving.setPrefix}
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
      </Show>
    </Dialog>
  );
};
