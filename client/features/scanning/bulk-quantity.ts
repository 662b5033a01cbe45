/** How many pieces a bulk code means: said for the next one, else one, or asked, as the person chose. Always shown. */
import { createSignal } from "solid-js";
import type { Accessor } from "solid-js";
import { readPreference, writePreference } from "#client/platform/preferences";

export interface BulkQuantity {
  /** Undefined: the next bulk code asks. */
  readonly quantity: Accessor<number | undefined>;
  readonly set: (quantity: number) => void;
  /** Back to what the choice says. */
  readonly reset: () => void;
  readonly asks: Accessor<boolean>;
  readonly setAsks: (asks: boolean) => void;
}

export const createBulkQuantity = (): BulkQuantity => {
  const [asks, setAsks] = createSignal(readPreference("scan-bulk") === "ask");
  const [said, setSaid] = createSignal<number>();
  return {
    quantity: () => said() ?? (asks() ? undefined : 1),
    set: (quantity) => void setSaid(quantity),
    reset: () => setSaid(),
    asks,
    setAsks: (value) => {
      setAsks(value);
      writePreference("scan-bulk", value ? "ask" : "one");
    },
  };
};
