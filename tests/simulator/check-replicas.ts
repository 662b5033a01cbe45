/** Do honest devices hold the relay's log and nothing else, and show all of it, in every tab, the same? */
import * as Automerge from "@automerge/automerge";
import { brand } from "#shared/kernel/brand";
import type { AnyRecordType } from "#shared/kernel/record";
import { bytesOfId } from "#shared/protocol/wire-types";
import { documentKinds } from "#shared/documents/kinds";
import type { Replica } from "#shared/replica/types";
import type { Simulated } from "#tests/support/sim-device";
import { cardsOn, chunksOn } from "./check-log";
import type { NaiveLog } from "./check-log";
import type { MayRead } from "./check-rights";
import { rightsIn } from "./check-rights";
import { fingerprint, hex, readNaiveChange } from "./naive-records";
import type { Run } from "./run";

export const checkReplicas = (run: Run, log: NaiveLog): readonly string[] => {
  const found: string[] = [];
  const { mayRead, restricted } = rightsIn(run);
  const honest = run.devices.filter((_, at) => !log.removed.has(at));
  const reference = honest.find(
    (device) =>
      stoppedOn(device).size === 0 &&
      !restricted.has(run.devices.indexOf(device)) &&
      run.ledger.omitted[run.devices.indexOf(device)]?.size === 0,
  );
  const rows = reference === undefined ? undefined : rowsOn(reference);
  for (const device of honest) {
    const say = (what: string): void => void found.push(`${device.name}: ${what}`);
    const stopped = stoppedOn(device);
    const at = run.devices.indexOf(device);
    const isWhole = checkDisk(device, log, { stopped, run, mayRead: (doc) => mayRead(at, doc) }, say);
    checkState(device, stopped, say);
    if (restricted.has(at)) {
      found.push(...checkRows(device));
      continue;
    }
    if (stopped.size > 0 || rows === undefined || !isWhole) continue;
    for (const tab of device.process()?.tabs ?? []) {
      const own = rowsOf(tab);
      if (own !== rows) say(`shows other rows in one of its tabs: ${firstDifference(own, rows)}`);
    }
  }
  if (reference !== undefined) found.push(...checkRows(reference));
  for (const { token, facts, change, device } of run.ledger.promised)
    for (const fact of facts)
      if (rows !== undefined && log.isInMessages(change) && !rows.includes(fact))
        found.push(`the fact ${fact} of device ${device + 1} is not shown (${token ?? ""})`);
  return found;
};

const stoppedOn = (device: Simulated): ReadonlySet<string> =>
  new Set(cardsOn(device.disk).flatMap(({ doc, stopped }) => (stopped === undefined ? [] : [doc])));

interface DiskScene {
  readonly stopped: ReadonlySet<string>;
  readonly run: Run;
  readonly mayRead: (doc: string) => MayRead;
}

/** False when a lying relay kept something from it that nothing has built on: nobody can notice that. */
const checkDisk = (
  device: Simulated,
  log: NaiveLog,
  { stopped, run, mayRead }: DiskScene,
  say: (what: string) => void,
): boolean => {
  const { ledger, devices } = run;
  const stoppedDocs = new Set([...stopped].map((doc) => hex(bytesOfId(brand(doc)))));
  const held = new Set<string>();
  for (const chunk of chunksOn(device.disk)) {
    const hash = readNaiveChange(chunk.bytes)?.hash;
    if (hash !== chunk.hash) say(`holds a chunk that is not ${chunk.hash}`);
    const why = ledger.forbidden.get(fingerprint(chunk.bytes));
    if (why !== undefined) say(`accepted a change that is ${why}`);
    held.add(chunk.hash);
    if (mayRead(hex(bytesOfId(brand(chunk.doc)))) === "no") say(`holds ${chunk.hash}, which it may not read`);
    if (!log.hashes.has(chunk.hash) && !stopped.has(chunk.doc))
      say(`holds ${chunk.hash}, which the relay does not`);
  }
  const omitted = ledger.omitted[devices.indexOf(device)] ?? new Set();
  const unsent = [...log.hashes].filter((hash) => {
    const doc = log.docOf.get(hash) ?? "";
    return !held.has(hash) && !stoppedDocs.has(doc) && mayRead(doc) === "yes";
  });
  // What a lie kept from it shows as soon as something builds on it.
  const built = new Set(chunksOn(device.disk).flatMap(({ bytes }) => readNaiveChange(bytes)?.deps ?? []));
  const missing = unsent.filter((hash) => !omitted.has(hash) || built.has(hash));
  // A document that a lie stopped before it was ever stored is not on this disk at all.
  if (missing.length > 0) say(`lacks ${missing.length} changes of the relay, such as ${missing[0] ?? ""}`);
  if ((device.disk.stores.get("quarantine")?.size ?? 0) > 0) say("has damaged chunks left");
  return unsent.length === 0;
};

const checkState = (device: Simulated, stopped: ReadonlySet<string>, say: (what: string) => void): void => {
  const tabs = device.process()?.tabs ?? [];
  if (tabs.length === 0) say("does not run");
  for (const tab of tabs) {
    const state = tab.sync.get();
    if (!state.connected) say("is not connected");
    if (state.pendingChanges > 0 && stopped.size === 0) say(`counts ${state.pendingChanges} pending changes`);
  }
  if ((device.disk.stores.get("outbox")?.size ?? 0) > 0 && stopped.size === 0)
    say("has changes left in its outbox");
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

/** Everything the first tab of a device shows, as one text. */
export const rowsOn = (device: Simulated): string => {
  const replica = device.process()?.replica;
  return replica === undefined ? "" : rowsOf(replica);
};

type Loose = Readonly<Record<string, unknown>>;
const isLoose = (value: unknown): value is Loose => typeof value === "object" && value !== null;

/** Every readable field of every record in Automerge's own reading is in the rows, and there are no other rows. */
const checkRows = (device: Simulated): readonly string[] => {
  const found: string[] = [];
  const replica = device.process()?.replica;
  if (replica === undefined) return found;
  const unreadable = new Set(replica.rows.unreadable().map(({ key }) => key));
  const expected = new Set<string>();
  for (const card of cardsOn(device.disk)) {
    for (const [key, record] of recordsIn(device, card.doc)) {
      const [typeName = "", id = ""] = key.split(":");
      const type = types.get(typeName);
      if (type === undefined || unreadable.has(key)) continue;
      expected.add(key);
      const row: unknown = replica.rows.get(type, brand(id));
      if (!isLoose(row)) found.push(`${device.name} does not show ${key}`);
      else
        for (const [field, value] of Object.entries(record))
          if (field in row && JSON.stringify(row[field]) !== JSON.stringify(value))
            found.push(`${device.name} shows ${key}.${field} as ${JSON.stringify(row[field])}`);
    }
  }
  for (const [name, type] of types)
    for (const id of replica.rows.all(type).keys())
      if (!expected.has(`${name}:${id}`))
        found.push(`${device.name} shows ${name}:${id}, which no chunk holds`);
  return found.slice(0, 3);
};

const recordsIn = (device: Simulated, doc: string): readonly (readonly [string, Loose])[] => {
  const chunks = chunksOn(device.disk).flatMap((chunk) => (chunk.doc === doc ? [chunk.bytes] : []));
  const document: unknown = Automerge.applyChanges(Automerge.init(), [...chunks])[0];
  const records = isLoose(document) ? document["records"] : undefined;
  if (!isLoose(records)) return [];
  return Object.entries(records).flatMap(([key, record]) =>
    isLoose(record)
      ? [
          [
            key,
            Object.fromEntries(Object.entries(record).map(([name, value]) => [name, plain(value)])),
          ] as const,
        ]
      : [],
  );
};

const plain = (value: unknown): unknown => (Automerge.isImmutableString(value) ? value.val : value);

export const firstDifference = (a: string, b: string): string => {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return `…${a.slice(Math.max(0, at - 120), at + 80)}… against …${b.slice(Math.max(0, at - 20), at + 80)}…`;
};
