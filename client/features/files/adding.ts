/** From chosen files to records: made ready, kept on this device, then named in the document. */
import { createRoot, createSignal, getOwner, onCleanup } from "solid-js";
import type { Accessor } from "solid-js";
import type { FileId, NewFile } from "#shared/domain/files";
import { addFactFiles, addFiles, file as fileRecord, takeBackFactFiles } from "#shared/domain/files";
import { blobLimits } from "#shared/protocol/blob-request";
import { useFormat, useText } from "#client/app/i18n";
import { createUndoToast } from "#client/app/frame/undo";
import { useCommands, useReplica } from "#client/data";
import type { BegunFile, CompanyFiles, Content } from "#client/data";
import { stayUntil } from "#client/platform/stay";
import { showToast } from "#client/ui/toast";
import { messages } from "./messages";
import type { ShownOwner } from "./owner";
import { createPreparing } from "./prepare";
import type { PreparedFile } from "./picture-messages";

export interface Adding {
  readonly add: (chosen: readonly File[]) => Promise<void>;
  /**
   * Settles once what was chosen for a fact is on the disk as it is: should the page end from here on, another one goes
   * on. It is made ready afterwards.
   */
  readonly begin: (chosen: readonly File[]) => Promise<{ readonly whole: Promise<void> }>;
  /** With what a page that is gone has left. */
  readonly goOn: (left: readonly BegunFile[]) => Promise<void>;
  /** While files are made ready: which of how many. */
  readonly progress: Accessor<{ readonly at: number; readonly of: number } | undefined>;
}

/** Under its key where it is on the disk already. */
interface Chosen {
  readonly file: File;
  readonly key?: string | undefined;
  /** A page that is gone may have named it in its last moment. */
  readonly isLeft?: boolean;
}

interface Added {
  readonly change: string | null;
  readonly ids: readonly FileId[];
}

const recordOf = (file: File, { mediaType, content, preview, width, height }: PreparedFile): NewFile => ({
  name: file.name,
  mediaType,
  size: content.bytes.length,
  hash: content.hash,
  ...(preview === null ? {} : { preview: preview.hash }),
  ...(width === null || height === null ? {} : { width, height }),
  // Cameras and phones date the file when the picture was taken.
  ...(preview !== null && file.lastModified > 0 ? { takenAt: file.lastModified } : {}),
});

const refuse = (text: string): undefined => {
  showToast({ text, meaning: "problem" });
  return undefined;
};

const createMakingReady = (): ((file: File) => Promise<PreparedFile | undefined>) => {
  const t = useText(messages);
  const format = useFormat();
  const preparing = createPreparing();
  onCleanup(() => preparing.end());
  return async (file) => {
    const answer = await preparing.prepare(file);
    if (answer.ok) return answer.prepared;
    return answer.why === "too-large"
      ? refuse(t("tooLarge", { name: file.name, most: format().bytes(blobLimits.bytes) }))
      : refuse(t("unreadable", { name: file.name }));
  };
};

export const createAdding = (files: CompanyFiles, owner: Accessor<ShownOwner>): Adding => {
  const t = useText(messages);
  const commands = useCommands();
  const { rows } = useReplica();
  const offerUndo = createUndoToast();
  const makeReady = createMakingReady();
  const [progress, setProgress] = createSignal<{ readonly at: number; readonly of: number }>();

  const isNamed = (to: ShownOwner, { hash }: Content): boolean =>
    [...rows.all(fileRecord).values()].some((each) => each.owner === to.id && each.hash === hash);
  /** Each by itself: what is ready is safe before the next one is begun. */
  const addOne = async ({ file, isLeft }: Chosen, to: ShownOwner): Promise<Added | undefined> => {
    const ready = await makeReady(file);
    if (ready === undefined) return undefined;
    if (isLeft === true && isNamed(to, ready.content)) return undefined;
    const contents: Content[] = [ready.content, ...(ready.preview === null ? [] : [ready.preview])];
    const kept = await files.keep(to.thing, contents);
    if (!kept.ok)
      return refuse(kept.error.why === "quota" ? t("deviceFull") : t("notKept", { name: file.name }));
    const records = [recordOf(file, ready)];
    const done =
      to.isFact === true
        ? await commands.runCommand(addFactFiles, { fact: to.id, files: records }, { quiet: true })
        : await commands.runCommand(addFiles, { owner: to, files: records }, { quiet: true });
    if (done.ok) return { change: done.value.change, ids: done.value.value };
    const hashes = contents.map(({ hash }) => hash);
    await files.forget(to.thing, hashes);
    return refuse(
      done.error.type === "TooManyFiles"
        ? t("tooMany", { n: done.error.most })
        : t("notKept", { name: file.name }),
    );
  };

  /** What stands in a log is taken back by removing it; there is no change to undo. */
  const tellAdded = (name: string, to: ShownOwner, { change, ids }: Added): void => {
    const text = t("added", { name });
    if (to.isFact !== true) return offerUndo(text, change);
    const takeBack = (): void => void commands.runCommand(takeBackFactFiles, { files: ids });
    showToast({ text, action: { label: t("takeBack"), onSelect: takeBack } });
  };

  const addAll = async (chosen: readonly Chosen[], to: ShownOwner): Promise<void> => {
    for (const [at, each] of chosen.entries()) {
      setProgress({ at: at + 1, of: chosen.length });
      const added = await stayUntil(addOne(each, to));
      if (each.key !== undefined) await files.begun.end(each.key);
      if (added !== undefined && chosen.length === 1) tellAdded(each.file.name, to, added);
    }
    setProgress(undefined);
  };
  const begin = async (chosen: readonly File[]): Promise<{ readonly whole: Promise<void> }> => {
    const to = owner();
    const begun: Chosen[] = [];
    for (const file of chosen) begun.push({ file, key: await putAside(files, to, file) });
    return { whole: addAll(begun, to) };
  };
  return {
    progress,
    begin,
    add: async (chosen) => (await begin(chosen)).whole,
    goOn: (left) => addAll(left.map(asChosen), owner()),
  };
};

/** Only for facts: elsewhere nothing is said to be there before it is. */
const putAside = async (files: CompanyFiles, to: ShownOwner, file: File): Promise<string | undefined> => {
  if (to.isFact !== true || file.size > blobLimits.bytes) return undefined;
  const { name, type: mediaType, lastModified } = file;
  // What cannot be read is said when it is to be made ready.
  const bytes = await file.arrayBuffer().catch(() => undefined);
  if (bytes === undefined) return undefined;
  return files.begun.put(to.id, { name, mediaType, lastModified, bytes: new Uint8Array(bytes) });
};

const asChosen = ({ key, bytes, name, mediaType, lastModified }: BegunFile): Chosen => ({
  ...{ key, isLeft: true },
  file: new File([bytes], name, { type: mediaType, lastModified }),
});

/**
 * Adds files after what asked for them is gone from the screen, as a dialog that closes at once is. Settles once they
 * are on the disk.
 */
export const createAddingLater = (
  files: CompanyFiles,
): ((owner: ShownOwner, chosen: readonly File[]) => Promise<void>) => {
  const here = getOwner();
  return (owner, chosen) =>
    createRoot(async (dispose) => {
      const { whole } = await createAdding(files, () => owner).begin(chosen);
      void whole.finally(dispose);
    }, here);
};
