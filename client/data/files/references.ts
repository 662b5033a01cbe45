/**
 * Once a day this device tells the relay what documents refer to. The relay lets go of what nothing has needed for a
 * long time, and says what it lacks: what lies here is sent again, as after a relay was put back from an old backup.
 */
import { brand } from "#shared/kernel/brand";
import { fromBase64Url, fromHex, toBase64Url } from "#shared/kernel/bytes";
import type { Clock, Ms } from "#shared/kernel/clock";
import { contentsOf, file, parseContentHash } from "#shared/domain/files";
import type { ThingId } from "#shared/kernel/ids";
import { idToBytes } from "#shared/kernel/ids";
import type { DocumentReferences } from "#shared/protocol/blob-references";
import { referenceLimits } from "#shared/protocol/blob-references";
import type { ByteStore } from "#shared/replica/ports";
import type { Replica, SyncState } from "#shared/replica/types";
import type { FileStore } from "./file-store";
import type { RelayFiles } from "./relay-files";

export interface ReferencesDeps {
  readonly bytes: Pick<ByteStore, "get" | "transact">;
  readonly store: FileStore;
  readonly relay: RelayFiles;
  readonly replica: Pick<Replica, "rows" | "recordsWhole" | "sync">;
  readonly clock: Clock;
}

const everyMs = 86_400_000;
/** The document was just being changed: asked again soon. */
const soonMs = 3_600_000;
/** Documents opened for it at a time. */
const batch = 10;

const metaKey = "files/said";

/** When what was said of each thing. */
const readSaid = (stored: unknown): Record<string, Ms> => {
  const said: Record<string, Ms> = {};
  if (typeof stored !== "object" || stored === null) return said;
  for (const [thing, at] of Object.entries(stored)) if (typeof at === "number") said[thing] = at;
  return said;
};

/** Answers whether something is to be sent now. Does nothing while this device does not know everything there is. */
export const sayReferences = async (deps: ReferencesDeps): Promise<boolean> => {
  if (!knowsAll(deps.replica.sync.get())) return false;
  const said = readSaid(await deps.bytes.get("meta", metaKey));
  const now = deps.clock.now();
  const due = [...thingsWithFiles(deps)].filter((thing) => now - (said[thing] ?? 0) >= everyMs);
  let isAnyToSend = false;
  for (let at = 0; at < due.length; at += batch) {
    const things = due.slice(at, at + batch);
    const settled = await settle(things, deps);
    if (settled === undefined) break;
    for (const thing of things) said[thing] = settled.current.has(thing) ? now : now - everyMs + soonMs;
    isAnyToSend ||= settled.isAnyToSend;
  }
  if (due.length > 0) await deps.bytes.transact([{ put: "meta", key: metaKey, value: said }], "relaxed");
  return isAnyToSend;
};

const knowsAll = ({ connected, firstSync, unchecked, behind, pending }: SyncState): boolean =>
  connected && firstSync === null && unchecked === 0 && behind === 0 && pending.length === 0;

const thingsWithFiles = ({ replica }: Pick<ReferencesDeps, "replica">): ReadonlySet<ThingId> =>
  new Set(Array.from(replica.rows.all(file).values(), ({ thing }) => thing));

interface Settled {
  readonly current: ReadonlySet<ThingId>;
  readonly isAnyToSend: boolean;
}

const settle = async (
  things: readonly ThingId[],
  { store, relay, replica }: ReferencesDeps,
): Promise<Settled | undefined> => {
  const docs: DocumentReferences[] = [];
  const thingOfDoc = new Map<string, ThingId>();
  for (const thing of things) {
    const whole = await replica.recordsWhole(thing, file);
    if (whole === undefined) continue;
    const living = whole.records.filter(({ removedAt }) => removedAt === undefined);
    const hashes = [...contentsOf(living)].flatMap((hash) => fromBase64Url(hash) ?? []);
    const heads = whole.heads.flatMap((head) => fromHex(head) ?? []);
    if (hashes.length > referenceLimits.hashes || heads.length > referenceLimits.heads) continue;
    const doc = idToBytes(whole.doc);
    docs.push({ doc, heads, hashes });
    thingOfDoc.set(toBase64Url(doc), thing);
  }
  const answered = await relay.settle(docs);
  if (!answered.ok) return undefined;
  const current = new Set(things.filter((thing) => ![...thingOfDoc.values()].includes(thing)));
  let isAnyToSend = false;
  for (const { doc, isCurrent, missing } of answered.value) {
    const thing = thingOfDoc.get(doc);
    if (thing === undefined || !isCurrent) continue;
    current.add(thing);
    for (const text of missing) {
      const hash = parseContentHash(text);
      if (hash === undefined || !store.sizes.has(hash)) continue;
      isAnyToSend = (await store.sendAgain(brand<ThingId>(thing), hash)).ok || isAnyToSend;
    }
  }
  return { current, isAnyToSend };
};
