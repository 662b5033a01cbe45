/**
 * What must be on a relay's disk after it was killed: everything it gave a receipt for, in the place the receipt
 * names, behind everything that was there before, and nothing that does not follow.
 */
import { readDatabase } from "#relay/storage/open-database";
import { assert } from "#shared/kernel/result";
import type { Receipt } from "#shared/protocol/receipts";
import type { NaivePush } from "./naive-records";
import { hex, naiveLogHash, readNaiveChange, readNaivePush } from "./naive-records";

/** The log of the only company, from the file itself. */
export const readDisk = async (path: string): Promise<readonly NaivePush[]> => {
  const opened = readDatabase(path);
  assert(opened.ok, `the database of a relay that runs can be read: ${JSON.stringify(opened)}`);
  const store = opened.value;
  try {
    const [company] = await store.companies();
    if (company === undefined) return [];
    const { pushes } = await store.pushesAfter(company.company, 0, Infinity);
    return pushes.map(readNaivePush);
  } finally {
    await store.close();
  }
};

export const judgeDisk = (
  log: readonly NaivePush[],
  before: readonly NaivePush[],
  receipts: readonly Receipt[],
): readonly string[] => {
  const found: string[] = [...followsFrom(log)];
  const last = before.at(-1);
  if (last !== undefined && log[before.length - 1]?.logHash !== last.logHash)
    found.push(`place ${last.serial} of the log, read before, is not what it was`);
  for (const { serial, logHash, hash } of receipts) {
    const push = log[serial - 1];
    if (push?.logHash !== hex(logHash) || push.changes.at(-1)?.named !== hex(hash))
      found.push(`what has the receipt of place ${serial} is not there`);
  }
  return found;
};

/** Places without a gap, a running hash that is right, and each author's changes one after the other. */
const followsFrom = (log: readonly NaivePush[]): readonly string[] => {
  const found: string[] = [];
  const heads = new Map<string, number>();
  let before = "00".repeat(32);
  for (const [at, push] of log.entries()) {
    if (push.serial !== at + 1) found.push(`place ${at + 1} of the log is missing`);
    const doc = hex(push.doc);
    const last = push.changes.at(-1)?.named ?? "";
    if (push.logHash !== naiveLogHash(before, push.doc, last, push.serial))
      found.push(`the running hash is wrong at place ${push.serial}`);
    before = push.logHash;
    for (const { named, seq, chunk } of push.changes) {
      const key = `${doc} ${push.actor}`;
      const change = readNaiveChange(chunk);
      if (change?.hash !== named || change.seq !== seq || seq !== (heads.get(key) ?? 0) + 1)
        found.push(`place ${push.serial} holds a change that is not the next of its author`);
      heads.set(key, seq);
    }
  }
  return found;
};
