import { Show, createMemo, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { Dynamic } from "solid-js/web";
import { useNavigate } from "@solidjs/router";
import type { ScanMode } from "#shared/domain/scanning";
import { createSyncState } from "#client/data";
import { IconButton } from "#client/ui/button";
import { ArrowDownLeft, ArrowUpRight, Package, PackageOpen, X } from "#client/ui/icons";
import { ScreenTitle } from "#client/ui/screen-title";
import { useText } from "#client/app/i18n";
import type { RunningScanner } from "./camera/scanner";
import { CameraView } from "./camera-view";
import { CasePacking } from "./case-packing";
import { ClaimKey } from "./claim-key";
import { createScanning } from "./create-scanning";
import type { Scanning } from "./create-scanning";
import { DamageKey } from "./damage-key";
import { beDark } from "./hall-look";
import { messages } from "./messages";
import { createNames } from "./names";
import { createScanAddress } from "./scan-address";
import type { ScanAddress } from "./scan-address";
import { meaningOf, ScanCard } from "./scan-card";
import { ScanContextDialog } from "./scan-context-dialog";
import { ScanKeys } from "./scan-keys";
import { CountLine, ScanList } from "./scan-list";
import { progressOf } from "./scan-progress";
import { isWaiting } from "./scan-session";
import { TypeCode } from "./type-code";
import styles from "./scan-screen.module.css";

/** How each direction looks, and where a tap on it leads. */
const modeLooks = {
  out: { name: "out", icon: ArrowUpRight, opposite: "in", noEvent: "noEventOut", noEventNote: undefined },
  in: {
    name: "in",
    icon: ArrowDownLeft,
    opposite: "out",
    noEvent: "noEventIn",
    noEventNote: "noEventInNote",
  },
  pack: {
    name: "pack",
    icon: Package,
    opposite: "unpack",
    noEvent: "noEventPack",
    noEventNote: "noEventPackNote",
  },
  unpack: {
    name: "unpack",
    icon: PackageOpen,
    opposite: "pack",
    noEvent: "noEventPack",
    noEventNote: "noEventPackNote",
  },
} as const;

const ScanTop = (props: { readonly address: ScanAddress; readonly onChange: () => void }): JSX.Element => {
  const t = useText(messages);
  const navigate = useNavigate();
  const names = createNames();
  const mode = (): ScanMode => props.address.mode();
  const eventName = (): string => {
    const event = props.address.event();
    return event === undefined ? t(modeLooks[mode()].noEvent) : names.event(event);
  };
  const note = (): string => {
    const place = props.address.place();
    const openCase = props.address.openCase();
    const parts = [
      place === undefined ? undefined : names.place(place),
      openCase === undefined ? undefined : t("caseNote", { code: names.code(openCase) }),
      props.address.event() === undefined ? noEventNote() : undefined,
    ];
    return parts.filter((part) => part !== undefined).join(", ");
  };
  const noEventNote = (): string | undefined => {
    const { noEventNote: key } = modeLooks[mode()];
    return key === undefined ? undefined : t(key);
  };
  const modeName = (): string => t(modeLooks[mode()].name);
  return (
    <header class={styles.top}>
      <h1 class="hidden-label">{t("title")}</h1>
      <button
        type="button"
        class={styles.mode}
        onClick={() => props.address.change({ mode: modeLooks[mode()].opposite })}
        aria-label={`${t("direction")}: ${modeName()}`}
      >
        <Dynamic component={modeLooks[mode()].icon} />
        {modeName()}
      </button>
      <button
        type="button"
        class={styles.context}
        aria-label={t("change", { mode: modeName(), event: eventName() })}
        onClick={() => props.onChange()}
      >
        <b>{eventName()}</b>
        <span>{note()}</span>
      </button>
      <IconButton
        label={t("close")}
        size="hall"
        onClick={() => (history.length > 1 ? navigate(-1) : navigate("/"))}
      >
        <X />
      </IconButton>
    </header>
  );
};

/** Camera, typed code and the card of the last scan. */
const ScanBody = (props: {
  readonly scanning: Scanning;
  readonly isTyping: boolean;
  readonly onType: () => void;
  readonly onRunning: (scanner: RunningScanner | undefined) => void;
}): JSX.Element => {
  const sync = createSyncState();
  const current = () => props.scanning.session.current();
  const meaning = () => {
    const entry = current();
    return entry === undefined ? undefined : meaningOf(entry);
  };
  return (
    <div class={styles.body}>
      <CameraView
        meaning={meaning()}
        isWaiting={isWaiting(current())}
        kept={sync().hasRelay ? sync().pendingChanges : 0}
        isTyping={props.isTyping}
        onRead={(text) => props.scanning.see(text)}
        onRunning={(scanner) => props.onRunning(scanner)}
        onType={() => props.onType()}
      />
      <Show when={props.isTyping} fallback={<div />}>
        <TypeCode onCode={(code) => void props.scanning.session.read(code, "hand")} />
      </Show>
      <ScanCard
        entry={current()}
        teller={props.scanning.teller}
        onAnswer={(answer) => void props.scanning.session.answer(answer)}
        onAside={() => props.scanning.session.putAside()}
      />
      <DamageKey entry={current()} />
      <ClaimKey
        entry={current()}
        onCodes={props.scanning.handTo}
        onClaimed={(entry, piece) => props.scanning.session.claimed(entry, piece)}
      />
    </div>
  );
};

/** Full screen, dark, large: point, hear, scan the next. */
const ScanScreen = (): JSX.Element => {
  const t = useText(messages);
  beDark();
  const address = createScanAddress();
  const [isChoosing, setChoosing] = createSignal(address.mode() === "out" && address.event() === undefined);
  const scanning = createScanning(address, () => setChoosing(false));
  const names = createNames();
  const [scanner, setScanner] = createSignal<RunningScanner>();
  const [isTyping, setTyping] = createSignal(false);
  const progress = createMemo(() =>
    progressOf(scanning.knowledge, address.mode(), address.event(), address.openCase()),
  );
  const openCaseCode = (): string | undefined => {
    const id = address.openCase();
    return id === undefined ? undefined : names.code(id);
  };
  const type = (): void => void setTyping(!isTyping());
  return (
    <div class={styles.screen}>
      <ScreenTitle title={t("title")} />
      <ScanTop address={address} onChange={() => setChoosing(true)} />
      <ScanBody scanning={scanning} isTyping={isTyping()} onType={type} onRunning={setScanner} />
      <div class={styles.list}>
        <Show when={address.openCase()}>
          {(id) => <CasePacking source={scanning.knowledge.caseSource} container={id()} />}
        </Show>
        <Show when={scanning.session.tally()}>
          {(tally) => (
            <p class={styles.tally} role="status">
              {scanning.teller.tally(tally())}
            </p>
          )}
        </Show>
        <Show when={progress()}>{(count) => <CountLine progress={count()} />}</Show>
        <ScanList entries={scanning.session.recent()} onUndo={(entry) => void scanning.session.undo(entry)} />
      </div>
      <ScanKeys
        scanner={scanner()}
        quantity={scanning.bulk.quantity()}
        onQuantity={(quantity) => scanning.bulk.set(quantity)}
        openCase={openCaseCode()}
        opensNextCase={scanning.opensNextCase()}
        onCase={() => scanning.pressCase()}
        isTyping={isTyping()}
        onType={type}
      />
      <ScanContextDialog
        open={isChoosing()}
        onClose={() => setChoosing(false)}
        address={address}
        aloud={scanning.aloud}
        bulk={scanning.bulk}
        onTagFile={() => {
          setChoosing(false);
          void scanning.readTagFile();
        }}
      />
    </div>
  );
};

export default ScanScreen;
