import { Show, Suspense, createSignal, lazy } from "solid-js";
import type { JSX } from "solid-js";
import { asset } from "#shared/domain/inventory";
import type { AssetId } from "#shared/domain/inventory";
import type { EventId } from "#shared/domain/events";
import { createRow } from "#client/data";
import { useText } from "#client/app/i18n";
import { Button } from "#client/ui/button";
import { TriangleAlert } from "#client/ui/icons";
import { conditionMessages } from "./condition-messages";
import type { ScanEntry } from "./scan-session";
import styles from "./scan-screen.module.css";

const ReportDialog = lazy(async () => ({
  default: (await import("#client/features/maintenance")).ReportDialog,
}));

interface CameBack {
  readonly asset: AssetId;
  readonly event: EventId | undefined;
}

/** The piece a scan brought back, or had back already. */
const cameBack = (entry: ScanEntry | undefined): CameBack | undefined => {
  if (entry?.context.mode !== "in" || entry.decision.subject.type !== "asset") return undefined;
  if (entry.state !== "done" && entry.state !== "open") return undefined;
  return { asset: entry.decision.subject.asset, event: entry.decision.detail.event };
};

/** One tap from the card of a piece that came back to saying that it is damaged. */
export const DamageKey = (props: { readonly entry: ScanEntry | undefined }): JSX.Element => {
  const t = useText(conditionMessages);
  const [reporting, setReporting] = createSignal<CameBack>();
  const row = createRow(asset, () => reporting()?.asset);
  return (
    <>
      <Show when={cameBack(props.entry)}>
        {(piece) => (
          <div class={styles.further}>
            <Button size="hall" wide onClick={() => setReporting(piece())}>
              <TriangleAlert />
              {t("damaged")}
            </Button>
          </div>
        )}
      </Show>
      <Show when={row()}>
        {(found) => (
          // While the dialog is on its way the camera goes on and the key that asked for it stays.
          <Suspense>
            <ReportDialog
              asset={found().id}
              product={found().product}
              event={reporting()?.event}
              isDamage
              onClose={() => setReporting(undefined)}
            />
          </Suspense>
        )}
      </Show>
    </>
  );
};
