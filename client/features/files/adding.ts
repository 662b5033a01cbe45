/** From chosen files to records: made ready, kept on this device, then named in the document. */
import { createRoot, createSignal, getOwner, onCleanup } from "solid-js";
import type { Accessor } from "solid-js";
import type { NewFile } from "#shared/domain/files";
import { addFactFiles, addFiles, file as fileRecord, takeBackFactFiles } from "#shared/domain/files";
import { blobLimits } from "#shared/protocol/blob-request";
import { useFormat, useText } from "#client/app/i18n";
import { createUndoToast } from "#client/app/frame/undo";
import { useCommands, useReplica } from "#client/data";
import type { BegunFile, CompanyFiles, Content } from "#client/data";
import { saveFile } from "#client/platform/files";
import { stayUntil } from "#client/platform/stay";
import { showToast } from "#client/ui/toast";
import { messages } from "./messages";
import type { ShownOwner } from "./owner";
import { createPreparing } from "./prepare";
import type { PreparedFile } from "./picture-messages";
import { asChosen, mostTries, workOff } from "./work-off";
import type { Added, Chosen, Outcome, PutOff } from "./work-off";

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

const contentsOf = ({ content, preview }: PreparedFile): readonly Content[] => [
  content,
  ...(preview === null ? [] : [preview]),
];

const over: Outcome = { isOver: true };
const putOff = (why: PutOff): Outcome => ({ isOver: false, why });
const refuse = (text: string): Outcome => {
  showToast({ text, meaning: "problem" });
  return over;
};

/** What could not be added now: what of it is left on the device, and what becomes of that. */
const createTellingLeft = (files: CompanyFiles) => {
  const t = useText(messages);
  const notThere = { unreadable: "unreadable", full: "deviceFull", "not-kept": "notKept" } as const;
  const save = (file: File, key: string | undefined): void => {
    saveFile(file.name, file);
    if (key === undefined) return;
    // Nobody says whether it was saved in the end: whoever did it does.
    const forget = (): void => void files.begun.end(key);
    showToast({
      text: t("handedOver", { name: file.name }),
      action: { label: t("removeHere"), onSelect: forget },
    });
  };
  const showPlaced = (file: File, key: string | undefined): void =>
    showToast({
      text: t(file.type.startsWith("video/") ? "placedFilm" : "placed", { name: file.name }),
      meaning: "problem",
      action: { label: t("save"), onSelect: () => save(file, key) },
    });
  return {
    putOff: ({ file, key }: Chosen, why: PutOff): void => {
      const { name } = file;
      if (why === "placed") return showPlaced(file, key);
      const words = key === undefined ? notThere[why] : why === "full" ? "putOffFull" : "putOff";
      showToast({ text: t(words, { name }), meaning: "problem" });
    },
    givenUp: (file: File, key: string): void =>
      showToast({
        text: t("givenUp", { name: file.name, n: mostTries }),
        meaning: "problem",
        action: { label: t("save"), onSelect: () => save(file, key) },
      }),
  };
};

/** Makes one file ready, keeps it and names it. */
const createAddingOne = (files: CompanyFiles): ((chosen: Chosen, to: ShownOwner) => Promise<Outcome>) => {
  const t = useText(messages);
  const format = useFormat();
  const commands = useCommands();
  const { rows } = useReplica();
  const preparing = createPreparing();
  onCleanup(() => preparing.end());

  const isNamed = (to: ShownOwner, { hash }: Content): boolean =>
    [...rows.all(fileRecord).values()].some((each) => each.owner === to.id && each.hash === hash);
  const name = async (file: File, to: ShownOwner, ready: PreparedFile): Promise<Outcome> => {
    const records = [recordOf(file, ready)];
    const done =
      to.isFact === true
        ? await commands.runCommand(addFactFiles, { fact: to.id, files: records }, { quiet: true })
        : await commands.runCommand(addFiles, { owner: to, files: records }, { quiet: true });
    if (done.ok) return { isOver: true, added: { change: done.value.change, ids: done.value.value } };
    await files.forget(
      to.thing,
      contentsOf(ready).map(({ hash }) => hash),
    );
    switch (done.error.type) {
      case "TooManyFiles":
        return refuse(t("tooMany", { n: done.error.most }));
      case "OwnerMissing":
      case "FileMissing":
      case "ValueRefused":
        return refuse(t("notKept", { name: file.name }));
      default:
        // Nothing is wrong with the file: the device could not write, or may not now.
        return putOff("not-kept");
    }
  };
  return async ({ file, isLeft }: Chosen, to: ShownOwner): Promise<Outcome> => {
    const answer = await preparing.prepare(file);
    if (!answer.ok)
      return answer.why === "too-large"
        ? refuse(t("tooLarge", { name: file.name, most: format().bytes(blobLimits.bytes) }))
        : putOff(answer.why);
    const ready = answer.prepared;
    if (isLeft === true && isNamed(to, ready.content)) return over;
    const kept = await files.keep(to.thing, contentsOf(ready));
    if (!kept.ok) return putOff(kept.error.why === "quota" ? "full" : "not-kept");
    return name(file, to, ready);
  };
};

export const createAdding = (files: CompanyFiles, owner: Accessor<ShownOwner>): Adding => {
  const t = useText(messages);
  const commands = useCommands();
  const offerUndo = createUndoToast();
  const tellLeft = createTellingLeft(files);
  const [progress, setProgress] = createSignal<{ readonly at: number; readonly of: number }>();

  /** What stands in a log is taken back by removing it; there is no change to undo. */
  const tellAdded = (name: string, to: ShownOwner, { change, ids }: Added): void => {
    const text = t("added", { name });
    if (to.isFact !== true) return offerUndo(text, change);
    const takeBack = (): void => void commands.runCommand(takeBackFactFiles, { files: ids });
    showToast({ text, action: { label: t("takeBack"), onSelect: takeBack } });
  };
  const addOne = createAddingOne(files);
  const addAll = async (chosen: readonly Chosen[], to: ShownOwner): Promise<void> => {
    await workOff(chosen, {
      begun: files.begun,
      add: async (each, at) => {
        setProgress({ at: at + 1, of: chosen.length });
        const done = await stayUntil(addOne(each, to));
        if (done.isOver && done.added !== undefined && chosen.length === 1)
          tellAdded(each.file.name, to, done.added);
        return done;
      },
      onPutOff: tellLeft.putOff,
      onGivenUp: tellLeft.givenUp,
    });
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
