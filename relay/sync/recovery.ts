/**
 * Back into a company with nothing but its paper key: finding which company the key is a root of, and taking the
 * signed request. The request carries its own proof; anything but a `recover` that counts is refused.
 */
import { bytesKey } from "#shared/kernel/bytes";
import type { CryptoDeps } from "#shared/protocol/envelope";
import type { LogEntry } from "#shared/protocol/membership/types";
import { computeVerdict } from "#shared/protocol/membership/verdict";
import { readLogEntry } from "#shared/protocol/membership/log-entry";
import type { CompanyId, Key } from "#shared/protocol/wire-types";
import type { LogStore, StoredCompany } from "#relay/storage/log-store";
import type { CompanyRoom } from "./company-room";

export interface Recovery {
  readonly companiesOfRoot: (root: Key) => Promise<readonly CompanyId[]>;
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

/** Reads a company's log the first time somebody asks, and again whenever it has grown: root keys are replaced. */
export const createRecovery = ({ store, crypto, companies, findRoom }: RecoveryDeps): Recovery => {
  const read = new Map<string, { readonly size: number; readonly roots: ReadonlySet<string> }>();
  const rootsOf = async ({ company, id }: StoredCompany): Promise<ReadonlySet<string>> => {
    const stored = await store.membership(company);
    const known = read.get(bytesKey(id));
    if (known?.size === stored.length) return known.roots;
    const log: LogEntry[] = [];
    for (const bytes of stored) {
      const record = await readLogEntry(bytes, id, crypto);
      if (record.ok) log.push(record.value);
    }
    const keys = computeVerdict(id, log).confirmed?.keys.doc.root.keys ?? [];
    const roots = new Set(keys.map(bytesKey));
    read.set(bytesKey(id), { size: stored.length, roots });
    return roots;
  };
  return {
    companiesOfRoot: async (root) => {
      const found: CompanyId[] = [];
      for (const company of companies()) {
        if ((await rootsOf(company)).has(bytesKey(root))) found.push(company.id);
      }
      return found;
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
