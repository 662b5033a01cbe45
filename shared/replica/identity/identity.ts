/** The identity engine: every company of this device, and the ways into one. See `types.ts` for what each does. */
import { bytesEqual } from "#shared/kernel/bytes";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import { parseProposalText } from "#shared/protocol/root-proposal";
import { bytes32FromText, textOfBytes } from "#shared/protocol/wire-types";
import { maxPrev } from "#shared/protocol/membership/entry-kinds";
import type { CompanyRecords } from "./company-records";
import { openProposalAt } from "./co-sign-outside";
import { openCompanyRecords } from "./company-records";
import { followJoin, requestJoin, requestJoinUnsent } from "./enrol";
import { sheetOf, wrongGroups } from "./paper-sheet";
import { closableTimers } from "./poll";
import { foundCompanyHere, makeEntry, registerCompany } from "./found-company";
import type { OpenMembership } from "./membership";
import { openMembership } from "./membership";
import { followRecovery, requestRecovery } from "./recover";
import type { Recovering } from "./recovery-types";
import { createRelayClient } from "./relay-client";
import type {
  Identity,
  IdentityDeps,
  Joining,
  JoinProblem,
  Membership,
  PaperKeySheet,
  StoredCompany,
} from "./types";

/** Reads the stored companies; requests that wait are followed once somebody asks for them. */
export const createIdentity = async (given: IdentityDeps): Promise<Identity> => {
  const closing = closableTimers(given.timers);
  const deps = { ...given, timers: closing.timers };
  const records = await openCompanyRecords(deps.store);
  const memberships = createMemberships(deps, records);
  const joining = new Map<string, Joining>();
  const follow = (requested: Result<StoredCompany, JoinProblem>): Result<Joining, JoinProblem> => {
    if (!requested.ok) return requested;
    const followed = followJoin(deps, records, requested.value);
    joining.set(followed.company, followed);
    return ok(followed);
  };
  return {
    companies: records.companies,
    createCompany: async ({ relay, token = "" }) => {
      const founded = await foundCompanyHere(deps, relay === null ? null : trimOrigin(relay), token);
      return founded.ok ? ok(await records.add(founded.value)) : founded;
    },
    attachRelay: (company, relay, token = "") =>
      attachRelay(deps, { records, memberships }, company, { origin: trimOrigin(relay), token }),
    relayAt: (address) => createRelayClient(deps.http, trimOrigin(address)).info(),
    join: async (link, here) => follow(await requestJoin(deps, records, { link, here: here ?? null })),
    joinUnsent: async (link) => follow(await requestJoinUnsent(deps, records, link)),
    resumeJoin: (company) => {
      const record = records.find(company);
      if (record?.stage !== "joining") return joining.get(company);
      const followed = joining.get(company) ?? followJoin(deps, records, record);
      joining.set(company, followed);
      return followed;
    },
    ...paperKeys(deps, records),
    ...recoveries(deps, records),
    openProposal: async ({ text, relay }) => {
      const proposal = parseProposalText(text);
      if (!proposal.ok) return proposal;
      const membership = await memberships.open(textOfBytes(proposal.value.company));
      return membership === undefined
        ? openProposalAt(deps, trimOrigin(relay), proposal.value)
        : membership.openProposal(text);
    },
    membership: memberships.open,
    forget: async (company) => {
      const record = records.find(company);
      if (record === undefined) return;
      memberships.close(company);
      await records.remove(record.company);
      await deps.keys.remove(record.device);
    },
    close: async () => closing.close(),
  };
};

const recoveries = (
  deps: IdentityDeps,
  records: CompanyRecords,
): Pick<Identity, "recover" | "resumeRecovery"> => {
  const recovering = new Map<string, Recovering>();
  return {
    recover: async ({ relay, paperKeys: typed, withOthers = false }) => {
      const args = { relay: trimOrigin(relay), paperKeys: typed, withOthers };
      const requested = await requestRecovery(deps, records, args);
      if (!requested.ok) return requested;
      const followed = followRecovery(deps, records, requested.value);
      recovering.set(followed.company, followed);
      return ok(followed);
    },
    resumeRecovery: (company) => {
      const record = records.find(company);
      if (record?.stage !== "recovering") return recovering.get(company);
      const followed = recovering.get(company) ?? followRecovery(deps, records, record);
      recovering.set(company, followed);
      return followed;
    },
  };
};

/** People paste addresses with a slash at the end. */
const trimOrigin = (relay: string): string => relay.trim().replace(/\/+$/, "");

interface Memberships {
  readonly open: (company: string) => Promise<Membership | undefined>;
  readonly find: (company: string) => Promise<OpenMembership | undefined> | undefined;
  readonly close: (company: string) => void;
}

/** One membership per company, shared by all who ask. */
const createMemberships = (deps: IdentityDeps, records: CompanyRecords): Memberships => {
  const opened = new Map<string, Promise<OpenMembership | undefined>>();
  const openOne = async (company: string): Promise<OpenMembership | undefined> => {
    const record = records.find(company);
    if (record?.stage !== "active") return undefined;
    const keys = await deps.keys.open(record.device);
    return keys === undefined ? undefined : openMembership(deps, records, record, keys);
  };
  return {
    open: async (company) => {
      const opening = opened.get(company) ?? openOne(company);
      opened.set(company, opening);
      const membership = await opening;
      if (membership === undefined) opened.delete(company);
      return membership;
    },
    find: (company) => opened.get(company),
    close: (company) => opened.delete(company),
  };
};

const attachRelay = async (
  deps: IdentityDeps,
  { records, memberships }: { readonly records: CompanyRecords; readonly memberships: Memberships },
  company: string,
  { origin, token }: { readonly origin: string; readonly token: string },
): ReturnType<Identity["attachRelay"]> => {
  const record = records.find(company);
  const membership = await memberships.open(company);
  if (record === undefined || membership === undefined)
    return err({ type: "RelayRefused", code: "not-found" });
  if (record.relay !== null) return ok(null);
  const info = await createRelayClient(deps.http, origin).info();
  if (!info.ok) return info;
  const { relayKey } = info.value;
  const named = membership.state().sequencer;
  const { heads } = membership.verdict.get();
  const op = { kind: "sequencer.set", key: relayKey, from: null } as const;
  const entry = { company: record.company, prev: heads.slice(0, maxPrev), op };
  const isNamed = named !== null && bytesEqual(named, relayKey);
  const added = isNamed ? [] : [await makeEntry(deps, entry, [membership.device.signer])];
  const registered = await registerCompany(
    deps,
    { ...record, log: [...record.log, ...added] },
    { origin, token, info: info.value },
  );
  if (!registered.ok) return registered;
  const { relay, log } = registered.value;
  const stored = await records.update(record.company, (current) => ({ ...current, relay, log }));
  const open = await memberships.find(company);
  if (stored !== undefined) await open?.absorb(stored);
  return ok(null);
};

const paperKeys = (
  deps: IdentityDeps,
  records: CompanyRecords,
): Pick<Identity, "paperKey" | "confirmPaperKey"> => {
  const sheet = (company: string): PaperKeySheet | null => {
    const seed = records.find(company)?.paperSeed ?? null;
    return seed === null ? null : sheetOf(deps.sha256, seed);
  };
  return {
    paperKey: sheet,
    confirmPaperKey: async (company, typed) => {
      const shown = sheet(company);
      const id = bytes32FromText(company);
      if (shown === null || id === undefined) return ok(null);
      const wrong = wrongGroups(shown, typed);
      if (wrong.length > 0) return err({ type: "GroupsDiffer", wrong });
      await records.update(id, (stored) => ({ ...stored, paperSeed: null }));
      return ok(null);
    },
  };
};
