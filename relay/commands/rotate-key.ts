/**
 * Gives a relay that is not running another key. Every company it orders is told by an entry that both keys sign and
 * the old one puts in order; devices follow the log. A run that broke off is finished by the next one.
 */
import { createHash, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, copyFile, rename } from "node:fs/promises";
import { bytesEqual } from "#shared/kernel/bytes";
import type { Result } from "#shared/kernel/result";
import { err, must, ok } from "#shared/kernel/result";
import type { Clock } from "#shared/kernel/clock";
import type { Random } from "#shared/kernel/random";
import type { Signer } from "#shared/kernel/signature";
import type { CryptoDeps } from "#shared/protocol/envelope";
import { foldMembership } from "#shared/protocol/membership/fold";
import { readLogEntry } from "#shared/protocol/membership/log-entry";
import { makeCheckpoint, makeHandOver } from "#shared/protocol/membership/sequencing";
import type { LogEntry } from "#shared/protocol/membership/types";
import type { CompanyId } from "#shared/protocol/wire-types";
import type { Config } from "#relay/config";
import { openDataFolder } from "#relay/data-folder";
import { loadRelayKey } from "#relay/relay-key";
import type { LogStore, LogWrite } from "#relay/storage/log-store";
import { replaceRelayKey } from "#relay/storage/open-postgres";
import { openForWriting } from "./open-for-writing";
import type { OperatorProblem } from "./operator-problem";

export interface RotatedKey {
  readonly companies: number;
  /** Where the old key lies now: nothing is signed with it any more, what it signed stays good. */
  readonly old: string;
}

export interface RotateKeyDeps {
  readonly crypto: CryptoDeps;
  readonly clock: Clock;
}

export const rotateKey = async (
  config: Config,
  deps: RotateKeyDeps,
): Promise<Result<RotatedKey, OperatorProblem>> => {
  const folder = await openDataFolder(config.dataFolder);
  if (!folder.ok) return folder;
  const { relayKey } = folder.value;
  try {
    if (!existsSync(relayKey)) return err({ type: "NoKey", path: relayKey });
    const store = await openForWriting(config, folder.value);
    if (!store.ok) return store;
    try {
      const old = await loadRelayKey(relayKey);
      // On disk before anybody is told of it.
      const next = await loadRelayKey(`${relayKey}.next`);
      const companies = await handOver(store.value, { old, next }, deps);
      if (!companies.ok) return companies;
      if (config.database !== null) await replaceRelayKey(config.database, next.publicKey);
      const kept = `${relayKey}.until-${fingerprint(old)}`;
      await keepOld(relayKey, kept);
      // In one step: there is never a moment without a key, in which a relay that starts would make itself a third.
      await rename(`${relayKey}.next`, relayKey);
      return ok({ companies: companies.value, old: kept });
    } finally {
      await store.value.close();
    }
  } finally {
    folder.value.release();
  }
};

const keepOld = async (relayKey: string, kept: string): Promise<void> => {
  await copyFile(relayKey, kept);
  await chmod(kept, 0o600);
};

const fingerprint = ({ publicKey }: Signer): string =>
  createHash("sha256").update(publicKey).digest("hex").slice(0, 12);

interface Keys {
  readonly old: Signer;
  readonly next: Signer;
}

/** All companies in one batch: the relay has one key for all of them. */
const handOver = async (
  store: LogStore,
  keys: Keys,
  deps: RotateKeyDeps,
): Promise<Result<number, OperatorProblem>> => {
  const random: Random = { bytes: (length) => new Uint8Array(randomBytes(length)) };
  const writes: LogWrite[] = [];
  let companies = 0;
  for (const { company, id } of await store.companies()) {
    const entries = await handOverEntries(id, await store.membership(company), keys, { ...deps, random });
    if (entries.length > 0) companies++;
    writes.push(...entries.map((entry): LogWrite => ({ type: "membership", company, entry })));
  }
  const stored = writes.length === 0 ? ok(undefined) : await store.append(writes);
  if (stored.ok) return ok(companies);
  const { error } = stored;
  return err({ type: "RotationFailed", message: error.type === "StoreBroken" ? error.message : "disk full" });
};

/**
 * What a company's log gets: the entry that both keys sign, and the old key's checkpoint over it. Nothing for a company
 * that another relay orders, or that was told before.
 */
export const handOverEntries = async (
  id: CompanyId,
  stored: readonly Uint8Array[],
  keys: Keys,
  { crypto, clock, random }: RotateKeyDeps & { readonly random: Random },
): Promise<readonly Uint8Array[]> => {
  const log: LogEntry[] = [];
  for (const bytes of stored) log.push(must(await readLogEntry(bytes, id, crypto)));
  const fold = foldMembership(id, log);
  const { confirmed } = fold.verdict();
  if (confirmed?.sequencer === null || confirmed?.sequencer === undefined) return [];
  if (!bytesEqual(confirmed.sequencer, keys.old.publicKey)) return [];
  const entry = await makeHandOver(id, fold.verdict(), keys, clock.now(), random);
  fold.add([must(await readLogEntry(entry, id, crypto))]);
  return [entry, await makeCheckpoint(id, fold.verdict(), keys.old, clock.now())];
};
