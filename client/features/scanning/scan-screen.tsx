import { Show, createEffect, createMemo, createSignal, onCleanup } from "solid-js";
import type { JSX } from "solid-js";
import { useNavigate } from "@solidjs/router";
import type { ScanContext, ScanDecision } from "#shared/domain/scanning";
import { createSyncState, holdOwnLog } from "#client/data";
import { keepScreenOn } from "#client/platform/wake-lock";
import { Button, IconButton } from "#client/ui/button";
import { TextField } from "#client/ui/field";
import { ArrowDownLeft, ArrowUpRight, X } from "#client/ui/icons";
import { ScreenTitle } from "#client/ui/screen-title";
import { useApp } from "#client/app/app-context";
import { useText } from "#client/app/i18n";
import type { RunningScanner } from "./camera/scanner";
import { CameraView } from "./camera-view";
import { followHandScanner } from "./hand-scanner";
import { messages } from "./messages";
import { createNames } from "./names";
import { createScanAddress } from "./scan-address";
import type { ScanAddress } from "./scan-address";
import { createScanAloud } from "./scan-aloud";
import { isWaiting, meaningOf, ScanCard } from "./scan-card";
import { ScanContextDialog } from "./scan-context-dialog";
import { ScanKeys } from "./scan-keys";
import { createScanKnowledge } from "./scan-knowledge";
import { CountLine, ScanList } from "./scan-list";
import { progressOf } from "./scan-progress";
import { createScanSession } from "./scan-session";
import { createTeller } from "./scan-telling";
import { createSightings } from "./sightings";
import styles from "./scan-screen.module.css";

/** Mode, quantity and open case of the session, and everything that reads, decides and answers. */
const createScanning = (address: ScanAddress) => {
  const { clock } = useApp();
  const knowledge = createScanKnowledge();
  const teller = createTeller(knowledge);
  const aloud = createScanAloud();
  const [quantity, setQuantity] = createSignal(1);
  const [opensNextCase, setOpensNextCase] = createSignal(false);

  const context = (): ScanContext => ({
    mode: address.mode(),
    event: address.event(),
    location: address.place(),
    openCase: address.openCase(),
    opensNextCase: opensNextCase(),
    quantity: quantity(),
  });
  const onDecision = ({ detail, subject, facts }: ScanDecision): void => {
    if (detail.opens !== undefined) {
      setOpensNextCase(false);
      address.change({ openCase: detail.opens });
    }
    // The next bulk label means one piece again unless somebody says otherwise.
    if (subject.type === "product" && facts.length > 0) setQuantity(1);
  };
  const session = createScanSession({
    knowledge,
    teller,
    context,
    signal: (signal, reason) => aloud.signal(signal, reason),
    onDecision,
  });
  const sightings = createSightings(clock);
  followHandScanner((code) => void session.read(code, "wedge"));
  holdOwnLog();
  onCleanup(keepScreenOn());
  return {
    knowledge,
    teller,
    aloud,
    session,
    quantity,
    setQuantity,
    opensNextCase,
    pressCase: () => {
      if (address.openCase() === undefined) setOpensNextCase(!opensNextCase());
      else address.change({ openCase: null });
    },
    see: (text: string) => {
      if (sightings.see(text)) void session.read(text, "camera");
    },
  };
};

type Scanning = ReturnType<typeof createScanning>;

const ScanTop = (props: { readonly address: ScanAddress; readonly onChange: () => void }): JSX.Element => {
  const t = useText(messages);
  const navigate = useNavigate();
  const names = createNames();
  const isOut = (): boolean => props.address.mode() === "out";
  const eventName = (): string => {
    const event = props.address.event();
    return event === undefined ? (isOut() ? t("noEventOut") : t("noEventIn")) : names.event(event);
  };
  const note = (): string => {
    const place = props.address.place();
    const openCase = props.address.openCase();
    const parts = [
      place === undefined ? undefined : names.place(place),
      openCase === undefined ? undefined : t("caseNote", { code: names.code(openCase) }),
      props.address.event() === undefined && !isOut() ? t("noEventInNote") : undefined,
    ];
    return parts.filter((part) => part !== undefined).join(", ");
  };
  const modeName = (): string => (isOut() ? t("out") : t("in"));
  return (
    <header class={styles.top}>
      <h1 class="hidden-label">{t("title")}</h1>
      <button
        type="button"
        class={styles.mode}
        onClick={() => props.address.change({ mode: isOut() ? "in" : "out" })}
        aria-label={`${t("direction")}: ${modeName()}`}
      >
        <Show when={isOut()} fallback={<ArrowDownLeft />}>
          <ArrowUpRight />
        </Show>
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

const TypeCode = (props: { readonly onCode: (code: string) => void }): JSX.Element => {
  const t = useText(messages);
  const [text, setText] = createSignal("");
  return (
    <form
      class={styles.typing}
      onSubmit={(event) => {
        event.preventDefault();
        if (text().trim() !== "") props.onCode(text());
        setText("");
      }}
    >
      <TextField
        label={t("typed")}
        large
        value={text()}
        onInput={setText}
        autocomplete="off"
        autocapitalize="characters"
        spellcheck={false}
        ref={(element: HTMLInputElement) => queueMicrotask(() => element.focus())}
      />
      <Button type="submit" size="hall" variant="primary">
        {t("take")}
      </Button>
    </form>
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
    </div>
  );
};

/** Backstage is dark whatever the office uses; dialogs follow because the theme stands on the document. */
const beDark = (): void => {
  const { look } = useApp();
  const root = document.documentElement;
  createEffect(() => {
    look.theme();
    root.dataset["theme"] = "dark";
  });
  onCleanup(() => (root.dataset["theme"] = look.theme()));
};

/** Full screen, dark, large: point, hear, scan the next. */
const ScanScreen = (): JSX.Element => {
  const t = useText(messages);
  beDark();
  const address = createScanAddress();
  const scanning = createScanning(address);
  const names = createNames();
  const [scanner, setScanner] = createSignal<RunningScanner>();
  const [isTyping, setTyping] = createSignal(false);
  const [isChoosing, setChoosing] = createSignal(address.mode() === "out" && address.event() === undefined);
  const progress = createMemo(() => progressOf(scanning.knowledge, address.mode(), address.event()));
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
        <Show when={progress()}>{(count) => <CountLine progress={count()} />}</Show>
        <ScanList entries={scanning.session.recent()} onUndo={(entry) => void scanning.session.undo(entry)} />
      </div>
      <ScanKeys
        scanner={scanner()}
        quantity={scanning.quantity()}
        onQuantity={scanning.setQuantity}
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
      />
    </div>
  );
};

export default ScanScreen;
