/** Making a company, step by step: keys and registration first, then what it is called and who began it. */
import { brand } from "#shared/kernel/brand";
import type { Zone } from "#shared/kernel/record";
import { err, ok } from "#shared/kernel/result";
import type { Result } from "#shared/kernel/result";
import { introduceMyself, setUpCompany } from "#shared/domain/settings";
import type { SettingsProblem } from "#shared/domain/settings";
import type { Identity, RelayProblem } from "#shared/replica/identity/types";
import type { Replica, RunProblem } from "#shared/replica/types";
import type { Companies, OpenProblem } from "#client/data";

export interface StartDeps {
  readonly identity: Identity;
  readonly companies: Companies;
}

export interface StartArgs {
  readonly companyName: string;
  readonly personName: string;
  /** Registers with it; null begins on this device alone. */
  readonly relay: string | null;
  /** For a relay whose operator gives one out; empty otherwise. */
  readonly token: string;
  readonly demo: boolean;
  readonly currency: string;
  readonly zone: string;
  readonly departments: readonly { readonly name: string; readonly pictogram: string }[];
}

export type StartProblem = RelayProblem | OpenProblem | SettingsProblem | RunProblem;

const zonePattern = /^[A-Za-z0-9_+-]+(\/[A-Za-z0-9_+-]+){0,2}$/;

const describe = async (replica: Replica, args: StartArgs): Promise<Result<null, StartProblem>> => {
  const company = await replica.run(setUpCompany, {
    name: args.companyName,
    currency: args.currency,
    categories: args.departments,
    ...(zonePattern.test(args.zone) ? { zone: brand<Zone>(args.zone) } : {}),
  });
  if (!company.ok) return company;
  const person = await replica.run(introduceMyself, { name: args.personName, colour: 1 });
  return person.ok ? ok(null) : person;
};

/**
 * Leaves the new company open on screen. Without a network it begins on this device alone: nothing waits for a relay.
 * After a failure past the first step the company stays in the list of this device, with what was written.
 */
export const startCompany = async (
  deps: StartDeps,
  args: StartArgs,
): Promise<Result<Replica, StartProblem>> => {
  const registered = await deps.identity.createCompany({ relay: args.relay, token: args.token });
  const created =
    !registered.ok && registered.error.type === "RelayUnreachable"
      ? await deps.identity.createCompany({ relay: null })
      : registered;
  if (!created.ok) return err(created.error);
  const { company } = created.value;
  await deps.companies.note(company, { name: args.companyName.trim(), demo: args.demo });
  const opened = await deps.companies.open(company);
  if (!opened.ok) return opened;
  const described = await describe(opened.value, args);
  return described.ok ? opened : described;
};
