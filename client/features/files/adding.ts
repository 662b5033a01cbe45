/** From chosen files to records: made ready, kept on this device, then named in the document. */
import { createRoot, createSignal, getOwner, onCleanup } from "solid-js";
import type { Accessor } from "solid-js";
import type { FileId, NewFile } from "#shared/domain/files";
import { addFactFiles, addFiles, takeBackFactFiles } from "#shared/domain/files";
import { blobLimits } from "#shared/protocol/blob-request";
import { useFormat, useText } from "#client/app/i18n";
import { createUndoToast } from "#client/app/frame/undo";
import { useCommands } from "#client/data";
import type { CompanyFiles, Content } from "#client/data";
import { stayUntil } from "#client/platform/stay";
import { showToast } from "#client/ui/toast";
import { messages } from "./messages";
import type { ShownOwner } from "./owner";
import { createPreparing } from "./prepare";
import type { PreparedFile } from "./picture-messages";

export interface Adding {
  readonly add: (chosen: readonly File[]) => Promise<void>;
  /** While files are made ready: which of how many. */
  readonly progress: Accessor<{ readonly at: number; readonly of: number } | undefined>;
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

export const createAdding = (files: CompanyFiles, owner: Accessor<ShownOwner>): Adding => {
  const t = useText(messages);
  const format = useFormat();
  const commands = useCommands();
  const offerUndo = createUndoToast();
  const preparing = createPreparing();
  const [progress, setProgress] = createSignal<{ readonly at: number; readonly of: number }>();
  onCleanup(() => preparing.end());

  const refuse = (text: string): undefined => {
    showToast({ text, meaning: "problem" });
    return undefined;
  };
  const makeReady = async (file: File): Promise<PreparedFile | undefined> => {
    const answer = await preparing.prepare(file);
    if (answer.ok) return answer.prepared;
    return answer.why === "too-large"
      ? refuse(t("tooLarge", { name: file.name, most: format().bytes(blobLimits.bytes) }))
      : refuse(t("unreadable", { name: file.name }));
  };
  /** Each by itself: what is ready is safe before the next one is begun. */
  const addOne = async (file: File, to: ShownOwner): Promise<Added | undefined> => {
    const ready = await makeReady(file);
    if (ready === undefined) return undefined;
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

  return {
    progress,
    add: async (chosen) => {
      const to = owner();
      for (const [at, file] of chosen.entries()) {
        setProgress({ at: at + 1, of: chosen.length });
        const added = await stayUntil(addOne(file, to));
        if (added !== undefined && chosen.length === 1) tellAdded(file.name, to, added);
      }
      setProgress(undefined);
    },
  };
};

/** Adds files after what asked for them is gone from the screen, as a dialog that closes at once is. */
export const createAddingLater = (
  files: CompanyFiles,
): ((owner: ShownOwner, chosen: readonly File[]) => Promise<void>) => {
  const here = getOwner();
  return (owner, chosen) =>
    createRoot(async (dispose) => {
      await createAdding(files, () => owner)
        .add(chosen)
        .finally(dispose);
    }, here);
};
