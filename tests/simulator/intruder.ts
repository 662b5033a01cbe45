/**
 * A member of the company with a valid key and a client of its own making. It knows the protocol and uses the
 * product's code to speak it; each attack says what may never be accepted, and the checker looks for that.
 */
import { relaySigner } from "#relay/relay-key";
import { asciiBytes, bytesEqual } from "#shared/kernel/bytes";
import type { Signer } from "#shared/kernel/signature";
import { closeCodeByNumber } from "#shared/protocol/close-codes";
import { docCardKind } from "#shared/protocol/cards";
import { seal } from "#shared/protocol/envelope";
import { makeHello } from "#shared/protocol/handshake";
import type { Chunk, PushPart, RelayMsg } from "#shared/protocol/messages";
import { encodeClientMsg, parseRelayMsg } from "#shared/protocol/messages-codec";
import { emptyLogHash } from "#shared/protocol/receipts";
import { deriveActor, makeTip } from "#shared/protocol/tips";
import { decodePushRecord } from "#relay/sync/push-record.codec";
import { poison } from "#tests/fixtures/poison/corpus";
import type { WrittenChange } from "#tests/support/chunk-writer";
import { hashOfChange, oneSet, wrapChunk, writeBody, writeChunk } from "#tests/support/chunk-writer";
import { nodeSha256, signerNamed } from "#tests/support/keys";
import type { SimWorld } from "#tests/support/sim-world";
import type { NetworkEnd } from "#tests/support/virtual-network";
import { createChances } from "#tests/support/virtual-time";
import type { Ledger } from "./ledger";
import { fingerprint, hex } from "./naive-records";
import type { Plan, Step } from "./plan";

export interface Intruder {
  attack(step: Step): Promise<void>;
  /** This device is being removed: from then on its key is among the stolen ones. */
  mayActAs(device: number): void;
}

const corpus = poison().filter(({ chunk }) => chunk.length <= 256 * 1024);

interface Attack {
  readonly part: PushPart;
  /** Null for what is allowed and must only do no harm. */
  readonly why: string | null;
  /** Who says Hello, when it is not the one whose keys the attack is made with. */
  readonly as?: Signer;
}

type Make = (scene: Scene) => Promise<Attack>;

/** Everything an attack can be made of. */
interface Scene {
  readonly company: Uint8Array;
  readonly self: Signer;
  /** Public keys of honest devices. */
  readonly others: readonly Uint8Array[];
  readonly step: Step;
  readonly bytes: (length: number) => Uint8Array;
  readonly now: number;
  /** Newest change on the relay's disk, of whoever. */
  readonly newest:
    { doc: Uint8Array; actor: Uint8Array; device: Uint8Array; hash: Uint8Array; maxOp: number } | undefined;
}

interface Own {
  readonly doc: Uint8Array;
  readonly nonce: Uint8Array;
  readonly actor: Uint8Array;
}

const ownDocument = ({ bytes, self }: Scene, known?: Uint8Array): Own => {
  const doc = known ?? bytes(16);
  const nonce = bytes(8);
  return { doc, nonce, actor: deriveActor(nodeSha256, self.publicKey, doc, nonce) };
};

const chunkOf = (change: WrittenChange): Chunk => ({
  hash: hashOfChange(change),
  parents: change.deps,
  enc: 0,
  epoch: 0,
  bytes: writeChunk(change),
});

const partOf = async (
  scene: Scene,
  own: Own,
  chunks: readonly Chunk[],
  change: {
    readonly seq: number;
    readonly signer?: Signer;
    readonly company?: Uint8Array;
    readonly isNew?: boolean;
    readonly scope?: { readonly member: Uint8Array };
  },
): Promise<PushPart> => {
  const { company, self, bytes, now } = scene;
  const thing = bytes(16);
  const card = await seal(
    docCardKind,
    {
      ...{ v: 1, company: change.company ?? company, doc: own.doc, thing, kind: "event" },
      ...{
        cls: "event",
        scope: change.scope ?? { event: thing },
        no: 1,
        prev: null,
        replaces: null,
        by: self.publicKey,
        at: now,
      },
    } as const,
    [self],
  );
  const last = chunks.at(-1)?.hash ?? new Uint8Array(32);
  const facts = { actor: own.actor, nonce: own.nonce, seq: change.seq, hash: last, checkpoint: 1 };
  const tip = await makeTip(company, own.doc, facts, change.signer ?? self);
  return {
    doc: own.doc,
    card: change.isNew === false ? null : card,
    chunks,
    tip: { ...tip, device: self.publicKey },
  };
};

/** A message that differs from all others, and that the gate has nothing against. */
const wordOf = ({ bytes }: Scene): Uint8Array => asciiBytes(hex(bytes(8)));

const begin = async (
  scene: Scene,
  why: string | null,
  patch: Partial<WrittenChange>,
  how: Partial<Parameters<typeof partOf>[3]> = {},
): Promise<Attack> => {
  const own = ownDocument(scene);
  const change = oneSet(own.actor, { message: wordOf(scene), ...patch });
  return { part: await partOf(scene, own, [chunkOf(change)], { seq: change.seq, ...how }), why };
};

/** On top of somebody's newest change. */
const follow = async (scene: Scene, why: string | null, patch: Partial<WrittenChange>): Promise<Attack> => {
  const { newest } = scene;
  if (newest === undefined) return begin(scene, "a sequence that starts at 9", { seq: 9 });
  const own = ownDocument(scene, newest.doc);
  const sound = { deps: [newest.hash], startOp: newest.maxOp + 1, message: wordOf(scene) };
  const change = oneSet(own.actor, { ...sound, ...patch });
  return { part: await partOf(scene, own, [chunkOf(change)], { seq: change.seq, isNew: false }), why };
};

/** Says that it is somebody else's device, and signs with its own key. */
const inTheNameOf = async (scene: Scene, why: string): Promise<Attack> => {
  const { self, others, step } = scene;
  const publicKey = others[step.dice[1] % Math.max(1, others.length)] ?? self.publicKey;
  const impostor: Signer = { publicKey, sign: (message) => self.sign(message) };
  return { ...(await begin({ ...scene, self: impostor }, why, {})), as: impostor };
};

const goOn: Make = (scene) => follow(scene, null, {});

const attacks: readonly Make[] = [
  async (scene) => {
    const bad = corpus[scene.step.dice[1] % corpus.length];
    const own = ownDocument(scene);
    const chunk: Chunk = {
      ...{ hash: scene.bytes(32), parents: [], enc: 0, epoch: 0 },
      bytes: bad?.chunk ?? new Uint8Array(1),
    };
    return { part: await partOf(scene, own, [chunk], { seq: 1 }), why: `poison: ${bad?.name ?? "none"}` };
  },
  (scene) => begin(scene, "an actor that is not its own", { actor: scene.bytes(16) }),
  (scene) => follow(scene, "the actor of somebody else", { actor: scene.newest?.actor ?? scene.bytes(16) }),
  (scene) => begin(scene, "parents nobody has", { deps: [scene.bytes(32)], startOp: 5 }),
  (scene) => begin(scene, "too large", { message: new Uint8Array(300_000).fill(65) }),
  (scene) => begin(scene, "a sequence that starts at 2", { seq: 2 }),
  (scene) => follow(scene, "operation counters that go back", { startOp: 1 }),
  (scene) => begin(scene, "a signature of somebody else", {}, { signer: signerNamed("somebody") }),
  (scene) => begin(scene, "a card of another company", {}, { company: scene.bytes(32) }),
  (scene) => begin(scene, "a card whose scope is not its kind's", {}, { scope: { member: scene.bytes(16) } }),
  (scene) => begin(scene, "a tip for another place in the sequence", {}, { seq: 2 }),
  async (scene) => {
    const own = ownDocument(scene);
    const change = oneSet(own.actor, { message: wordOf(scene) });
    const bytes = wrapChunk(writeBody(change), 0);
    const part = await partOf(scene, own, [{ ...chunkOf(change), bytes }], { seq: 1 });
    return { part, why: "a whole document" };
  },
  async (scene) => {
    const own = ownDocument(scene);
    const chunk = chunkOf(oneSet(own.actor, { message: wordOf(scene) }));
    const part = await partOf(scene, own, [{ ...chunk, hash: scene.bytes(32) }], { seq: 1 });
    return { part, why: "a hash that is not of its bytes" };
  },
  async (scene) => {
    const own = ownDocument(scene);
    const first = oneSet(own.actor, { message: wordOf(scene) });
    const second = oneSet(own.actor, { message: wordOf(scene) });
    const part = await partOf(scene, own, [chunkOf(first), chunkOf(second)], { seq: 1 });
    return { part, why: "a fork of its own sequence" };
  },
  (scene) => begin(scene, null, { time: 600_000_000 }),
  (scene) => begin(scene, null, { time: Math.floor(scene.now / 1_000) + 400 * 86_400 }),
  goOn,
];

const moreAttacks: readonly Make[] = [
  ...attacks,
  (scene) => inTheNameOf(scene, "signed by somebody else than its device"),
  (scene) => begin(scene, "a signature of somebody else", {}, { signer: signerNamed("somebody") }),
];

export const createIntruder = (world: SimWorld, ledger: Ledger, { seed, mood }: Plan): Intruder => {
  const known = mood === "leavers" ? moreAttacks : attacks;
  const self = world.company.devices.at(-1)?.signer;
  if (self === undefined) throw new Error("the intruder is the company's last member");
  const stolen: Signer[] = [];
  return {
    mayActAs: (device) => {
      const signer = world.company.devices[device]?.signer;
      if (signer !== undefined) stolen.push(signer);
    },
    attack: async (step) => {
      const thief = stolen.at(-1);
      const isStolen = thief !== undefined && step.dice[2] % 3 === 0;
      const signer = isStolen ? thief : self;
      const random = createChances(seed * 4_096 + step.no);
      const scene: Scene = {
        ...{ company: world.company.id, self: signer, step, now: world.time.now() },
        // A stolen key in its own name is no impostor.
        others: world.company.devices
          .slice(0, -1)
          .flatMap(({ signer: { publicKey } }) =>
            bytesEqual(publicKey, signer.publicKey) ? [] : [publicKey],
          ),
        bytes: (length) => random.bytes(length),
        newest: newestOf(world),
      };
      // With a key that was taken away, what would be sound of anybody else shows most.
      const make = isStolen && step.dice[1] % 2 === 0 ? goOn : known[step.dice[0] % known.length];
      if (make === undefined) return;
      const { part, why, as = signer } = await make(scene);
      ledger.story.push(`intruder: ${why ?? "something odd but allowed"}`);
      if (why !== null) for (const { bytes } of part.chunks) ledger.forbidden.set(fingerprint(bytes), why);
      await send(world, as, part);
    },
  };
};

const newestOf = (world: SimWorld): Scene["newest"] => {
  const push = world.relay
    .journal()
    .flatMap((batch) => batch.flatMap((write) => (write.type === "push" ? [write.push] : [])))
    .at(-1);
  const record = push === undefined ? undefined : decodePushRecord(push.body);
  const last = record?.changes.at(-1);
  return push === undefined || record === undefined || last === undefined
    ? undefined
    : { doc: push.doc, actor: record.actor, device: record.device, hash: last.chunk.hash, maxOp: last.maxOp };
};

/** Tries of one attack: on a bad network most never reach the relay. */
const mostTries = 8;

/** Connects, says Hello, pushes and goes, again until the relay has answered. Honest in nothing but the form. */
const send = async (world: SimWorld, signer: Signer, part: PushPart, tries = mostTries): Promise<void> => {
  const end: NetworkEnd = { isOnline: true };
  const random = createChances(world.time.now() % 2 ** 24);
  let isAnswered = false;
  const greet = async (message: RelayMsg): Promise<void> => {
    if (message.t === "challenge") {
      const facts = { company: world.company.id, origin: "https://relay.example", checkpointId: null };
      const place = { serialSeen: 0, logHashSeen: emptyLogHash };
      const deps = { signer, random, clock: world.time };
      socket.send(
        encodeClientMsg({ t: "hello", hello: await makeHello(message, { ...facts, ...place }, deps) }),
      );
    } else if (message.t === "welcome") socket.send(encodeClientMsg({ t: "push", parts: [part] }));
    else if (message.t === "receipt" || message.t === "refused" || message.t === "need") {
      isAnswered = true;
      socket.close();
    }
  };
  const socket = world.network.portFor(end).connect("https://relay.example", {
    opened: () => undefined,
    closed: (code) => {
      // Sent away for what it is: nothing is gained by coming again.
      if (isAnswered || tries <= 1 || closeCodeByNumber(code)?.retry === "no") return;
      world.time.after(2_000, () => void send(world, signer, part, tries - 1));
    },
    message: (frame) => {
      const parsed = parseRelayMsg(frame);
      if (parsed.ok) void greet(parsed.value);
    },
  });
  world.time.after(30_000, () => socket.close());
};

/** A sound document of another company, for a relay that mixes them up. */
export const foreignChunks = async (name: string): Promise<Extract<RelayMsg, { t: "chunks" }>> => {
  const self = relaySigner(nodeSha256(asciiBytes(`foreign ${name}`)));
  const random = createChances(name.length * 997 + Number(name));
  const scene: Scene = {
    ...{ company: random.bytes(32), self, others: [], now: 0, newest: undefined },
    step: { no: 0, kind: "attack", device: 0, dice: [0, 0, 0], waitMs: 0 },
    bytes: (length) => random.bytes(length),
  };
  const { part } = await begin(scene, null, {});
  return { t: "chunks", doc: part.doc, card: part.card, chunks: part.chunks, tips: [part.tip], receipts: [] };
};
