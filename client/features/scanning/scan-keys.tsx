import { Show, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { Flashlight, FlashlightOff, Keyboard, Minus, Package, PackageOpen, Plus } from "#client/ui/icons";
import { largestQuantity } from "#shared/domain/scanning";
import { useText } from "#client/app/i18n";
import type { RunningScanner } from "./camera/scanner";
import { messages } from "./messages";
import styles from "./scan-keys.module.css";

interface ScanKeysProps {
  readonly scanner: RunningScanner | undefined;
  /** Undefined: a bulk code asks. */
  readonly quantity: number | undefined;
  readonly onQuantity: (quantity: number) => void;
  /** Code of the open case. */
  readonly openCase: string | undefined;
  readonly opensNextCase: boolean;
  readonly onCase: () => void;
  readonly isTyping: boolean;
  readonly onType: () => void;
}

/** Torch, quantity and case under the thumb. */
export const ScanKeys = (props: ScanKeysProps): JSX.Element => {
  const t = useText(messages);
  const caseWords = (): string => props.openCase ?? (props.opensNextCase ? t("openCaseNext") : t("openCase"));
  return (
    <div class={styles.thumb}>
      <Show
        when={props.scanner?.torch}
        fallback={
          <button
            type="button"
            class={styles.key}
            aria-pressed={props.isTyping}
            onClick={() => props.onType()}
          >
            <Keyboard />
            {t("typeCode")}
          </button>
        }
      >
        {(torch) => <TorchKey set={(isOn) => torch().set(isOn)} />}
      </Show>
      <Quantity value={props.quantity} onChange={(value) => props.onQuantity(value)} />
      <button
        type="button"
        class={styles.key}
        aria-pressed={props.openCase !== undefined || props.opensNextCase}
        aria-label={props.openCase === undefined ? undefined : t("closeCase", { code: props.openCase })}
        onClick={() => props.onCase()}
      >
        <Show when={props.openCase !== undefined || props.opensNextCase} fallback={<Package />}>
          <PackageOpen />
        </Show>
        {caseWords()}
      </button>
    </div>
  );
};

const TorchKey = (props: { readonly set: (isOn: boolean) => Promise<void> }): JSX.Element => {
  const t = useText(messages);
  const [isOn, setOn] = createSignal(false);
  const toggle = async (): Promise<void> => {
    const wanted = !isOn();
    await props.set(wanted);
    setOn(wanted);
  };
  return (
    <button type="button" class={styles.key} aria-pressed={isOn()} onClick={() => void toggle()}>
      <Show when={isOn()} fallback={<FlashlightOff />}>
        <Flashlight />
      </Show>
      {isOn() ? t("torchOn") : t("torchOff")}
    </button>
  );
};

/** Always visible: nobody should wonder how many pieces a scan of a bulk label means. */
const Quantity = (props: {
  readonly value: number | undefined;
  readonly onChange: (value: number) => void;
}): JSX.Element => {
  const t = useText(messages);
  const set = (value: number): void => {
    if (Number.isSafeInteger(value)) props.onChange(Math.min(largestQuantity, Math.max(1, value)));
  };
  return (
    <div class={styles.quantity} role="group" aria-label={t("quantityGroup")}>
      <button
        type="button"
        class={styles.step}
        aria-label={t("fewer")}
        disabled={(props.value ?? 1) <= 1}
        onClick={() => set((props.value ?? 1) - 1)}
      >
        <Minus />
      </button>
      <label class={styles.amount}>
        <input
          inputMode="numeric"
          autocomplete="off"
          value={props.value ?? "?"}
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => {
            set(Number(event.currentTarget.value));
            event.currentTarget.value = String(props.value ?? "?");
          }}
        />
        <span>{props.value === undefined ? t("asksQuantity") : t("quantity")}</span>
      </label>
      <button
        type="button"
        class={styles.step}
        aria-label={t("more")}
        onClick={() => set((props.value ?? 0) + 1)}
      >
        <Plus />
      </button>
    </div>
  );
};
