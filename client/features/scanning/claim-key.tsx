import { Show, Suspense, createMemo, createSignal, lazy } from "solid-js";
import type { JSX } from "solid-js";
import type { AssetId } from "#shared/domain/inventory";
import { createIndex, createMay } from "#client/data";
import { useText } from "#client/app/i18n";
import { Button } from "#client/ui/button";
import { Tag } from "#client/ui/icons";
import { claimMessages } from "./claim-messages";
import { codeIndex } from "./code-index";
import type { ScanEntry } from "./scan-session";
import styles from "./scan-screen.module.css";

const ClaimLabelDialog = lazy(async () => ({
  default: (await import("#client/features/inventory")).ClaimLabelDialog,
}));

interface BlankScan {
  readonly entry: ScanEntry;
  readonly label: string;
}

const blankScanOf = (entry: ScanEntry | undefined): BlankScan | undefined => {
  const label = entry?.state === "open" ? entry.decision.detail.blankLabel : undefined;
  return entry === undefined || label === undefined ? undefined : { entry, label };
};

/** From the card of a blank label to the piece it was stuck on, for who may write the stock. */
export const ClaimKey = (props: {
  readonly entry: ScanEntry | undefined;
  readonly onCodes: (take: (text: string) => void) => void;
  readonly onClaimed: (entry: ScanEntry, piece: AssetId) => void;
}): JSX.Element => {
  const t = useText(claimMessages);
  const may = createMay();
  const codes = createIndex(codeIndex);
  const [claiming, setClaiming] = createSignal<BlankScan>();
  const blank = createMemo((): BlankScan | undefined => {
    const found = blankScanOf(props.entry);
    const isOffered = found !== undefined && may("write", "inventory");
    return isOffered && codes().byLabel(found.label).length === 0 ? found : undefined;
  });
  return (
    <>
      <Show when={blank()}>
        {(found) => (
          <div class={styles.further}>
            <Button size="hall" wide onClick={() => setClaiming(found())}>
              <Tag />
              {t("claim")}
            </Button>
          </div>
        )}
      </Show>
      <Show when={claiming()} keyed>
        {({ entry, label }) => (
          // While the dialog is on its way the camera goes on and the key that asked for it stays.
          <Suspense>
            <ClaimLabelDialog
              label={label}
              onCodes={(take) => props.onCodes(take)}
              onClaimed={(piece) => props.onClaimed(entry, piece)}
              onClose={() => setClaiming(undefined)}
            />
          </Suspense>
        )}
      </Show>
    </>
  );
};
