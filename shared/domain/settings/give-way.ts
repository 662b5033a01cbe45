/** What a company was set up with, when an archive brings what it is to be. */
import { defineCommand } from "#shared/kernel/command";
import type { ThingId } from "#shared/kernel/ids";
import { ok } from "#shared/kernel/result";
import { category, companyProfile } from "./types";

/** Removes profile and categories of one company document. They stay readable there. */
export const giveWay = defineCommand<{ readonly thing: ThingId }, null, never>({
  name: "settings.giveWay",
  needs: [{ verb: "write", on: "settings" }],
  documents: ({ thing }) => [{ thing }],
  run: (drafts, { thing }) => {
    const draft = drafts.open({ thing });
    for (const { id } of draft.list(companyProfile)) draft.remove(companyProfile, id);
    for (const { id } of draft.list(category)) draft.remove(category, id);
    return ok(null);
  },
});
