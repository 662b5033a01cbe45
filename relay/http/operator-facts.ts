/** What the operator's page shows, gathered when it is asked for. */
import { toBase64Url } from "#shared/kernel/bytes";
import type { LastBackup } from "#relay/last-backup";
import { readLastBackup } from "#relay/last-backup";
import type { StorageFacts } from "#relay/observability/storage-facts";
import { readStorageFacts } from "#relay/observability/storage-facts";
import type { CompanyQuota } from "#relay/storage/log-store";
import { programVersion } from "#relay/version";
import type { OperatorDeps } from "./operator-routes";

export interface CompanyFacts {
  /** Base64url. */
  readonly id: string;
  readonly online: number;
  readonly documents: number;
  readonly changes: number;
  readonly bytes: number;
  readonly files: number;
  readonly quota: CompanyQuota;
}

export interface OperatorFacts {
  readonly version: string;
  readonly now: number;
  readonly startedAt: number;
  readonly companies: readonly CompanyFacts[];
  /** Beyond those listed. */
  readonly moreCompanies: number;
  readonly sockets: number;
  /** Since the start. */
  readonly changes: number;
  readonly refused: number;
  readonly defects: number;
  readonly storeProblems: number;
  readonly memoryBytes: number;
  readonly storage: StorageFacts;
  /** Null before the first; "elsewhere" where the log lies in PostgreSQL, whose backups are not seen from here. */
  readonly lastBackup: LastBackup | "elsewhere" | null;
}

/** Reading the size of each takes a moment, so a page lists no more than these. */
const mostListed = 200;

export const gatherOperatorFacts = async (deps: OperatorDeps): Promise<OperatorFacts> => {
  const { sync, metrics, clock, paths, startedAt } = deps;
  const all = sync.companies();
  const online = await sync.online();
  const companies: CompanyFacts[] = [];
  for (const { company, id } of all.slice(0, mostListed)) {
    const { docs, chunks, bytes } = await deps.store.extentAfter(company, 0);
    companies.push({
      id: toBase64Url(id),
      online: online.get(company) ?? 0,
      documents: docs,
      changes: chunks,
      bytes,
      files: await deps.blobs.space.usedBy(company),
      quota: await deps.store.quota(company),
    });
  }
  const total = async (name: "sockets" | "changes" | "refused" | "defects" | "storeProblems") =>
    (await metrics[name].get()).values.reduce((sum, { value }) => sum + value, 0);
  return {
    version: programVersion,
    now: clock.now(),
    startedAt,
    companies,
    moreCompanies: Math.max(0, all.length - mostListed),
    sockets: await total("sockets"),
    changes: await total("changes"),
    refused: await total("refused"),
    defects: await total("defects"),
    storeProblems: await total("storeProblems"),
    memoryBytes: process.memoryUsage().rss,
    storage: await readStorageFacts(paths),
    lastBackup: deps.database === null ? await readLastBackup(paths.folder) : "elsewhere",
  };
};
