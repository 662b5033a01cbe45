import type { JSX } from "solid-js";
import { createMemo } from "solid-js";
import { location } from "#shared/domain/inventory";
import type { LocationId } from "#shared/domain/inventory";
import { busyWindow, event } from "#shared/domain/events";
import type { Event, EventId } from "#shared/domain/events";
import { scanModes } from "#shared/domain/scanning";
import type { ScanMode } from "#shared/domain/scanning";
import { createRows } from "#client/data";
import { Button, LinkButton } from "#client/ui/button";
import { Checkbox } from "#client/ui/checkbox";
import { Dialog } from "#client/ui/dialog";
import { Nfc, Printer } from "#client/ui/icons";
import { SelectField } from "#client/ui/select-field";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import type { TextOf } from "#client/app/i18n";
import { modeWords } from "./control-telling";
import { AloudChoices } from "./aloud-choices";
import { messages } from "./messages";
import type { ScanAddress } from "./scan-address";
import type { BulkQuantity } from "./bulk-quantity";
import type { ScanAloud } from "./scan-aloud";
import styles from "./scan-context-dialog.module.css";

interface ScanContextDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly address: ScanAddress;
  readonly aloud: ScanAloud;
  readonly bulk: BulkQuantity;
  readonly onTagFile: () => void;
}

const none = "-";

/** What goes out or comes back around now is what people scan for: nearest first. */
const byNearness =
  (now: number) =>
  (a: Event, b: Event): number =>
    distance(a, now) - distance(b, now);

const distance = (row: Event, now: number): number => {
  const { from, to } = busyWindow(row);
  return now < from ? from - now : Math.max(0, now - to);
};

/** What can be chosen: events, nearest first, and places. */
const createChoices = (address: ScanAddress) => {
  const t = useText(messages);
  const format = useFormat();
  const events = createRows(event, {
    where: (row) => row.status !== "cancelled" && row.status !== "closed",
    sort: byNearness(useApp().now()),
  });
  const places = createRows(location, { sort: (a, b) => (a.order < b.order ? -1 : 1) });
  const eventOptions = createMemo(() => [
    {
      value: none,
      label: noEventLabel(address.mode(), t),
    },
    ...events().map((row) => ({ value: row.id, label: `${row.name}, ${format().localDate(row.busyFrom)}` })),
  ]);
  const placeOptions = createMemo(() => [
    { value: none, label: t("anyPlace") },
    ...places().map((row) => ({ value: row.id, label: row.name })),
  ]);
  const chosen = <I extends EventId | LocationId>(
    rows: readonly { readonly id: I }[],
    value: string,
  ): I | null => rows.find((row) => row.id === value)?.id ?? null;
  return {
    eventOptions,
    placeOptions,
    chooseEvent: (value: string) => address.change({ event: chosen(events(), value) }),
    choosePlace: (value: string) => address.change({ place: chosen(places(), value) }),
  };
};

const noEventLabel = (mode: ScanMode, t: TextOf<(typeof messages)["en"]>): string => {
  if (mode === "out") return t("noEventOut");
  return mode === "in"
    ? `${t("noEventIn")}, ${t("noEventInNote")}`
    : `${t("noEventPack")}, ${t("noEventPackNote")}`;
};

/** Direction, event and place of the session; and how loud it is. */
export const ScanContextDialog = (props: ScanContextDialogProps): JSX.Element => {
  const t = useText(messages);
  // eslint-disable-next-line solid/reactivity -- one address per screen
  const choices = createChoices(props.address);
  return (
    <Dialog
      open={props.open}
      onClose={() => props.onClose()}
      title={t("contextTitle")}
      foot={
        <Button variant="primary" size="hall" onClick={() => props.onClose()}>
          {t("startScanning")}
        </Button>
      }
    >
      <div class={styles.settings}>
        <SelectField<ScanMode>
          label={t("direction")}
          large
          value={props.address.mode()}
          options={scanModes.map((mode) => ({ value: mode, label: t(modeWords[mode]) }))}
          onChange={(mode) => props.address.change({ mode })}
        />
        <SelectField
          label={t("event")}
          large
          value={props.address.event() ?? none}
          options={choices.eventOptions()}
          onChange={(value) => choices.chooseEvent(value)}
        />
        <SelectField
          label={props.address.mode() === "out" ? t("placeFrom") : t("place")}
          large
          value={props.address.place() ?? none}
          options={choices.placeOptions()}
          onChange={(value) => choices.choosePlace(value)}
        />
        <Checkbox
          label={t("asksQuantityChoice")}
          checked={props.bulk.asks()}
          onChange={(on) => props.bulk.setAsks(on)}
        />
        <AloudChoices aloud={props.aloud} />
        <Button onClick={() => props.onTagFile()}>
          <Nfc />
          {t("tagsFile")}
        </Button>
        <LinkButton href="/labels?print=controls">
          <Printer />
          {t("controlCodes")}
        </LinkButton>
      </div>
    </Dialog>
  );
};
