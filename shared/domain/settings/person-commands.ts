/** Personal data of members. A person has a document of their own, so that it can be erased. */
import { defineCommand } from "#shared/kernel/command";
import type { MemberId } from "#shared/kernel/ids";
import { thingOf } from "#shared/kernel/ids";
import type { RecordPatch } from "#shared/kernel/record";
import { err, ok } from "#shared/kernel/result";
import { checkName } from "./check-name";
import type { SettingsProblem } from "./errors";
import { person } from "./types";

const maxPersonName = 120;

export interface IntroducePerson {
  readonly name: string;
  /** Identity colour, 1 to 4. */
  readonly colour: number;
}

/** Says who the member at this device is: makes their document. Once per member. */
export const introduceMyself = defineCommand<IntroducePerson, null, SettingsProblem>({
  name: "settings.introduceMyself",
  needs: [{ verb: "create", on: "person" }],
  documents: () => [],
  run: (drafts, args, context) => {
    const name = checkName(args.name, maxPersonName);
    if (!name.ok) return name;
    const thing = thingOf(context.member);
    const draft = drafts.create("person", thing, { member: context.member });
    draft.create(person, context.member, { name: name.value, colour: args.colour });
    return ok(null);
  },
});

export type SetPerson = RecordPatch<typeof person> & { readonly member: MemberId };

export const setPersonFields = defineCommand<SetPerson, null, SettingsProblem>({
  name: "settings.setPersonFields",
  needs: [{ verb: "write", on: "person" }],
  documents: (args) => [{ thing: thingOf(args.member) }],
  run: (drafts, { member, ...patch }) => {
    const draft = drafts.open({ thing: thingOf(member) });
    const found = draft.get(person, member);
    if (found === undefined || found.removedAt !== undefined) return err({ type: "PersonMissing" });
    if (patch.name === undefined) {
      draft.set(person, member, patch);
      return ok(null);
    }
    const name = checkName(patch.name, maxPersonName);
    if (!name.ok) return name;
    draft.set(person, member, { ...patch, name: name.value });
    return ok(null);
  },
});
