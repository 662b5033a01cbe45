/**
 * What one company uses of this relay, against what its operator allows. A company at its limit reads on and is
 * refused what is new with a code that leaves the edits on their device; what it once had receipts for always fits.
 * Nothing is measured for a company without limits.
 */
import type { SpaceUse } from "#shared/protocol/messages";
import type { CompanyNumber, CompanyQuota, LogStore } from "#relay/storage/log-store";

export interface Space {
  readonly quota: () => CompanyQuota;
  /** Whether changes of this size fit beside everything that is there. */
  readonly fits: (changes: number, bytes: number) => boolean;
  /** They are on their way into the log. */
  readonly add: (changes: number, bytes: number) => void;
  /** Reads the limits anew. */
  readonly reread: () => Promise<void>;
  /** Each use with its limit; null where there is no limit at all. */
  readonly use: (connections: number) => SpaceUse | null;
  /** Whether it differs from what was asked about last. */
  readonly isNews: (use: SpaceUse | null) => boolean;
}

export interface SpaceDeps {
  readonly store: Pick<LogStore, "quota" | "extentAfter">;
  /** Bytes of the company's files. */
  readonly filesOf: (company: CompanyNumber) => Promise<number>;
}

/** `serial`: the end of the log when it was opened. */
export const openSpace = async (
  company: CompanyNumber,
  serial: number,
  { store, filesOf }: SpaceDeps,
): Promise<Space> => {
  let quota = await store.quota(company);
  let files = 0;
  /** Of the log as it was opened; measured once a limit asks for it. */
  let before: { readonly changes: number; readonly bytes: number } | undefined;
  let told = JSON.stringify(null);
  const since = { changes: 0, bytes: 0 };

  const measure = async (): Promise<void> => {
    if (quota.files !== null) files = await filesOf(company);
    if (before !== undefined || (quota.bytes === null && quota.changes === null)) return;
    const later = await store.extentAfter(company, serial);
    const all = await store.extentAfter(company, 0);
    before = { changes: all.chunks - later.chunks, bytes: all.bytes - later.bytes };
  };
  await measure();

  const used = () => ({
    changes: (before?.changes ?? 0) + since.changes,
    bytes: (before?.bytes ?? 0) + since.bytes,
  });
  return {
    quota: () => quota,
    fits: (changes, bytes) =>
      isWithin(quota.changes, used().changes + changes) && isWithin(quota.bytes, used().bytes + bytes),
    add: (changes, bytes) => {
      since.changes += changes;
      since.bytes += bytes;
    },
    reread: async () => {
      quota = await store.quota(company);
      await measure();
    },
    isNews: (use) => {
      const before = told;
      told = JSON.stringify(use);
      return told !== before;
    },
    use: (connections) =>
      Object.values(quota).every((limit) => limit === null)
        ? null
        : {
            bytes: { used: used().bytes, limit: quota.bytes },
            changes: { used: used().changes, limit: quota.changes },
            files: { used: files, limit: quota.files },
            connections: { used: connections, limit: quota.connections },
          },
  };
};

const isWithin = (limit: number | null, wanted: number): boolean => limit === null || wanted <= limit;
