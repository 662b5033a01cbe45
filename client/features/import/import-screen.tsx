import { For, Match, Show, Switch } from "solid-js";
import type { JSX } from "solid-js";
import { useNavigate, useSearchParams } from "@solidjs/router";
import type { OpenedView, PlanCounts, TableForm } from "#shared/domain/import";
import type { EventId } from "#shared/domain/events";
import { parseId } from "#shared/kernel/ids";
import type { TextOf } from "#client/app/i18n";
import { useFormat, useText } from "#client/app/i18n";
import { createMayOpen } from "#client/app/screen-needs";
import { saveFile } from "#client/platform/files";
import { Button, LinkButton } from "#client/ui/button";
import { FootBar } from "#client/ui/foot-bar";
import { Check, ChevronRight, FileSpreadsheet, Undo2 } from "#client/ui/icons";
import { MeaningIcon } from "#client/ui/meaning-icon";
import { ProgressBar } from "#client/ui/meter";
import { Note } from "#client/ui/note";
import { EmptyState, Page } from "#client/ui/page";
import { ScreenTitle } from "#client/ui/screen-title";
import type { LeftOut, StopReason } from "./applying";
import { CheckPanel } from "./check-panel";
import { ColumnsPanel } from "./columns-panel";
import { DropZone } from "./drop-zone";
import { createImport } from "./import-state";
import type { ImportState } from "./import-state";
import { messages } from "./messages";
import { problemMessages } from "./problem-messages";
import { noteWords, rowProblemWords } from "./problem-words";
import { EventChoice, SceneLines } from "./scene-panel";
import styles from "./import.module.css";

const separatorKeys = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe" } as const;
const encodingNames = {
  "utf-8": "UTF-8",
  "utf-16le": "UTF-16",
  "utf-16be": "UTF-16",
  "windows-1252": "Windows-1252",
} as const;

const formWords = (t: TextOf<typeof messages.en>, form: TableForm): readonly string[] =>
  form.type === "text"
    ? [t(separatorKeys[form.separator]), encodingNames[form.encoding]]
    : [t("sheet", { sheet: form.sheet })];

const madeWords = (t: TextOf<typeof messages.en>, counts: PlanCounts | undefined): string => {
  const made = [
    [counts?.newProducts ?? 0, "madeProducts"],
    [counts?.newAssets ?? 0, "madeAssets"],
    [counts?.newPlaces ?? 0, "madePlaces"],
  ] as const;
  const words = made.flatMap(([n, key]) => (n === 0 ? [] : [t(key, { n })]));
  return words.length === 0 ? t("madeNothing") : `${words.join(", ")}.`;
};

/** What the file is and how far the import has come. */
const FileBar = (props: { readonly opened: OpenedView; readonly state: ImportState }): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const about = (): string => {
    // eslint-disable-next-line solid/reactivity -- called from JSX only
    const { opened } = props;
    const rows = t("rows", { n: opened.rows });
    if (opened.type === "scene")
      return t("planCounts", {
        fixtures: format().number(opened.fixtures),
        trusses: format().number(opened.trusses),
        layers: format().number(opened.layers),
      });
    const what = t("looksLike", { what: t(opened.type === "table" ? opened.dialect : opened.source) });
    return [what, rows, ...(opened.type === "table" ? formWords(t, opened.form) : [])].join(", ");
  };
  const steps = () => [
    t("stepFile"),
    ...(props.opened.type === "table" ? [t("stepColumns")] : []),
    t("stepCheck"),
    t("stepApply"),
  ];
  const isDone = (index: number): boolean =>
    index < steps().length - (props.state.stage() === "check" ? 2 : 1);
  const isCurrent = (index: number): boolean =>
    index === steps().length - (props.state.stage() === "check" ? 2 : 1);
  return (
    <header class={styles.fileBar}>
      <FileSpreadsheet />
      <div class={styles.fileWords}>
        <b class="cut">{props.opened.name}</b>
        <span class="quiet">{about()}</span>
      </div>
      <ol class={styles.steps}>
        <For each={steps()}>
          {(step, index) => (
            <li
              class={isDone(index()) ? styles.stepDone : undefined}
              aria-current={isCurrent(index()) ? "step" : undefined}
            >
              <Show when={index() > 0}>
                <ChevronRight />
              </Show>
              <Show when={isDone(index())}>
                <Check />
              </Show>
              {step}
            </li>
          )}
        </For>
      </ol>
    </header>
  );
};

const Notes = (props: { readonly opened: OpenedView }): JSX.Element => {
  const t = useText(problemMessages);
  return (
    <For each={props.opened.notes}>
      {(note) => (
        <p class={styles.note} role="status">
          <MeaningIcon meaning="info" />
          {noteWords(t, note)}
        </p>
      )}
    </For>
  );
};

const ApplyBar = (props: {
  readonly state: ImportState;
  readonly counts: PlanCounts;
  readonly opened: OpenedView;
}): JSX.Element => {
  const t = useText(messages);
  const problemWords = useText(problemMessages);
  const format = useFormat();
  const isPlanned = (): boolean => props.opened.type === "scene" && props.state.event() !== undefined;
  const canApply = (): boolean =>
    props.counts.applicable > 0 || (isPlanned() && props.state.lines().length > 0);
  const summary = (): string => {
    const { doubtful, refused } = props.counts.rows;
    if (!canApply() && doubtful === 0 && refused === 0) return t("nothingToDo");
    const parts = [
      ...(doubtful > 0 ? [t("waiting", { n: doubtful })] : []),
      ...(refused > 0 ? [t("leftOut", { n: refused })] : []),
    ];
    return parts.length === 0 ? t("allClear") : parts.join(" ");
  };
  const saveRefused = async (): Promise<void> => {
    const text = await props.state.refusedRows((row) =>
      row.problem === null ? "" : rowProblemWords(problemWords, format(), row.problem),
    );
    saveFile(
      props.opened.name.replace(/\.\w+$/, "") + "-refused.csv",
      new Blob(["\ufeff", text], { type: "text/csv" }),
    );
  };
  return (
    <FootBar>
      <p>{summary()}</p>
      <div class={styles.applyActions}>
        <Show when={props.opened.type === "table" && props.counts.rows.refused > 0}>
          <Button onClick={() => void saveRefused()}>{t("saveRefused")}</Button>
        </Show>
        <Button onClick={() => props.state.reset()}>{t("cancel")}</Button>
        <Button variant="primary" disabled={!canApply()} onClick={() => void props.state.apply()}>
          {isPlanned()
            ? t("applyLines", { n: props.state.lines().length })
            : t("applyRows", { n: props.counts.applicable })}
        </Button>
        <span class="small quiet">{t("undoNote")}</span>
      </div>
    </FootBar>
  );
};

const Applying = (props: { readonly state: ImportState }): JSX.Element => {
  const t = useText(messages);
  return (
    <div class={styles.busy}>
      <h2>{t("applying")}</h2>
      <ProgressBar
        label={t("applying")}
        done={props.state.progress().done}
        total={Math.max(1, props.state.progress().total)}
      />
    </div>
  );
};

const leftOutKeys = {
  categories: "leftOutCategories",
  money: "leftOutMoney",
  stock: "leftOutStock",
  lines: "leftOutLines",
} as const satisfies Record<LeftOut, string>;

const stopKeys = {
  storage: "stopStorage",
  rights: "stopRights",
  refused: "stopRefused",
} as const satisfies Record<StopReason, string>;

const Done = (props: { readonly state: ImportState }): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const navigate = useNavigate();
  const mayOpen = createMayOpen();
  const applied = () => props.state.applied();
  const target = (): string => {
    const event = props.state.event();
    return event === undefined ? "/stock" : `/events/${event}/pull-list`;
  };
  const words = (): string => {
    const result = applied();
    if (!result?.stopped) return madeWords(t, result?.counts);
    const { stopped, change } = result;
    const came = { done: format().number(stopped.done), total: format().number(stopped.total) };
    return `${t(stopKeys[stopped.why])} ${change === null ? t("stoppedEmpty") : t("stopped", came)}`;
  };
  return (
    <EmptyState
      icon={<MeaningIcon meaning={applied()?.stopped ? "problem" : "ok"} />}
      title={applied()?.stopped ? t("stoppedTitle") : t("applied", { n: applied()?.rows ?? 0 })}
      actions={
        <>
          <Button variant="primary" onClick={() => navigate(target())}>
            {t(props.state.event() === undefined ? "toStock" : "toEvent")}
          </Button>
          <Show when={mayOpen("/labels")}>
            <LinkButton href="/labels">{t("toLabels")}</LinkButton>
          </Show>
          <Button onClick={() => props.state.reset()}>{t("another")}</Button>
          <Show when={applied()?.change}>
            {(change) => (
              <Button
                disabled={props.state.isTakingBack()}
                onClick={() => void props.state.takeBack(change())}
              >
                <Undo2 />
                {t("undo")}
              </Button>
            )}
          </Show>
        </>
      }
    >
      {words()}
      <For each={applied()?.leftOut ?? []}>{(what) => <p>{t(leftOutKeys[what])}</p>}</For>
    </EmptyState>
  );
};

const CheckStage = (props: {
  readonly state: ImportState;
  readonly opened: OpenedView;
  readonly counts: PlanCounts;
}): JSX.Element => {
  const t = useText(messages);
  const table = () => (props.opened.type === "table" ? props.opened : undefined);
  return (
    <>
      <FileBar opened={props.opened} state={props.state} />
      <Show when={props.state.hasChanged()}>
        <div class={styles.changed}>
          <Note meaning="attention" urgent title={t("changedMeanwhile")}>
            {t("changedMeanwhileText")}
          </Note>
        </div>
      </Show>
      <Notes opened={props.opened} />
      <div class={styles.panels}>
        <Show when={table()}>{(found) => <ColumnsPanel table={found()} state={props.state} />}</Show>
        <div class={styles.main}>
          <Show when={props.opened.type === "scene"}>
            <EventChoice state={props.state} />
            <div class={styles.lines}>
              <SceneLines state={props.state} />
            </div>
          </Show>
          <CheckPanel state={props.state} counts={props.counts} />
        </div>
      </div>
      <ApplyBar state={props.state} counts={props.counts} opened={props.opened} />
    </>
  );
};

const ImportScreen = (): JSX.Element => {
  const t = useText(messages);
  const [params] = useSearchParams();
  const first = (value: string | string[] | undefined): string | undefined =>
    Array.isArray(value) ? value[0] : value;
  const state = createImport(parseId<EventId>(first(params["event"])));
  const ready = () => {
    const [opened, counts] = [state.opened(), state.counts()];
    return opened !== undefined && counts !== undefined ? { opened, counts } : undefined;
  };
  return (
    <>
      <ScreenTitle title={t("title")} crumbs={[{ label: t("stock"), href: "/stock" }]} />
      <h1 class="hidden-label">{t("title")}</h1>
      <Switch>
        <Match when={state.stage() === "choose"}>
          <Page>
            <DropZone state={state} />
          </Page>
        </Match>
        <Match when={state.stage() === "reading"}>
          <div class={styles.busy} role="status">
            <h2>{t("reading", { name: state.fileName() })}</h2>
          </div>
        </Match>
        <Match when={state.stage() === "applying"}>
          <Applying state={state} />
        </Match>
        <Match when={state.stage() === "done"}>
          <Done state={state} />
        </Match>
        <Match when={state.stage() === "check" && ready()}>
          {(found) => <CheckStage state={state} opened={found().opened} counts={found().counts} />}
        </Match>
      </Switch>
    </>
  );
};

export default ImportScreen;
