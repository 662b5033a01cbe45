import { Show, createMemo, createSignal, untrack } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import { editFile, file, filesOf, removeFiles } from "#shared/domain/files";
import type { FileId } from "#shared/domain/files";
import { createUndoToast } from "#client/app/frame/undo";
import { useText } from "#client/app/i18n";
import {
  createMay,
  createObserved,
  createRows,
  createRowsOf,
  scopeOf,
  useCommands,
  useFiles,
} from "#client/data";
import type { CompanyFiles } from "#client/data";
import { droppedFiles, pickFiles } from "#client/platform/files";
import { Button } from "#client/ui/button";
import { classes } from "#client/ui/classes";
import { Camera, Upload } from "#client/ui/icons";
import { createMedia } from "#client/ui/media";
import { Section } from "#client/ui/page";
import { createAdding } from "./adding";
import type { Adding } from "./adding";
import { FileGrid } from "./file-grid";
import type { FileRow } from "./file-grid";
import { FileViewer } from "./file-viewer";
import styles from "./files.module.css";
import { messages } from "./messages";
import type { FactFiles, FileChanges, ShownOwner } from "./owner";
import { WaitingNotes } from "./waiting-notes";

const AddButtons = (props: { readonly adding: Adding }): JSX.Element => {
  const t = useText(messages);
  const hasFingers = createMedia("(pointer: coarse)");
  const isBusy = (): boolean => props.adding.progress() !== undefined;
  const pick = async (camera: boolean): Promise<void> => {
    const picked = await pickFiles(camera ? { accept: "image/*", camera } : { multiple: true });
    await props.adding.add(picked.map((each) => each.file));
  };
  return (
    <>
      <Show when={hasFingers()}>
        <Button disabled={isBusy()} onClick={() => void pick(true)}>
          <Camera />
          {t("takePhoto")}
        </Button>
      </Show>
      <Button disabled={isBusy()} onClick={() => void pick(false)}>
        <Upload />
        {t("addFiles")}
      </Button>
    </>
  );
};

/** Where new files are dropped. */
const DropArea = (props: {
  readonly adding: Adding;
  readonly mayEdit: boolean;
  readonly children: JSX.Element;
}): JSX.Element => {
  const t = useText(messages);
  const [isOver, setOver] = createSignal(false);
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    if (!event.dataTransfer) return;
    // eslint-disable-next-line solid/reactivity -- runs in an event handler, after the files are read
    void droppedFiles(event.dataTransfer).then((found) => props.adding.add(found.map((each) => each.file)));
  };
  const over = (event: DragEvent): void => {
    if (!props.mayEdit) return;
    event.preventDefault();
    setOver(true);
  };
  return (
    <div
      class={classes(styles.area, isOver() && styles.over)}
      onDragOver={over}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => props.mayEdit && drop(event)}
    >
      <Show when={isOver()}>
        <p class="small">{t("dropHere")}</p>
      </Show>
      {props.children}
    </div>
  );
};

interface GalleryProps {
  readonly files: CompanyFiles;
  readonly owner: ShownOwner;
  readonly rows: readonly FileRow[];
  readonly adding: Adding;
  readonly mayAdd: boolean;
  readonly changes: FileChanges | undefined;
}

const Gallery = (props: GalleryProps): JSX.Element => {
  const t = useText(messages);
  // eslint-disable-next-line solid/reactivity -- one store of files per company, for as long as it is shown
  const state = createObserved(props.files.state);
  const [opened, setOpened] = createSignal<FileId>();
  const shown = createMemo(() => props.rows.find(({ id }) => id === opened()));
  return (
    <DropArea adding={props.adding} mayEdit={props.mayAdd}>
      <Show
        when={props.rows.length > 0}
        fallback={<p class="quiet">{t(props.owner.isFact === true ? "noneFact" : "noneText")}</p>}
      >
        <FileGrid
          files={props.files}
          rows={props.rows}
          waiting={state().waiting}
          label={t("title")}
          onOpen={(row) => setOpened(() => row.id)}
        />
      </Show>
      <Show when={props.adding.progress()}>
        {(progress) => (
          <p class="small quiet" role="status">
            {t("preparing", progress())}
          </p>
        )}
      </Show>
      <WaitingNotes files={props.files} />
      <Show when={shown()}>
        {(row) => (
          <FileViewer
            files={props.files}
            rows={props.rows}
            row={row()}
            changes={props.changes}
            onShow={({ id }) => setOpened(() => id)}
            onClose={() => setOpened(undefined)}
          />
        )}
      </Show>
    </DropArea>
  );
};

interface SectionProps {
  readonly owner: ShownOwner;
  /** What was said of the files of a fact, and how to say more. */
  readonly fact?: FactFiles | undefined;
  /** What belongs to them, below. */
  readonly children?: JSX.Element;
}

/** Files of facts stand in several logs. */
const createFilesAt = (owner: Accessor<ShownOwner>): Accessor<readonly FileRow[]> =>
  untrack(owner).isFact === true
    ? createRows(file, { where: (each) => each.owner === owner().id })
    : createRowsOf(file, () => owner().thing);

const createDocumentChanges = (owner: Accessor<ShownOwner>): FileChanges => {
  const t = useText(messages);
  const commands = useCommands();
  const offerUndo = createUndoToast();
  return {
    describe: async (id, caption) => {
      const values = { caption: caption === "" ? null : caption };
      await commands.runCommand(editFile, { owner: owner(), file: id, values });
    },
    remove: async (id, name) => {
      const done = await commands.runCommand(removeFiles, { owner: owner(), files: [id] });
      if (done.ok) offerUndo(t("removed", { name }), done.value.change);
    },
  };
};

/** With what was said of them since, where they are of a fact. */
const asSaid = (rows: readonly FileRow[], fact: FactFiles | undefined): readonly FileRow[] =>
  fact === undefined
    ? rows
    : rows
        .filter(({ id }) => !fact.isRemoved(id))
        .map((row) => {
          const caption = fact.captionOf(row.id);
          return caption === undefined ? row : { ...row, caption };
        });

const SectionOf = (props: SectionProps & { readonly files: CompanyFiles }): JSX.Element => {
  const t = useText(messages);
  const may = createMay();
  const all = createFilesAt(() => props.owner);
  const rows = createMemo(() => asSaid(filesOf(all(), props.owner.id), props.fact));
  const ofDocument = createDocumentChanges(() => props.owner);
  const changes = (): FileChanges | undefined =>
    !mayEdit() ? undefined : props.owner.isFact === true ? props.fact : ofDocument;
  const mayEdit = (): boolean => may("write", props.owner.on, scopeOf(props.owner.on, props.owner.thing));
  // eslint-disable-next-line solid/reactivity -- one store of files per company, for as long as it is shown
  const adding = createAdding(props.files, () => props.owner);
  return (
    <Section
      title={t("title")}
      note={rows().length > 0 ? rows().length : undefined}
      actions={
        <Show when={mayEdit()}>
          <AddButtons adding={adding} />
        </Show>
      }
    >
      <Gallery
        files={props.files}
        owner={props.owner}
        rows={rows()}
        adding={adding}
        mayAdd={mayEdit()}
        changes={changes()}
      />
      {props.children}
    </Section>
  );
};

/**
 * Photos and files of one thing: `<FilesSection owner={{ thing, type, id, on }} />`, where `type` and `id` name the
 * record they belong to, `thing` its document and `on` the class of that. Whoever may write there may add.
 */
export const FilesSection = (props: SectionProps): JSX.Element => {
  const files = useFiles();
  return (
    <Show when={files}>
      {(known) => (
        <SectionOf files={known()} owner={props.owner} fact={props.fact}>
          {props.children}
        </SectionOf>
      )}
    </Show>
  );
};
