/** What must hold after every scenario. Reads disks and rows by itself, with as little of the engine as possible. */
import { toHex } from "#shared/kernel/bytes";
import { brand } from "#shared/kernel/brand";
import type { AnyRecordType } from "#shared/kernel/record";
import { loadDocument } from "#shared/documents/crdt";
import { documentKinds } from "#shared/documents/kinds";
import { DocumentProjection } from "#shared/documents/projection";
import { decodePushRecord } from "#relay/sync/push-record.codec";
import { parseChange } from "#shared/protocol/gate/parse-change";
import { companyGateLimits } from "#shared/protocol/limits";
import type { StoredCard, StoredChunk } from "#shared/replica/stored";
import type { Replica } from "#shared/replica/types";
import { nodeSha256 } from "#tests/support/keys";
import type { Simulated } from "#tests/support/sim-device";
import type { Outcome } from "./scenario";

/** Sentences about what is wrong; empty when all is well. */
export const violationsOf = async (outcome: Outcome): Promise<readonly string[]> => {
  const found: string[] = [];
  const { devices, relay, committed, facts } = outcome;
  const onRelay = [...relay.disk.companies()].flatMap(({ company }) =>
    relay.disk
      .pushesAfter(company, 0, 1e9)
      .pushes.flatMap((push) => decodePushRecord(push.body).changes.map(({ chunk }) => toHex(chunk.hash))),
  );
  const expected = [...new Set(onRelay)].sort().join();
  const [first] = devices;
  const reference = first?.process()?.replica;
  if (first === undefined || reference === undefined) return ["no device runs"];
  const rows = rowsOf(reference);
  for (const device of devices) {
    const say = (what: string): void => void found.push(`${device.name}: ${what}`);
    const replica = device.process()?.replica;
    if (replica === undefined) {
      say("does not run");
      continue;
    }
    for (const tab of device.process()?.tabs ?? []) {
      if (rowsOf(tab) !== rows)
        say(`shows other rows in one of its tabs: ${firstDifference(rowsOf(tab), rows)}`);
      if (tab.sync.get().pendingChanges > 0) say("counts pending changes in one of its tabs");
    }
    const state = replica.sync.get();
    if (state.pendingChanges > 0 || !state.connected) say(`is not settled: ${JSON.stringify(state)}`);
    const foreign = state.problems.filter((problem) => problem.type !== "StorageFailed");
    if (foreign.length > 0) say(`reports ${JSON.stringify(foreign)}`);
    const chunks = chunksOn(device);
    if ([...chunks.map(({ hash }) => hash)].sort().join() !== expected)
      say("holds other changes than the relay");
    const changes = new Set(chunks.map(changeIdOf));
    for (const id of committed) if (!changes.has(id)) say(`lost the committed change ${id}`);
    if (sizeOf(device, "outbox") > 0) say("has changes left in its outbox");
    if (sizeOf(device, "quarantine") > 0) say("has damaged chunks");
    if (rowsOf(replica) !== rows)
      say(`shows other rows than device 1: ${firstDifference(rowsOf(replica), rows)}`);
    if (rowsFromChunks(device) !== rowsWithoutConflicts(replica))
      say("shows other rows than its chunks give");
    const shown = brand<Record<string, Record<string, unknown>>>(JSON.parse(rowsOf(replica)));
    for (const id of facts) if (shown["movement"]?.[id] === undefined) say(`lost the fact ${id}`);
  }
  found.push(...(await restartShowsTheSame(first, outcome)));
  return found;
};

const types = new Map<string, AnyRecordType>(
  Object.values(documentKinds).flatMap(({ records }) => records.map((type) => [type.name, type])),
);

const sorted = (value: unknown): unknown =>
  typeof value !== "object" || value === null || Array.isArray(value)
    ? value
    : Object.fromEntries(
        Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, inner]) => [key, sorted(inner)]),
      );

const rowsOf = (replica: Replica): string =>
  JSON.stringify(
    sorted(
      Object.fromEntries(
        [...types].map(([name, type]) => [name, Object.fromEntries(replica.rows.all(type))]),
      ),
    ),
  );

const rowsWithoutConflicts = (replica: Replica): string => {
  const all: Record<string, Record<string, unknown>> = {};
  for (const [name, type] of types) {
    for (const [id, row] of replica.rows.all(type)) {
      const plain: Record<string, unknown> = { ...row };
      delete plain["conflicts"];
      (all[name] ??= {})[id] = plain;
    }
  }
  return JSON.stringify(sorted(all));
};

const entriesOf = (
  device: Simulated,
  store: "chunks" | "cards" | "outbox" | "quarantine",
): readonly unknown[] => [...(device.disk.stores.get(store)?.values() ?? [])];
const sizeOf = (device: Simulated, store: "outbox" | "quarantine"): number => entriesOf(device, store).length;
const chunksOn = (device: Simulated): readonly StoredChunk[] => brand(entriesOf(device, "chunks"));

const changeIdOf = ({ bytes }: StoredChunk): string => {
  const parsed = parseChange(bytes, companyGateLimits, { sha256: nodeSha256 });
  return parsed.ok ? String(brand<{ id: unknown }>(JSON.parse(parsed.value.message)).id) : "unreadable";
};

/** Rows made from nothing but the chunks on the disk. */
const rowsFromChunks = (device: Simulated): string => {
  const all: Record<string, Record<string, unknown>> = {};
  for (const card of brand<readonly StoredCard[]>(entriesOf(device, "cards"))) {
    const own = chunksOn(device).filter(({ doc }) => doc === card.doc);
    if (own.length === 0) continue;
    const document = loadDocument(
      "ff".repeat(16),
      own.map(({ bytes }) => bytes),
    );
    const projection = new DocumentProjection(card.kind, document.records);
    for (const [type, records] of projection.records) {
      for (const [id, record] of records) (all[type] ??= {})[id] = { ...record, thing: card.thing };
    }
    document.free();
  }
  return JSON.stringify(sorted(all));
};

const restartShowsTheSame = async (device: Simulated, outcome: Outcome): Promise<readonly string[]> => {
  const before = device.process()?.replica;
  if (before === undefined) return [];
  const rows = rowsOf(before);
  device.kill();
  // Without the relay, so that what it shows comes from its own disk and nothing new happens.
  device.isOnline = false;
  await device.start();
  await outcome.time.advance(1_000);
  const after = device.process()?.replica;
  if (after === undefined) return [`${device.name}: does not start again`];
  return rowsOf(after) === rows
    ? []
    : [`${device.name}: shows other rows after a restart: ${firstDifference(rowsOf(after), rows)}`];
};

const firstDifference = (a: string, b: string): string => {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return `…${a.slice(Math.max(0, at - 120), at + 80)}… against …${b.slice(Math.max(0, at - 20), at + 80)}…`;
};
