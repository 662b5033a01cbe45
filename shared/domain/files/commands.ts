/** Adding photos and files to anything that has a document, naming and removing them. */
import * as v from "valibot";
import type { CommandContext, DocumentDraft } from "#shared/kernel/command";
import { defineCommand, livingRecord } from "#shared/kernel/command";
import type { Id } from "#shared/kernel/ids";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { FileProblem } from "./errors";
import { cleanName } from "./names";
import { file } from "./types";
import type { FileId, FileOwner, NewFile } from "./types";

/** Of one owner: a gallery, not an archive. */
export const mostFiles = 200;

const writeOwner = (args: { readonly owner: FileOwner }) => [{ verb: "write", on: args.owner.on }] as const;
const ownerDocument = (args: { readonly owner: FileOwner }) => [{ thing: args.owner.thing }];

/** The contents are kept on the device before: what is named here can be sent. */
export const addFiles = defineCommand<
  { readonly owner: FileOwner; readonly files: readonly NewFile[] },
  readonly FileId[],
  FileProblem
>({
  name: "files.addFiles",
  needs: writeOwner,
  documents: ownerDocument,
  run: (drafts, { owner, files }, context) => {
    const draft = drafts.open({ thing: owner.thing });
    if (livingRecord(draft, owner.type, owner.id) === undefined) return err({ type: "OwnerMissing" });
    return createFiles(draft, owner.id, files, context);
  },
});

export const editFile = defineCommand<
  {
    readonly owner: FileOwner;
    readonly file: FileId;
    readonly values: { readonly name?: string; readonly caption?: string | null };
  },
  null,
  FileProblem
>({
  name: "files.editFile",
  needs: writeOwner,
  documents: ownerDocument,
  run: (drafts, { owner, file: id, values }) => {
    const draft = drafts.open({ thing: owner.thing });
    if (livingRecord(draft, file, id) === undefined) return err({ type: "FileMissing" });
    const named = values.name === undefined ? values : { ...values, name: cleanName(values.name) };
    const checked = checkFile(named);
    if (!checked.ok) return checked;
    draft.set(file, id, named);
    return ok(null);
  },
});

export const removeFiles = defineCommand<
  { readonly owner: FileOwner; readonly files: readonly FileId[] },
  null,
  FileProblem
>({
  name: "files.removeFiles",
  needs: writeOwner,
  documents: ownerDocument,
  run: (drafts, { owner, files }) => removeFrom(drafts.open({ thing: owner.thing }), files),
});

const own = { own: "movements" } as const;
const tell = [{ verb: "write", on: "movements" }] as const;

/**
 * Files of a fact, which any device may add to: each stands in the log of the device that added it. Their contents
 * wait under the fact itself, as no log may be there yet.
 */
export const addFactFiles = defineCommand<
  { readonly fact: Id<string>; readonly files: readonly NewFile[] },
  readonly FileId[],
  FileProblem
>({
  name: "files.addFactFiles",
  needs: tell,
  documents: () => [own],
  run: (drafts, { fact, files }, context) => createFiles(drafts.open(own), fact, files, context),
});

/** Takes back what this device has just added. FileMissing once another log has begun: then it stays. */
export const takeBackFactFiles = defineCommand<{ readonly files: readonly FileId[] }, null, FileProblem>({
  name: "files.takeBackFactFiles",
  needs: tell,
  documents: () => [own],
  run: (drafts, { files }) => removeFrom(drafts.open(own), files),
});

const createFiles = (
  draft: DocumentDraft,
  owner: Id<string>,
  files: readonly NewFile[],
  context: CommandContext,
): Result<readonly FileId[], FileProblem> => {
  if (livingFiles(draft, owner) + files.length > mostFiles)
    return err({ type: "TooManyFiles", most: mostFiles });
  const wanted = files.map((each) => ({ ...each, name: cleanName(each.name) }));
  for (const each of wanted) {
    const checked = checkFile(each);
    if (!checked.ok) return checked;
  }
  return ok(
    wanted.map((each, at) => {
      const id = context.newId<FileId>();
      // What was chosen together stays in that order.
      draft.create(file, id, { ...each, owner, addedAt: context.now + at });
      return id;
    }),
  );
};

const removeFrom = (draft: DocumentDraft, files: readonly FileId[]): Result<null, FileProblem> => {
  if (files.some((id) => livingRecord(draft, file, id) === undefined)) return err({ type: "FileMissing" });
  for (const id of files) draft.remove(file, id);
  return ok(null);
};

const livingFiles = (draft: DocumentDraft, owner: Id<string>): number =>
  draft.list(file).filter((each) => each.owner === owner && each.removedAt === undefined).length;

const checkFile = (values: object): Result<null, FileProblem> => {
  for (const [name, value] of Object.entries<unknown>({ ...values })) {
    const field = Object.entries(file.fields).find(([known]) => known === name)?.[1];
    if (value === undefined || value === null) continue;
    if (field === undefined || !v.is(field.schema, value)) return err({ type: "ValueRefused", field: name });
  }
  return ok(null);
};
