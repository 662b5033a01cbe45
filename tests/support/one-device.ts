/** One device without a relay: a replica over a memory store, with everything it may do allowed. */
import type { Clock } from "#shared/kernel/clock";
import { sha256 } from "#shared/kernel/hash";
import type { MemberId } from "#shared/kernel/ids";
import { newId } from "#shared/kernel/ids";
import type { Signer } from "#shared/kernel/signature";
import { createVerifier, signerFromSeed } from "#shared/kernel/signature";
import { textOfBytes } from "#shared/protocol/wire-types";
import type { Standing } from "#shared/replica/engine/company";
import { RowWriter } from "#shared/replica/host/row-writer";
import { OpenDocuments } from "#shared/replica/open-documents";
import { openReplica } from "#shared/replica/replica";
import type { Replica } from "#shared/replica/types";
import { createLocalChannels } from "./local-channel";
import type { LocalChannels } from "./local-channel";
import type { MemoryDisk, MemoryStore } from "./memory-store";
import { createDisk, openMemoryStore } from "./memory-store";
import { seededRandom } from "./plain-drafts";

export interface OneDevice {
  readonly replica: Replica;
  readonly store: MemoryStore;
  readonly disk: MemoryDisk;
  readonly clock: Clock & { now: () => number; set(now: number): void };
  readonly channels: LocalChannels;
  /** From now on the device key refuses to sign, or signs again. */
  loseKey(isLost: boolean): void;
  /** Another tab of the same profile. */
  openTab(): Promise<Replica>;
  /** What the sync host would do in idle time: rows of every document into the store. */
  writeRows(): Promise<void>;
  /** The same device after the process ended, with what reached the disk. */
  restart(): Promise<OneDevice>;
}

const start = Date.UTC(2026, 2, 2, 8);

export const openOneDevice = async (
  seed = 1,
  disk = createDisk(),
  generation = 0,
  now = start,
  may: Standing["may"] = () => true,
): Promise<OneDevice> => {
  const identities = seededRandom(seed);
  const member = newId<MemberId>(identities);
  const company = identities.bytes(32);
  const key = signerFromSeed(identities.bytes(32));
  let isKeyLost = false;
  const signer: Signer = {
    publicKey: key.publicKey,
    sign: (message) => (isKeyLost ? Promise.reject(new Error("the key is gone")) : key.sign(message)),
  };
  const random = seededRandom(seed * 1_000 + generation + 1);
  let time = now;
  const clock = { now: () => time, set: (next: number) => void (time = next) };
  const store = openMemoryStore(disk);
  const channels = createLocalChannels();
  const standing: Standing = {
    checkpoint: () => 1,
    may,
    memberOf: (device) => (device === textOfBytes(signer.publicKey) ? member : null),
    adoptions: () => [],
    home: () => null,
  };
  const openTab = (): Promise<Replica> =>
    openReplica(
      {
        store,
        channel: channels.join(),
        signer,
        sha256,
        clock,
        verifier: createVerifier(),
        timers: { after: () => () => undefined },
        random,
      },
      { company, member },
      standing,
    );
  return {
    replica: await openTab(),
    ...{ store, disk, clock, channels, openTab },
    loseKey: (isLost) => {
      isKeyLost = isLost;
    },
    writeRows: async () => {
      const documents = new OpenDocuments(
        { store, sha256, random, signer },
        { opened: () => undefined, damaged: () => undefined },
      );
      const writer = new RowWriter(store, standing.memberOf);
      for (const card of await store.all("cards")) {
        const document = await documents.open(card);
        if (document !== undefined)
          await store.transact(await writer.writesFor([document], () => true), "relaxed");
      }
      await writer.gather();
    },
    restart: () => {
      store.crash();
      return openOneDevice(seed, disk, generation + 1, time, may);
    },
  };
};
