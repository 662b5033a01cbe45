import { Match, Show, Switch, createEffect, onCleanup } from "solid-js";
import type { JSX } from "solid-js";
import { useApp } from "#client/app/app-context";
import { isTyping } from "#client/app/frame/undo";
import { useFormat, useText } from "#client/app/i18n";
import type { CompanyFiles, ReadProblem } from "#client/data";
import { Button, IconButton } from "#client/ui/button";
import { Dialog } from "#client/ui/dialog";
import { EditableText } from "#client/ui/editable-text";
import { Editable } from "#client/ui/editing";
import { ChevronLeft, ChevronRight, Download, FileText, ImageOff, Trash2 } from "#client/ui/icons";
import { showToast } from "#client/ui/toast";
import { createShown, saveContent } from "./content";
import type { FileRow } from "./file-grid";
import styles from "./files.module.css";
import { messages } from "./messages";
import type { FileChanges } from "./owner";

interface ViewerProps {
  readonly files: CompanyFiles;
  readonly rows: readonly FileRow[];
  readonly row: FileRow;
  /** Absent where nothing may be changed. */
  readonly changes: FileChanges | undefined;
  readonly onShow: (row: FileRow) => void;
  readonly onClose: () => void;
}

const problemKeys = {
  Offline: "notOffline",
  NotThere: "notThere",
  Refused: "forbidden",
  Damaged: "damaged",
  DeviceFull: "noRoom",
} as const satisfies Record<ReadProblem["type"], string>;

/** The picture as large as it fits, or why there is none. */
const Stage = (props: Pick<ViewerProps, "files" | "row">): JSX.Element => {
  const t = useText(messages);
  // eslint-disable-next-line solid/reactivity -- one store of files per company, for as long as it is shown
  const shown = createShown(props.files, () =>
    // Nothing is fetched only to find that it cannot be drawn.
    props.row.preview === undefined ? undefined : { thing: props.row.thing, hash: props.row.hash },
  );
  const url = (): string | undefined => {
    const now = shown();
    return now.type === "picture" ? now.url : undefined;
  };
  const problem = (): ReadProblem["type"] | undefined => {
    const now = shown();
    return now.type === "problem" ? now.why : undefined;
  };
  const isOther = (): boolean => props.row.preview === undefined || shown().type === "other";
  return (
    <div class={styles.stage}>
      <Switch fallback={<p class={styles.told}>{t("loading")}</p>}>
        <Match when={isOther()}>
          <p class={styles.told}>
            <FileText />
            {t("notDrawn")}
          </p>
        </Match>
        <Match when={url()}>
          {(source) => <img src={source()} alt={props.row.caption ?? props.row.name} decoding="async" />}
        </Match>
        <Match when={problem()}>
          {(why) => (
            <p class={styles.told} role="status">
              <ImageOff />
              {t(problemKeys[why()])}
            </p>
          )}
        </Match>
      </Switch>
    </div>
  );
};

const Facts = (props: Pick<ViewerProps, "row">): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const app = useApp();
  return (
    <p class={`small quiet ${styles.facts ?? ""}`}>
      <span>{props.row.name}</span>
      <span>{format().bytes(props.row.size)}</span>
      <Show when={props.row.takenAt}>
        {(at) => <span>{t("takenAt", { time: format().moment(at(), app.now()) })}</span>}
      </Show>
    </p>
  );
};

const Steps = (props: {
  readonly at: number;
  readonly of: number;
  readonly step: (by: 1 | -1) => void;
}): JSX.Element => {
  const t = useText(messages);
  return (
    <div class={styles.steps}>
      <IconButton label={t("previous")} disabled={props.at <= 0} onClick={() => props.step(-1)}>
        <ChevronLeft />
      </IconButton>
      <span class="small">{t("position", { at: props.at + 1, of: props.of })}</span>
      <IconButton label={t("next")} disabled={props.at >= props.of - 1} onClick={() => props.step(1)}>
        <ChevronRight />
      </IconButton>
    </div>
  );
};

/** Arrow keys go through the files, unless somebody types. */
const createArrowKeys = (step: (by: 1 | -1) => void): void => {
  const onKeyDown = (event: KeyboardEvent): void => {
    if (isTyping(event.target)) return;
    if (event.key === "ArrowLeft") step(-1);
    if (event.key === "ArrowRight") step(1);
  };
  createEffect(() => {
    document.addEventListener("keydown", onKeyDown);
    onCleanup(() => document.removeEventListener("keydown", onKeyDown));
  });
};

/** One file in full: caption, facts, the ones beside it by key or button. */
export const FileViewer = (props: ViewerProps): JSX.Element => {
  const t = useText(messages);
  const save = async (): Promise<void> => {
    const { thing, hash, name } = props.row;
    const problem = await saveContent(props.files, { thing, hash }, name);
    if (problem !== undefined) showToast({ text: t(problemKeys[problem]), meaning: "problem" });
  };
  const remove = async (): Promise<void> => {
    await props.changes?.remove(props.row.id, props.row.name);
    props.onClose();
  };
  const at = (): number => props.rows.findIndex(({ id }) => id === props.row.id);
  const step = (by: 1 | -1): void => {
    const next = props.rows[at() + by];
    if (next !== undefined) props.onShow(next);
  };
  createArrowKeys(step);
  return (
    <Dialog
      open
      wide
      title={props.row.preview === undefined ? t("file") : t("photo")}
      onClose={() => props.onClose()}
      foot={
        <>
          <Steps at={at()} of={props.rows.length} step={step} />
          <Show when={props.changes !== undefined}>
            <Button variant="danger" onClick={() => void remove()}>
              <Trash2 />
              {t("remove")}
            </Button>
          </Show>
          <Button onClick={() => void save()}>
            <Download />
            {t("save")}
          </Button>
        </>
      }
    >
      <div class={styles.figure}>
        <Stage files={props.files} row={props.row} />
        <Editable when={props.changes !== undefined}>
          <EditableText
            label={t("caption")}
            value={props.row.caption ?? ""}
            placeholder={t("captionHint")}
            multiline
            onCommit={(caption) => void props.changes?.describe(props.row.id, caption.trim())}
          />
        </Editable>
        <Facts row={props.row} />
      </div>
    </Dialog>
  );
};
