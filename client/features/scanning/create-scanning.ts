/** Mode, quantity and open case of a scan session, and everything that reads, decides and answers. */
import { createSignal, onCleanup } from "solid-js";
import { readTagFile, scanRules } from "#shared/domain/scanning";
import type { ControlCode, ScanContext, ScanDecision } from "#shared/domain/scanning";
import { holdOwnLog } from "#client/data";
import { pickFiles } from "#client/platform/files";
import { keepScreenOn } from "#client/platform/wake-lock";
import { useApp } from "#client/app/app-context";
import { createBulkQuantity } from "./bulk-quantity";
import type { BulkQuantity } from "./bulk-quantity";
import { followHandScanner } from "./hand-scanner";
import { createReading } from "./reading";
import type { Reading } from "./reading";
import type { ScanAddress } from "./scan-address";
import { createScanAloud } from "./scan-aloud";
import { createScanKnowledge } from "./scan-knowledge";
import { createScanSession } from "./scan-session";
import type { ScanSession } from "./scan-session";
import { createTeller } from "./scan-telling";
import { createSightings } from "./sightings";

/** `onEvent`: an event was chosen by its control code, so nobody needs to be asked for one. */
export const createScanning = (address: ScanAddress, onEvent: () => void) => {
  const { clock } = useApp();
  const knowledge = createScanKnowledge();
  const teller = createTeller(knowledge);
  const aloud = createScanAloud();
  const bulk = createBulkQuantity();
  const [opensNextCase, setOpensNextCase] = createSignal(false);
  const obey = createObey(address, bulk, setOpensNextCase, onEvent);

  const context = (): ScanContext => ({
    mode: address.mode(),
    event: address.event(),
    location: address.place(),
    openCase: address.openCase(),
    opensNextCase: opensNextCase(),
    quantity: bulk.quantity() ?? 1,
    asksQuantity: bulk.quantity() === undefined,
  });
  const onDecision = ({ rule, detail, subject, facts }: ScanDecision): void => {
    if (detail.control !== undefined && scanRules[rule].signal === "set") obey(detail.control);
    if (detail.opens !== undefined) {
      setOpensNextCase(false);
      address.change({ openCase: detail.opens });
    }
    // A quantity is said for one bulk code; the next one means what the setting says.
    if (subject.type === "product" && facts.length > 0) bulk.reset();
  };
  const session = createScanSession({
    knowledge,
    teller,
    context,
    signal: (signal, reason) => aloud.signal(signal, reason),
    onDecision,
  });
  const sightings = createSightings(clock);
  const reading = followReaders(address, session);
  holdOwnLog();
  onCleanup(keepScreenOn());
  return {
    knowledge,
    teller,
    aloud,
    session,
    bulk,
    opensNextCase,
    pressCase: () => {
      if (address.openCase() === undefined) setOpensNextCase(!opensNextCase());
      else address.change({ openCase: null });
    },
    readTagFile: async () => {
      for (const { file } of await pickFiles({ accept: ".csv,.txt,.tsv" }))
        await session.readAll(readTagFile(await file.text()), "import");
    },
    see: (text: string) => {
      if (sightings.see(text)) reading.camera(text);
    },
    /** Until the owner ends. */
    handTo: (take: (text: string) => void): void => void onCleanup(reading.handTo(take)),
  };
};

export type Scanning = ReturnType<typeof createScanning>;

/** The camera, hand scanners and RFID readers that type, until the owner ends. */
const followReaders = (address: ScanAddress, session: ScanSession): Reading => {
  const { timers } = useApp();
  const reading = createReading({
    after: timers.after,
    about: () => JSON.stringify([address.mode(), address.event(), address.openCase()]),
    onTags: (batch) => void session.readAll(batch, "wedge"),
    onCode: (text, origin) => void session.read(text, origin),
  });
  followHandScanner(reading.wedge);
  onCleanup(reading.close);
  return reading;
};

/** What a control code sets. Those about single scans the session has done by itself. */
const createObey =
  (
    address: ScanAddress,
    bulk: BulkQuantity,
    setOpensNextCase: (opens: boolean) => void,
    onEvent: () => void,
  ) =>
  (control: ControlCode): void => {
    switch (control.type) {
      case "mode":
        return address.change({ mode: control.mode });
      case "event":
        onEvent();
        return address.change({ event: control.event });
      case "quantity":
        return bulk.set(control.quantity);
      case "case":
        setOpensNextCase(true);
        return address.change({ openCase: null });
      case "close":
        return address.change({ openCase: null });
      case "finish":
        bulk.reset();
        setOpensNextCase(false);
        return address.change({ event: null, openCase: null });
      case "undo":
      case "take":
      case "aside":
      case "answer":
        return;
    }
  };
