import { Show, createMemo, createSignal, onCleanup } from "solid-js";
import type { JSX } from "solid-js";
import { useParams, useSearchParams } from "@solidjs/router";
import type { LocationId } from "#shared/domain/inventory";
import { countRules, isToCount, placeOfLine } from "#shared/domain/stocktake";
import type { CountDecision, Stocktake, StocktakeId, TallySource } from "#shared/domain/stocktake";
import { parseId } from "#shared/kernel/ids";
import { useApp } from "#client/app/app-context";
import { useText } from "#client/app/i18n";
import { createSyncState, holdOwnLog } from "#client/data";
import {
  CameraView,
  TypeCode,
  beDark,
  createScanAloud,
  createSightings,
  followHandScanner,
  screenStyles,
} from "#client/features/scanning";
import type { Signal } from "#client/platform/feedback";
import { keepScreenOn } from "#client/platform/wake-lock";
import { Button, LinkButton } from "#client/ui/button";
import { Checkbox } from "#client/ui/checkbox";
import { Dialog } from "#client/ui/dialog";
import { Keyboard, MapPin, X } from "#client/ui/icons";
import { EmptyState } from "#client/ui/page";
import { ScreenTitle } from "#client/ui/screen-title";
import { SelectField } from "#client/ui/select-field";
import { CountCard, CountList, meaningOf } from "./count-card";
import { createCountSession, isWaiting } from "./count-session";
import { createCountWords } from "./count-words";
import { createTally } from "./create-tally";
import type { ShownStocktake } from "./create-tally";
import { messages } from "./messages";
import { createPlaceNames } from "./place-names";
import { createStateWords } from "./state-words";
import styles from "./stocktake.module.css";

const none = "";

/** The place people count at, kept in the address. */
const createPlace = (row: () => Stocktake) => {
  const [params, setParams] = useSearchParams();
  const asked = () => params["place"];
  const place = createMemo((): LocationId | undefined => {
    const value = asked();
    return (typeof value === "string" ? parseId<LocationId>(value) : undefined) ?? row().location;
  });
  return {
    place,
    setPlace: (id: LocationId | undefined) => setParams({ place: id ?? null }, { replace: true }),
  };
};

const PlaceDialog = (props: {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly source: TallySource;
  readonly place: LocationId | undefined;
  readonly onPlace: (place: LocationId | undefined) => void;
  readonly aloud: ReturnType<typeof createScanAloud>;
}): JSX.Element => {
  const t = useText(messages);
  const names = createPlaceNames();
  const nodes = () => names().nodes.filter((node) => props.source.scope.holds(node.location.id));
  return (
    <Dialog
      open={props.open}
      onClose={() => props.onClose()}
      title={t("choosePlace")}
      foot={
        <Button variant="primary" size="hall" onClick={() => props.onClose()}>
          {t("count")}
        </Button>
      }
    >
      <div class={styles.form}>
        <SelectField
          label={t("place")}
          large
          value={props.place ?? none}
          options={[
            { value: none, label: t("noPlace") },
            ...nodes().map(({ location: { id, name }, depth }) => ({
              value: id,
              label: `${"\u2003".repeat(depth)}${name}`,
            })),
          ]}
          onChange={(value) => props.onPlace(nodes().find((node) => node.location.id === value)?.location.id)}
        />
        <Checkbox
          label={t("sounds")}
          checked={props.aloud.hasSounds()}
          onChange={(on) => props.aloud.setSounds(on)}
        />
        <Checkbox
          label={t("voice")}
          checked={props.aloud.hasVoice()}
          onChange={(on) => props.aloud.setVoice(on)}
        />
      </div>
    </Dialog>
  );
};

const Counting = (props: {
  readonly row: Stocktake;
  readonly source: TallySource;
  readonly tally: ShownStocktake["tally"];
}): JSX.Element => {
  const t = useText(messages);
  const { clock } = useApp();
  const sync = createSyncState();
  const names = createPlaceNames();
  const stateWords = createStateWords();
  const words = createCountWords();
  const aloud = createScanAloud();
  const { place, setPlace } = createPlace(() => props.row);
  const [isChoosing, setChoosing] = createSignal(false);
  const [isTyping, setTyping] = createSignal(false);
  const signal = (sound: Signal, decision: CountDecision | undefined): void =>
    aloud.signal(sound, spoken(decision) ? words.says(decision) : undefined);
  const session = createCountSession({
    row: () => props.row,
    source: () => props.source,
    location: place,
    signal,
  });
  const sightings = createSightings(clock);
  followHandScanner((code) => void session.read(code, "wedge"));
  holdOwnLog();
  onCleanup(keepScreenOn());
  const toGo = createMemo((): number => {
    const within = place();
    const { places } = props.source;
    return (props.tally()?.lines ?? []).filter((line) => {
      const at = placeOfLine(line);
      const isHere = within === undefined || (at !== undefined && places.contains(within, at));
      return isHere && isToCount(line, props.row.round);
    }).length;
  });
  const placeName = (): string => {
    const at = place();
    return at === undefined ? t("noPlace") : names().path(at);
  };
  const current = () => session.current();
  const meaning = () => {
    const entry = current();
    return entry === undefined ? undefined : meaningOf(entry);
  };
  return (
    <div class={screenStyles.screen}>
      <header class={screenStyles.top}>
        <h1 class="hidden-label">{props.row.name}</h1>
        <button
          type="button"
          class={screenStyles.mode}
          onClick={() => setChoosing(true)}
          aria-label={t("choosePlace")}
        >
          <MapPin />
          {t("place")}
        </button>
        <button type="button" class={screenStyles.context} onClick={() => setChoosing(true)}>
          <b>{placeName()}</b>
          <span>{`${stateWords(props.row)} · ${t("toGo", { n: toGo() })}`}</span>
        </button>
        <LinkButton
          size="hall"
          variant="bare"
          href={`/stock/stocktakes/${props.row.id}`}
          aria-label={t("close")}
        >
          <X />
        </LinkButton>
      </header>
      <div class={screenStyles.body}>
        <CameraView
          meaning={meaning()}
          isWaiting={isWaiting(current())}
          kept={sync().hasRelay ? sync().pendingChanges : 0}
          isTyping={isTyping()}
          onRead={(text) => {
            if (sightings.see(text)) void session.read(text, "camera");
          }}
          onRunning={() => undefined}
          onType={() => setTyping(!isTyping())}
        />
        <Show when={isTyping()} fallback={<div />}>
          <TypeCode onCode={(code) => void session.read(code, "hand")} />
        </Show>
        <CountCard
          entry={current()}
          words={words}
          onAnswer={(answer) => void session.answer(answer)}
          onAside={() => session.putAside()}
        />
      </div>
      <div class={screenStyles.list}>
        <CountList entries={session.recent()} words={words} onUndo={(entry) => void session.undo(entry)} />
      </div>
      <div class={styles.thumb}>
        <Button size="hall" aria-pressed={isTyping()} onClick={() => setTyping(!isTyping())}>
          <Keyboard />
          {t("typeCode")}
        </Button>
        <Button size="hall" onClick={() => setChoosing(true)}>
          <MapPin />
          {t("place")}
        </Button>
      </div>
      <PlaceDialog
        open={isChoosing()}
        onClose={() => setChoosing(false)}
        source={props.source}
        place={place()}
        onPlace={setPlace}
        aloud={aloud}
      />
    </div>
  );
};

/** What the sound alone does not tell. */
const spoken = (decision: CountDecision | undefined): decision is CountDecision =>
  decision !== undefined && countRules[decision.rule].signal !== "done";

/** Counting, full screen: choose the place, point, hear, scan the next. */
const CountScreen = (): JSX.Element => {
  const t = useText(messages);
  const params = useParams();
  beDark();
  const shown = createTally(() => parseId<StocktakeId>(params["id"]));
  const open = createMemo(() => {
    const [row, source] = [shown.row(), shown.source()];
    return row?.state === "counting" && source !== undefined ? { row, source } : undefined;
  });
  return (
    <>
      <ScreenTitle title={shown.row()?.name ?? t("one")} />
      <Show
        when={open()}
        fallback={
          <EmptyState
            title={shown.row() === undefined ? t("missingHere") : t("notOpen")}
            wholeScreen
            actions={<LinkButton href="/stock/stocktakes">{t("title")}</LinkButton>}
          >
            {shown.row() === undefined ? t("missingHereText") : t("notOpenText")}
          </EmptyState>
        }
      >
        {(known) => <Counting row={known().row} source={known().source} tally={shown.tally} />}
      </Show>
    </>
  );
};

export default CountScreen;
