/** From chosen files to records: made ready, kept on this device, then named in the document. */
import { createSignal, onCleanup } from "solid-js";
import type { Accessor } from "solid-js";
import type { NewFile } from "#shared/domain/files";
import { addFiles } from "#shared/domain/files";
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
  const addOne = async (file: File, to: ShownOwner): Promise<string | null | undefined> => {
    const ready = await makeReady(file);
    if (ready === undefined) return undefined;
    const contents: Content[] = [ready.content, ...(ready.preview === null ? [] : [ready.preview])];
    const kept = await files.keep(to.thing, contents);
    if (!kept.ok)
      return refuse(kept.error.why === "quota" ? t("deviceFull") : t("notKept", { name: file.name }));
    const done = await commands.runCommand(
      addFiles,
      { owner: to, files: [recordOf(file, ready)] },
      { quiet: true },
    );
    if (done.ok) return done.value.change;
    await files.forget(
      to.thing,
      contents.map(({ hash }) => hash),
    );
    return refuse(
      done.error.type === "TooManyFiles"
        ? t("tooMany", { n: done.error.most })
        : t("notKept", { name: file.name }),
    );
  };

  return {
    progress,
    add: async (chosen) => {
      const to = owner();
      for (const [at, file] of chosen.entries()) {
        setProgress({ at: at + 1, of: chosen.length });
        const change = await stayUntil(addOne(file, to));
        if (change !== undefined && chosen.length === 1) offerUndo(t("added", { name: file.name }), change);
      }
      setProgress(undefined);
    },
  };
};
