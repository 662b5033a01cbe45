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
  AloudChoices,
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

const none = "none";

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
        <AloudChoices aloud={props.aloud} />
      </div>
    </Dialog>
  );
};

interface CountingProps {
  readonly row: Stocktake;
  readonly source: TallySource;
  readonly tally: ShownStocktake["tally"];
}

/** Everything that reads, decides and answers while somebody counts. */
const createCounting = (props: CountingProps) => {
  const { clock } = useApp();
  const words = createCountWords();
  const aloud = createScanAloud();
  const { place, setPlace } = createPlace(() => props.row);
  const session = createCountSession({
    row: () => props.row,
    source: () => props.source,
    location: place,
    signal: (sound: Signal, decision: CountDecision | undefined): void =>
      aloud.signal(sound, spoken(decision) ? words.says(decision) : undefined),
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
  const see = (text: string): void => {
    if (sightings.see(text)) void session.read(text, "camera");
  };
  return { words, aloud, place, setPlace, session, toGo, see };
};

type CountingParts = ReturnType<typeof createCounting>;

const CountTop = (props: {
  readonly row: Stocktake;
  readonly counting: CountingParts;
  readonly onPlace: () => void;
}): JSX.Element => {
  const t = useText(messages);
  const names = createPlaceNames();
  const stateWords = createStateWords();
  const placeName = (): string => {
    const at = props.counting.place();
    return at === undefined ? t("noPlace") : names().path(at);
  };
  return (
    <header class={screenStyles.top}>
      <h1 class="hidden-label">{props.row.name}</h1>
      <button
        type="button"
        class={screenStyles.mode}
        onClick={() => props.onPlace()}
        aria-label={t("choosePlace")}
      >
        <MapPin />
        {t("place")}
      </button>
      <button type="button" class={screenStyles.context} onClick={() => props.onPlace()}>
        <b>{placeName()}</b>
        <span>{`${stateWords(props.row)} · ${t("toGo", { n: props.counting.toGo() })}`}</span>
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
  );
};

/** Camera, typed code and the card of the last count. */
const CountBody = (props: {
  readonly counting: CountingParts;
  readonly isTyping: boolean;
  readonly onType: () => void;
}): JSX.Element => {
  const sync = createSyncState();
  const current = () => props.counting.session.current();
  const meaning = () => {
    const entry = current();
    return entry === undefined ? undefined : meaningOf(entry);
  };
  return (
    <div class={screenStyles.body}>
      <CameraView
        meaning={meaning()}
        isWaiting={isWaiting(current())}
        kept={sync().hasRelay ? sync().pendingChanges : 0}
        isTyping={props.isTyping}
        onRead={(text) => props.counting.see(text)}
        onRunning={() => undefined}
        onType={() => props.onType()}
      />
      <Show when={props.isTyping} fallback={<div />}>
        <TypeCode onCode={(code) => void props.counting.session.read(code, "hand")} />
      </Show>
      <CountCard
        entry={current()}
        words={props.counting.words}
        onAnswer={(answer) => void props.counting.session.answer(answer)}
        onAside={() => props.counting.session.putAside()}
      />
    </div>
  );
};

const Counting = (props: CountingProps): JSX.Element => {
  const t = useText(messages);
  const counting = createCounting(props);
  const [isChoosing, setChoosing] = createSignal(false);
  const [isTyping, setTyping] = createSignal(false);
  const type = (): void => void setTyping(!isTyping());
  return (
    <div class={screenStyles.screen}>
      <CountTop row={props.row} counting={counting} onPlace={() => setChoosing(true)} />
      <CountBody counting={counting} isTyping={isTyping()} onType={type} />
      <div class={screenStyles.list}>
        <CountList
          entries={counting.session.recent()}
          words={counting.words}
          onUndo={(entry) => void counting.session.undo(entry)}
        />
      </div>
      <div class={styles.thumb}>
        <Button size="hall" aria-pressed={isTyping()} onClick={type}>
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
        place={counting.place()}
        onPlace={counting.setPlace}
        aloud={counting.aloud}
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
