/**
 * A relay as its operator runs it, with its database on a real disk, killed with SIGKILL again and again while several
 * devices write: also in the middle of a commit, while it starts, and after its disk was full. Moments and work come
 * from the seed; what exactly was going on at a moment is up to the machine.
 */
import { readFileSync } from "node:fs";
import { copyFile, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { verifyEverything } from "#relay/commands/verify";
import { systemTimers } from "#relay/platform";
import { readDatabase } from "#relay/storage/open-database";
import { assert, must } from "#shared/kernel/result";
import { companiesPath, encodeCreateCompany, parseRelayInfo } from "#shared/protocol/enrolment";
import type { Key } from "#shared/protocol/wire-types";
import type { BuiltRelay, RelayProcess } from "#tests/support/built-relay";
import { spawnRelay } from "#tests/support/built-relay";
import { testCrypto } from "#tests/support/keys";
import type { DeviceClient } from "#tests/support/relay-client";
import { makeSimCompany } from "#tests/support/sim-company";
import type { Chances } from "#tests/support/virtual-time";
import { createChances } from "#tests/support/virtual-time";
import { BusyDevice } from "./busy-device";
import { judgeDisk, readDisk } from "./kill-judge";
import type { KillMoment } from "./kill-moments";
import { drawMoment, setTrap, stuckAfterMs } from "./kill-moments";
import type { NaivePush } from "./naive-records";
import { hex } from "./naive-records";
import { readWal } from "./wal-frames";

export interface KillCounts {
  kills: number;
  receipts: number;
  changes: number;
  /** Kills that left an unfinished transaction in the log of writes. */
  insideCommit: number;
  /** Kills after which something was there that nobody had a receipt for. */
  unheard: number;
  whileStarting: number;
  /** Connections that ended because the disk took nothing more. */
  diskFull: number;
}

export interface KillFailure {
  /** Seed of its database. */
  readonly seed: number;
  readonly what: string;
}

export interface KillCampaign {
  readonly counts: KillCounts;
  readonly failures: readonly KillFailure[];
}

/** Short logs, so that each can be read whole after every kill. */
export const killsPerDatabase = 10;
const deviceCount = 4;

/** `count` kills, ten to a database; a database takes its seed from the number of its first kill. */
export const killCampaign = async (
  first: number,
  count: number,
  built: BuiltRelay,
): Promise<KillCampaign> => {
  const counts: KillCounts = {
    ...{ kills: 0, receipts: 0, changes: 0, insideCommit: 0, unheard: 0, whileStarting: 0, diskFull: 0 },
  };
  const failures: KillFailure[] = [];
  for (let seed = first; seed < first + count; seed += killsPerDatabase) {
    const kills = Math.min(killsPerDatabase, first + count - seed);
    const folder = await mkdtemp(join(tmpdir(), "eventkit-kills-"));
    const what = await oneDatabase({ seed, kills, folder, built }, counts).catch((defect: unknown) =>
      defect instanceof Error ? (defect.stack ?? defect.message) : String(defect),
    );
    if (what === undefined) await rm(folder, { recursive: true, force: true });
    else failures.push({ seed, what: `${what}\n(its disk is kept in ${folder})` });
  }
  return { counts, failures };
};

interface Scene {
  readonly folder: string;
  readonly chances: Chances;
  readonly counts: KillCounts;
  readonly story: string[];
  /** Set when the company is there. */
  company: { readonly devices: readonly BusyDevice[]; readonly relayKey: Key } | undefined;
  /** The log as it was after the last start. */
  log: readonly NaivePush[];
}

interface Task {
  readonly seed: number;
  readonly kills: number;
  readonly folder: string;
  readonly built: BuiltRelay;
}

/** What is wrong, with what was done before; undefined when nothing is. */
const oneDatabase = async (
  { seed, kills, folder, built }: Task,
  counts: KillCounts,
): Promise<string | undefined> => {
  const chances = createChances(seed);
  const scene: Scene = { folder, chances, counts, story: [], company: undefined, log: [] };
  let problems: readonly string[] = [];
  for (let kill = 1; kill <= kills && problems.length === 0; kill++) {
    const moment = drawMoment(chances);
    scene.story.push(`kill ${kill}: ${JSON.stringify(moment)}`);
    problems = await killOnce(moment, scene, built);
    counts.kills++;
  }
  if (problems.length === 0) problems = await inPeace(scene, built);
  counts.changes += scene.log.reduce((sum, { changes }) => sum + changes.length, 0);
  counts.receipts += receiptsOf(scene).length;
  return problems.length === 0 ? undefined : [...scene.story, ...problems.slice(0, 8)].join("\n");
};

const receiptsOf = ({ company }: Scene): BusyDevice["receipts"] =>
  company?.devices.flatMap(({ receipts }) => receipts) ?? [];

const databaseOf = ({ folder }: Scene): string => join(folder, "relay.db");

/** Starts the relay, looks at what it has, and kills it at the moment. */
const killOnce = async (moment: KillMoment, scene: Scene, built: BuiltRelay): Promise<readonly string[]> => {
  const { counts } = scene;
  const relay = spawnRelay(built, scene.folder, {}, await fileLimit(moment, scene));
  if (moment.kind === "start") {
    counts.whileStarting++;
    await new Promise((done) => setTimeout(done, moment.ms));
    return ended(relay);
  }
  const { origin } = await relay.started;
  const problems = [...(await found(origin, scene)), ...(await judge(scene))];
  if (problems.length === 0) problems.push(...(await underLoad(origin, moment, relay, scene)));
  return [...problems, ...(await ended(relay))];
};

/** Kills it if that has not happened; it must not have ended by itself. */
const ended = async (relay: RelayProcess): Promise<readonly string[]> => {
  relay.kill("SIGKILL");
  const { code, errors } = await relay.ended;
  return code === null ? [] : [`the relay ended by itself with ${code}: ${errors}`];
};

/** Started once more, everything is read as any device and the operator would read it; then it ends in good order. */
const inPeace = async (scene: Scene, built: BuiltRelay): Promise<readonly string[]> => {
  const relay = spawnRelay(built, scene.folder);
  const { origin } = await relay.started;
  const problems = [
    ...(await found(origin, scene)),
    ...(await judge(scene)),
    ...(await readAll(origin, scene)),
  ];
  relay.kill("SIGTERM");
  const { code, errors } = await relay.ended;
  return code === 0 ? problems : [...problems, `the relay ended with ${String(code)}: ${errors}`];
};

/** Beyond what its files have already, so that starting still works. */
const fileLimit = async (moment: KillMoment, scene: Scene): Promise<number | undefined> => {
  if (moment.kind !== "full" || scene.company === undefined) return undefined;
  const wal = await stat(`${databaseOf(scene)}-wal`).catch(() => ({ size: 0 }));
  return Math.ceil(Math.max(wal.size, 128 * 1024) / 1024) + moment.kilobytes;
};

/** The company is made with the first start that gets so far; later the relay must be the same. */
const found = async (origin: string, scene: Scene): Promise<readonly string[]> => {
  const info = must(parseRelayInfo(await (await fetch(`${origin}/.well-known/eventkit`)).json()));
  if (scene.company !== undefined)
    return hex(info.relayKey) === hex(scene.company.relayKey) ? [] : ["the relay has another key"];
  const { chances } = scene;
  const relay = { publicKey: info.relayKey };
  const company = await makeSimCompany(chances, relay, deviceCount, Date.now(), testCrypto());
  const answer = await fetch(`${origin}${companiesPath}`, {
    method: "POST",
    headers: { "content-type": "application/octet-stream", origin },
    body: new Uint8Array(encodeCreateCompany(company.create)),
  });
  const devices = company.devices.map(
    ({ signer }, at) => new BusyDevice(company.id, signer, createChances(chances.below(2 ** 24) + at)),
  );
  scene.company = { devices, relayKey: info.relayKey };
  return answer.status === 201 ? [] : [`the company was not made: ${answer.status}`];
};

/**
 * The files as they are while the relay waits for work. Whoever reads the files themselves and is the last to let go
 * of them carries their log of writes over, in the place of the relay that is to be looked at.
 */
const copyOf = async (scene: Scene): Promise<string> => {
  const copy = join(await mkdtemp(join(tmpdir(), "eventkit-kills-copy-")), "relay.db");
  await copyFile(databaseOf(scene), copy);
  await copyFile(`${databaseOf(scene)}-wal`, `${copy}-wal`);
  return copy;
};

/** The disk against receipts and the log as it was, and as `verify` sees it. */
const judge = async (scene: Scene): Promise<readonly string[]> => {
  const { company, counts } = scene;
  if (company === undefined) return [];
  const copy = await copyOf(scene);
  const log = await readDisk(copy);
  const receipts = receiptsOf(scene);
  const known = Math.max(scene.log.length, ...receipts.map(({ serial }) => serial));
  if (log.length > known) counts.unheard++;
  const problems = [...judgeDisk(log, scene.log, receipts)];
  scene.log = log;
  const opened = readDatabase(copy);
  assert(opened.ok, "a database that could be read");
  const reports = await verifyEverything({
    ...{ log: opened.value, crypto: testCrypto(), relayKey: company.relayKey },
  });
  await opened.value.close();
  await rm(dirname(copy), { recursive: true });
  if (reports.length !== 1) problems.push("the company is not there");
  for (const report of reports) problems.push(...report.problems);
  return problems;
};

/** A device that has nothing gets everything that is in the log. */
const readAll = async (origin: string, { company, log }: Scene): Promise<readonly string[]> => {
  const client = await company?.devices[0]?.connect(origin);
  if (client === undefined) return [];
  client.send({ t: "since", serial: 0, logHash: new Uint8Array(32) });
  while ((await client.next("current")).serial < client.welcome.serial);
  await client.close();
  const got = new Set(
    client.received.flatMap((message) =>
      message.t === "chunks" ? message.chunks.map(({ hash }) => hex(hash)) : [],
    ),
  );
  const missing = log.flatMap(({ changes }) => changes).filter(({ named }) => !got.has(named));
  return missing.length === 0 ? [] : [`a device does not get ${missing.length} changes of the log`];
};

const underLoad = async (
  origin: string,
  moment: KillMoment,
  relay: RelayProcess,
  scene: Scene,
): Promise<readonly string[]> => {
  const { company, counts, folder } = scene;
  if (company === undefined) return [];
  const working: { readonly device: BusyDevice; readonly client: DeviceClient }[] = [];
  for (const device of company.devices) working.push({ device, client: await device.connect(origin) });
  const trap = setTrap(moment, folder, () => relay.kill("SIGKILL"), systemTimers);
  await Promise.all(working.map(({ device, client }) => device.work(client, trap.note)));
  trap.release();
  const problems = [...(await ended(relay))];
  if (trap.isStuck())
    problems.push(`nothing happened for ${stuckAfterMs / 1_000} s while devices were writing`);
  for (const { client } of working) if ((await client.closed) === "storage-failed") counts.diskFull++;
  if (problems.length === 0 && readWal(readFileSync(`${databaseOf(scene)}-wal`)).torn > 0)
    counts.insideCommit++;
  for (const device of company.devices) problems.push(...device.problems);
  return problems;
};
