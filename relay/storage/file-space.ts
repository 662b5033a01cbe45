/** How many bytes of files each company keeps, unfinished ones too: measured once, then counted along. */
import type { CompanyNumber } from "./log-store";

export interface FileSpace {
  readonly usedBy: (company: CompanyNumber) => Promise<number>;
  /** Counts what is about to come; false, and not counted, where it does not fit. */
  readonly take: (company: CompanyNumber, bytes: number, limit: number | null) => Promise<boolean>;
  /** So much did not come after all, or is gone. */
  readonly giveBack: (company: CompanyNumber, bytes: number) => void;
  /** Something was removed that was not counted along. */
  readonly measureAgain: () => void;
}

export const createFileSpace = (measure: (company: CompanyNumber) => Promise<number>): FileSpace => {
  const counts = new Map<CompanyNumber, Promise<{ bytes: number }>>();
  const countOf = (company: CompanyNumber): Promise<{ bytes: number }> => {
    const known = counts.get(company);
    if (known !== undefined) return known;
    const counting = measure(company).then((bytes) => ({ bytes }));
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
    measureAgain: () => counts.clear(),
  };
};
