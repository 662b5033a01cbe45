/**
 * Back into a company with nothing but its paper key: finding which company the key is a root of, and taking the
 * signed request. The request carries its own proof; anything but a `recover` that counts is refused.
 */
import { bytesKey } from "#shared/kernel/bytes";
import type { CryptoDeps } from "#shared/protocol/envelope";
import type { KeyDoc, LogEntry, RootKeys } from "#shared/protocol/membership/types";
import { computeVerdict } from "#shared/protocol/membership/verdict";
import { keyLineage } from "#shared/protocol/membership/key-lineage";
import { readLogEntry } from "#shared/protocol/membership/log-entry";
import type { RootCompanies } from "#shared/protocol/enrolment";
import type { CompanyId, Key } from "#shared/protocol/wire-types";
import type { LogStore, StoredCompany } from "#relay/storage/log-store";
import type { CompanyRoom } from "./company-room";

export interface Recovery {
  readonly companiesOfRoot: (root: Key) => Promise<RootCompanies>;
  readonly requestRecovery: (
    company: CompanyId,
    entry: Uint8Array,
  ) => Promise<"requested" | "invalid" | "not-found">;
}

export interface RecoveryDeps {
  readonly store: Pick<LogStore, "membership">;
  readonly crypto: CryptoDeps;
  readonly companies: () => Iterable<StoredCompany>;
  readonly findRoom: (company: CompanyId) => Promise<CompanyRoom | undefined>;
}

interface Roots {
  readonly now: ReadonlySet<string>;
  /** Of this and every earlier key document that was in force. */
  readonly ever: ReadonlySet<string>;
}

const rootsIn = (log: readonly LogEntry[], inForce: RootKeys | undefined): Roots => {
  if (inForce === undefined) return { now: new Set(), ever: new Set() };
  const names = (doc: KeyDoc): readonly string[] => doc.root.keys.map(bytesKey);
  return { now: new Set(names(inForce.doc)), ever: new Set(keyLineage(log, inForce).flatMap(names)) };
};

/** Reads a company's log the first time somebody asks, and again whenever it has grown: root keys are replaced. */
export const createRecovery = ({ store, crypto, companies, findRoom }: RecoveryDeps): Recovery => {
  const read = new Map<string, { readonly size: number; readonly roots: Roots }>();
  const rootsOf = async ({ company, id }: StoredCompany): Promise<Roots> => {
    const stored = await store.membership(company);
    const known = read.get(bytesKey(id));
    if (known?.size === stored.length) return known.roots;
    const log: LogEntry[] = [];
    for (const bytes of stored) {
      const record = await readLogEntry(bytes, id, crypto);
      if (record.ok) log.push(record.value);
    }
    const roots = rootsIn(log, computeVerdict(id, log).confirmed?.keys);
    read.set(bytesKey(id), { size: stored.length, roots });
    return roots;
  };
  return {
    companiesOfRoot: async (root) => {
      const [found, former]: [CompanyId[], CompanyId[]] = [[], []];
      for (const company of companies()) {
        const roots = await rootsOf(company);
        if (roots.now.has(bytesKey(root))) found.push(company.id);
        else if (roots.ever.has(bytesKey(root))) former.push(company.id);
      }
      return { companies: found, former };
    },
    requestRecovery: async (company, bytes) => {
      const room = await findRoom(company);
      if (room === undefined) return "not-found";
      const record = await readLogEntry(bytes, company, crypto);
      const isRecovery =
        record.ok && record.value.type === "entry" && record.value.entry.value.op.kind === "recover";
      return isRecovery && (await room.membership.receive([bytes], null)).length === 0
        ? "requested"
        : "invalid";
    },
  };
};
