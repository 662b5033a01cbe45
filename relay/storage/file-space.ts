/** How many bytes of files each company keeps: measured once, then counted along. */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { CompanyNumber } from "./log-store";

export interface FileSpace {
  readonly usedBy: (company: CompanyNumber) => Promise<number>;
  /** Counts a file that is about to come; false, and not counted, where it does not fit. */
  readonly take: (company: CompanyNumber, bytes: number, limit: number | null) => Promise<boolean>;
  /** The file did not come after all. */
  readonly giveBack: (company: CompanyNumber, bytes: number) => void;
}

export const createFileSpace = (folder: string): FileSpace => {
  const counts = new Map<CompanyNumber, Promise<{ bytes: number }>>();
  const countOf = (company: CompanyNumber): Promise<{ bytes: number }> => {
    const known = counts.get(company);
    if (known !== undefined) return known;
    const counting = bytesBelow(join(folder, String(company))).then((bytes) => ({ bytes }));
    counts.set(company, counting);
    counting.catch(() => counts.delete(company));
    return counting;
  };
  return {
    usedBy: async (company) => (await countOf(company)).bytes,
    take: async (company, bytes, limit) => {
      const count = await countOf(company);
      if (limit !== null && count.bytes + bytes > limit) return false;
      count.bytes += bytes;
      return true;
    },
    giveBack: (company, bytes) => void countOf(company).then((count) => (count.bytes -= bytes)),
  };
};

/** Of whole files; unfinished uploads do not count. */
export const bytesBelow = async (folder: string): Promise<number> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  let bytes = 0;
  for (const entry of entries) {
    if (!entry.isFile() || entry.name.endsWith(".part")) continue;
    bytes += await stat(join(entry.parentPath, entry.name)).then(
      ({ size }) => size,
      () => 0,
    );
  }
  return bytes;
};
