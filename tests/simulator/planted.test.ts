/** The checker is worth what it finds: each fault here is planted through the harness and must be found. */
import { beforeAll, describe, expect, test } from "vitest";
import { ok } from "#shared/kernel/result";
import { encodeRelayMsg, parseRelayMsg } from "#shared/protocol/messages-codec";
import type { ByteStore, TabChannel } from "#shared/replica/ports";
import { startAutomerge } from "#tests/support/automerge";
import type { WorldSeams } from "#tests/support/sim-world";
import { judge } from "./campaign";
import { decoded, inside, readNaivePush } from "./naive-records";
import type { Mood } from "./plan";
import { makePlan } from "./plan";
import type { Run } from "./run";

beforeAll(startAutomerge);

type RelayStoreSeam = NonNullable<WorldSeams["relayStore"]>;
type StoreSeam = NonNullable<WorldSeams["store"]>;

/** Everything but the pushes of every `every`th batch that has any. */
const losing = (every: number): RelayStoreSeam => {
  let batches = 0;
  return (store) => ({
    ...store,
    append: (batch) => {
      const lost = batch.some(({ type }) => type === "push") && ++batches % every === 0;
      return store.append(lost ? batch.filter(({ type }) => type !== "push") : batch);
    },
  });
};

/** Says that it is written, and writes a second later. */
const early: RelayStoreSeam = (store, time) => ({
  ...store,
  append: async (batch) => {
    if (!batch.some(({ type }) => type === "push")) return store.append(batch);
    time.after(1_000, () => void store.append(batch));
    return ok(undefined);
  },
});

const storeThat = (change: (store: ByteStore) => ByteStore["transact"]): StoreSeam => {
  return (store) => ({ ...store, transact: change(store) });
};

/** A device's disk that keeps no chunk of others from time to time. */
const leaky = (): StoreSeam => {
  let kept = 0;
  return storeThat((store) => (writes, durability) => {
    const isLost =
      durability === "relaxed" && writes.some((write) => "put" in write && write.put === "chunks");
    const rest =
      isLost && ++kept % 5 === 0
        ? writes.filter((write) => !("put" in write && write.put === "chunks"))
        : writes;
    return store.transact(rest, durability);
  });
};

/** A disk that keeps no outbox: what was done before a crash is never sent. */
const forgetful = storeThat(
  (store) => (writes, durability) =>
    store.transact(
      writes.filter((write) => !("put" in write && write.put === "outbox")),
      durability,
    ),
);

/** A disk that takes nothing off the list of what is not home. */
const sticky = storeThat(
  (store) => (writes, durability) =>
    store.transact(
      writes.filter((write) => !("delete" in write && write.delete === "hall")),
      durability,
    ),
);

/** Takes every signature for genuine. */
const gullible: NonNullable<WorldSeams["relayCrypto"]> = (crypto) => ({
  ...crypto,
  verifier: { ...crypto.verifier, verify: async () => true },
});

/** Reads its log without what took somebody's device away, and without what put that in order. */
const forgiving: RelayStoreSeam = (store) => ({
  ...store,
  membership: async (company) => {
    const entries = await store.membership(company);
    const first = entries.findIndex((entry) => Buffer.from(entry).includes("device.revoke"));
    return first < 0 ? entries : entries.slice(0, first);
  },
});

/** A tab that is not told what arrived. */
const deaf = (channel: TabChannel): TabChannel => ({
  ...channel,
  subscribe: (listener) =>
    channel.subscribe((message) => {
      if (message.t !== "arrived") listener(message);
    }),
});

/** Alarms that never reach anybody. */
const silent = (channel: TabChannel): TabChannel => ({
  ...channel,
  post: (message) =>
    channel.post(message.t === "link" ? { t: "link", link: { ...message.link, problems: [] } } : message),
});

/** Alarms for nothing. */
const nervous = (channel: TabChannel): TabChannel => ({
  ...channel,
  post: (message) =>
    channel.post(
      message.t === "link"
        ? {
            t: "link",
            link: { ...message.link, problems: [{ type: "RelayUntrusted", reason: "fork", thing: null }] },
          }
        : message,
    ),
});

/** A relay that takes nothing back of what it lost. */
const unforgiving = (run: Run): void =>
  often(run, () => {
    run.world.network.toRelay = (message) => (message.t === "restore" ? undefined : message);
  });

const isCheckpoint = (entry: Uint8Array): boolean => Buffer.from(entry).includes("heads");

/** What devices hand back of who was removed never arrives. */
const unreminded = ({ world }: Run): void => {
  world.network.toRelay = (message) =>
    message.t === "mem" && message.entries.some(isCheckpoint) ? undefined : message;
};

/** Takes up the first removal, and none that comes later. */
const stubborn = (): RelayStoreSeam => {
  let removals = 0;
  const isKept = (entry: Uint8Array): boolean =>
    !Buffer.from(entry).includes("device.revoke") || ++removals === 1;
  return (store) => ({
    ...store,
    append: (batch) =>
      store.append(batch.filter((write) => write.type !== "membership" || isKept(write.entry))),
  });
};

/** What gives and takes rights counts and is written down nowhere. */
const secretive: RelayStoreSeam = (store) => ({
  ...store,
  append: (batch) =>
    store.append(
      batch.filter(
        (write) => write.type !== "membership" || !Buffer.from(write.entry).includes("member.role"),
      ),
    ),
});

/** Five documents are taken back as soon as they are brought, from whoever may read them; `now` or once rights have changed. */
const grasping =
  (isNow: boolean) =>
  ({ world: { network } }: Run): void => {
    let haveChanged = isNow;
    let left = 5;
    network.relayFor = () => {
      const { relay } = network;
      if (relay === undefined) return undefined;
      return (socket) => {
        const send = (frame: Uint8Array): void => {
          socket.send(frame);
          const message = parseRelayMsg(frame);
          if (!message.ok) return;
          if (message.value.t === "mem") haveChanged ||= message.value.entries.some(isLaterCheckpoint);
          if (message.value.t !== "chunks" || !haveChanged || left === 0) return;
          left -= 1;
          socket.send(encodeRelayMsg({ t: "drop", doc: message.value.doc, why: "right-ended" }));
        };
        const sendShared: typeof socket.sendShared = ({ payloads }, from, to) =>
          payloads.slice(from, to).forEach(send);
        return relay({ ...socket, send, sendShared });
      };
    };
  };

/** The first puts the company's beginning in order. */
const isLaterCheckpoint = (entry: Uint8Array): boolean =>
  isCheckpoint(entry) && inside(decoded(inside(decoded(entry), 0)), "no") !== 1;

/** Looks again and again. */
const often = (run: Run, look: () => void): void =>
  void run.world.time.after(3_000, () => {
    look();
    often(run, look);
  });

/** Every alarm of a lie that left something out, whether the device could know or not. */
const jumpy = (run: Run): void =>
  often(run, () => {
    for (const [at, omitted] of run.ledger.omitted.entries())
      if (omitted.size > 0) run.ledger.raised[at]?.add("RelayUntrusted fork");
  });

/** Whatever the second device lacks passes for something a relay left out. */
const excused = (run: Run): void =>
  often(run, () => {
    for (const write of run.world.relay.journal().flat())
      if (write.type === "push")
        for (const { named } of readNaivePush(write.push).changes) run.ledger.omitted[1]?.add(named);
  });

interface Planted {
  readonly name: string;
  readonly mood: Mood;
  readonly seams?: () => WorldSeams;
  readonly begun?: (run: Run) => void;
  /** The first seed tried, 1 when left out: what it takes may be rare. */
  readonly first?: number;
  readonly found: RegExp;
}

const planted: readonly Planted[] = [
  {
    name: "a receipt before the write",
    mood: "everyday",
    seams: () => ({ relayStore: early }),
    found: /left the relay before its change was on disk/,
  },
  {
    name: "a relay that loses a batch it acknowledged",
    mood: "crashes",
    seams: () => ({ relayStore: losing(6) }),
    found: /left the relay before its change was on disk|does not have it/,
  },
  {
    name: "chunks that a device's disk does not keep",
    mood: "crashes",
    seams: () => ({ store: leaky() }),
    found: /lacks \d+ changes/,
  },
  {
    name: "an outbox that is not kept",
    mood: "crashes",
    seams: () => ({ store: forgetful }),
    found: /durable by its own word/,
  },
  {
    name: "a tab that is not told",
    mood: "everyday",
    seams: () => ({ channel: deaf }),
    found: /shows other rows|does not show|is not shown/,
  },
  {
    name: "alarms that are swallowed",
    mood: "backups",
    seams: () => ({ channel: silent }),
    found: /did not raise/,
  },
  {
    name: "signatures that the relay does not check",
    mood: "leavers",
    seams: () => ({ relayCrypto: gullible }),
    found: /signed by somebody else|did not sign/,
  },
  {
    name: "a removal that the relay forgets at a restart",
    mood: "leavers",
    seams: () => ({ relayStore: forgiving }),
    // Devices that know better also say so, and hand the removal back.
    found: /had been removed|raised RelayUntrusted rollback without a cause/,
  },
  {
    name: "alarms without a cause",
    mood: "everyday",
    seams: () => ({ channel: nervous }),
    found: /without a cause/,
  },
  {
    name: "an alarm about something left out that the device could not notice",
    ...{ mood: "omissions", begun: jumpy },
    found: /raised RelayUntrusted fork without a cause/,
  },
  {
    name: "a hole that something builds on, although a relay may have left it out",
    ...{ mood: "omissions", begun: excused },
    seams: () => ({ store: leaky() }),
    found: /device 2: lacks \d+ changes/,
  },
  {
    name: "a relay that takes nothing back of what it lost",
    ...{ mood: "losses", begun: unforgiving },
    found: /does not have it|durable by its own word|which the relay does not/,
  },
  {
    name: "a batch lost while devices are emptied and backups put back",
    mood: "losses",
    seams: () => ({ relayStore: losing(6) }),
    found: /does not have it|durable by its own word|before its change was on disk/,
  },
  {
    name: "devices that keep to themselves who was removed",
    ...{ mood: "forgotten", begun: unreminded },
    found: /before it handed back a removal/,
  },
  {
    name: "a relay that does not take up again who was removed",
    mood: "forgotten",
    seams: () => ({ relayStore: stubborn() }),
    found: /was handed the removal of \w+ by device \d and does not know it/,
  },
  {
    name: "two orders of one relay that nobody speaks of",
    ...{ mood: "forgotten", first: 23 },
    seams: () => ({ channel: silent }),
    found: /did not raise RelayUntrusted fork/,
  },
  {
    name: "two orders of one length, of which nobody speaks before there is more",
    ...{ mood: "forgotten", first: 15, begun: unreminded },
    seams: () => ({ channel: silent }),
    found: /did not raise RelayUntrusted fork/,
  },
  {
    name: "rights that stand in no log",
    mood: "stations",
    seams: () => ({ relayStore: secretive }),
    found: /might not write|may not read/,
  },
  {
    name: "a document taken back from a device whose right to it did not end",
    ...{ mood: "stations", begun: grasping(false) },
    found: /was told to drop what it may read/,
  },
  {
    name: "work that came home and stays on the list of what did not",
    mood: "hall",
    seams: () => ({ store: sticky }),
    found: /entries of the hall left on its disk/,
  },
  {
    name: "the same before anybody's rights ever changed",
    ...{ mood: "everyday", begun: grasping(true) },
    found: /was told to drop what it may read/,
  },
];

const seedsTried = 12;

describe("planted faults", () => {
  test.each(planted.map((one) => [one.name, one] as const))(
    "[SIM-2] are found: %s",
    { timeout: 300_000 },
    async (_, { mood, seams, begun, first = 1, found }) => {
      for (let seed = first; seed < first + seedsTried; seed++) {
        const { violations } = await judge(makePlan(seed, 50, mood), seams?.(), begun);
        if (violations.some((line) => found.test(line))) return;
      }
      expect.fail(`not found in ${seedsTried} runs`);
    },
  );
});
