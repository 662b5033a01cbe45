/** How many descriptors the system lets this process have: each connection and each open file needs one. */
import { readFileSync } from "node:fs";

/** Infinity where no limit is set or none can be read. */
export const openFileLimit = (): number => {
  try {
    const soft = /^Max open files +(\d+)/m.exec(readFileSync("/proc/self/limits", "utf8"))?.[1];
    return soft === undefined ? Number.POSITIVE_INFINITY : Number(soft);
  } catch {
    return limitInReport();
  }
};

/** Systems without /proc. */
const limitInReport = (): number => {
  const report: unknown = process.report.getReport();
  const soft = /"open_files":\{"soft":"?(\d+)/.exec(JSON.stringify(report))?.[1];
  return soft === undefined ? Number.POSITIVE_INFINITY : Number(soft);
};
