import { For, Show, createMemo, createSignal, onCleanup } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import { useSearchParams } from "@solidjs/router";
import { settledConflicts } from "#shared/domain/conflicts";
import { useReplica } from "#client/data";
import { createMedia } from "#client/ui/media";
import { MeaningIcon } from "#client/ui/meaning-icon";
import { EmptyState } from "#client/ui/page";
import { ScreenTitle } from "#client/ui/screen-title";
import { Segmented } from "#client/ui/segmented";
import { useText } from "#client/app/i18n";
import { ConflictCard, Explanation, KeyHints } from "./conflict-card";
import type { Conflict } from "./conflict-index";
import { createConflicts } from "./conflict-index";
import type { ConflictView } from "./conflict-view";
import styles from "./conflicts.module.css";
import { createDeviceOf } from "./device-of";
import { doubleView, strayView } from "./event-views";
import { fieldView } from "./field-view";
import { messages } from "./messages";
import { movementView } from "./movement-view";
import { SettledList } from "./settled-list";
import { duplicateView, loopView, surplusView } from "./stock-views";
import type { ViewTools } from "./view-tools";
import { createViewTools } from "./view-tools";

const views = ["open", "mine", "settled"] as const;
type View = (typeof views)[number];

/** More than anybody reads at once; the figure above tells how many there are. */
const shownAtOnce = 100;

const viewOf = (tools: ViewTools, conflict: Conflict): ConflictView => {
  switch (conflict.type) {
    case "movements":
      return movementView(tools, conflict);
    case "field":
      return fieldView(tools, conflict);
    case "loop":
      return loopView(tools, conflict);
    case "surplus":
      return surplusView(tools, conflict);
    case "stray":
      return strayView(tools, conflict);
    case "double":
      return doubleView(tools, conflict);
    case "duplicate":
      return duplicateView(tools, conflict);
  }
};

const isMine = (conflict: Conflict, member: string): boolean => {
  switch (conflict.type) {
    case "movements":
      return conflict.sides.some((side) => side.by === member);
    case "field":
      return conflict.sides.some((side) => side.member === member);
    case "stray":
      return conflict.by === member;
    case "surplus":
    case "double":
      return conflict.counts.some((count) => count.by === member);
    case "loop":
      return conflict.loop.ignored.by === member;
    case "duplicate":
      return false;
  }
};

const answer = (view: ConflictView | undefined, which: number): void => {
  if (view?.mayAnswer === true) void view.answers[which - 1]?.run?.();
};

/** 1 to 9 answer the chosen card, J and K move; never while something is typed. */
const followKeys = (chosen: Accessor<ConflictView | undefined>, move: (by: number) => void): void => {
  const onKeyDown = (event: KeyboardEvent): void => {
    const { target } = event;
    const isTyping =
      target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]");
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === "j" || key === "k") move(key === "j" ? 1 : -1);
    else if (/^[1-9]$/.test(key)) answer(chosen(), Number(key));
    else return;
    event.preventDefault();
  };
  window.addEventListener("keydown", onKeyDown);
  onCleanup(() => window.removeEventListener("keydown", onKeyDown));
};

const createInbox = (tools: ViewTools) => {
  const { member } = useReplica();
  const conflicts = createConflicts();
  const [params, setParams] = useSearchParams();
  const view = (): View => views.find((one) => one === params["view"]) ?? "open";
  const mine = createMemo(() => conflicts().filter((conflict) => isMine(conflict, member)));
  const listed = createMemo(() => {
    const wantedOnes = view() === "mine" ? mine() : conflicts();
    return wantedOnes.slice(0, shownAtOnce).map((conflict) => viewOf(tools, conflict));
  });
  // Cards stay while their words change: focus and place are kept.
  const ids = createMemo(() => listed().map((one) => one.id), undefined, {
    equals: (a, b) => a.join(" ") === b.join(" "),
  });
  const [wanted, setWanted] = createSignal<string>();
  const chosen = (): ConflictView | undefined => listed().find((one) => one.id === wanted()) ?? listed()[0];
  const move = (by: number): void => {
    const at = listed().findIndex((one) => one.id === chosen()?.id);
    const next = listed()[Math.min(listed().length - 1, Math.max(0, at + by))];
    setWanted(next?.id);
    document.querySelector(`[data-conflict="${next?.id ?? ""}"]`)?.scrollIntoView({ block: "nearest" });
  };
  return {
    conflicts,
    mine,
    ids,
    find: (id: string) => listed().find((one) => one.id === id),
    chosen,
    choose: setWanted,
    move,
    view,
    show: (next: View) => setParams({ view: next === "open" ? null : next }),
  };
};

type Inbox = ReturnType<typeof createInbox>;

const InboxBar = (props: { readonly tools: ViewTools; readonly inbox: Inbox }): JSX.Element => {
  const t = useText(messages);
  const settledCount = createMemo(() => settledConflicts(props.tools.positions()).length);
  return (
    <div class={styles.bar}>
      <h1>{t("title")}</h1>
      <span class={styles.lead}>{t("lead")}</span>
      <Segmented
        label={t("filter")}
        value={props.inbox.view()}
        segments={[
          { value: "open", label: t("open"), count: props.inbox.conflicts().length },
          { value: "mine", label: t("mine"), count: props.inbox.mine().length },
          { value: "settled", label: t("settled"), count: settledCount() },
        ]}
        onChange={(next) => props.inbox.show(next)}
      />
    </div>
  );
};

const OpenList = (props: { readonly inbox: Inbox; readonly explains: boolean }): JSX.Element => {
  const t = useText(messages);
  const deviceOf = createDeviceOf();
  const isMineOnly = (): boolean => props.inbox.view() === "mine";
  return (
    <Show
      when={props.inbox.ids().length > 0}
      fallback={
        <EmptyState
          icon={<MeaningIcon meaning="ok" />}
          title={isMineOnly() ? t("nothingMine") : t("nothingOpen")}
        >
          {isMineOnly() ? undefined : t("nothingOpenText")}
        </EmptyState>
      }
    >
      <For each={props.inbox.ids()}>
        {(id) => (
          <Show when={props.inbox.find(id)}>
            {(view) => (
              <ConflictCard
                view={view()}
                deviceOf={deviceOf}
                isChosen={props.inbox.chosen()?.id === id}
                onChoose={() => props.inbox.choose(id)}
                explains={props.explains}
              />
            )}
          </Show>
        )}
      </For>
    </Show>
  );
};

/** Two people were right at the same time: everything devices disagree about, in one place. */
const ConflictsScreen = (): JSX.Element => {
  const tools = createViewTools();
  const inbox = createInbox(tools);
  const isWide = createMedia("(min-width: 1024px)");
  followKeys(inbox.chosen, (by) => inbox.move(by));
  return (
    <>
      <ScreenTitle title={tools.t("title")} />
      <InboxBar tools={tools} inbox={inbox} />
      <div class={styles.inbox}>
        <div class={styles.list}>
          <Show when={inbox.view() === "settled"} fallback={<OpenList inbox={inbox} explains={!isWide()} />}>
            <SettledList tools={tools} limit={shownAtOnce} />
          </Show>
        </div>
        <Show when={isWide() && inbox.view() !== "settled" && inbox.chosen()}>
          {(view) => (
            <aside class={styles.aside} aria-label={tools.t("showKnown")}>
              <Explanation view={view()} />
              <KeyHints />
            </aside>
          )}
        </Show>
      </div>
    </>
  );
};

export default ConflictsScreen;
