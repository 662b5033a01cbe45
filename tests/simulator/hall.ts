/**
 * The mood of a hall: a relay in a flight case beside home. Who reaches which of them changes all the time, and the box
 * is switched off, loses its disk, or turns against the company. In the end everybody is home, with or without the case.
 */
import { addHallRelay } from "#shared/domain/settings";
import type { RelayMsg } from "#shared/protocol/messages";
import { encodeRelayMsg, parseRelayMsg } from "#shared/protocol/messages-codec";
import { textOfBytes } from "#shared/protocol/wire-types";
import { hallOrigin, placeBox } from "#tests/support/hall-world";
import type { NetworkEnd, RelayPort } from "#tests/support/virtual-network";
import type { VirtualRelay } from "#tests/support/virtual-relay";
import type { Step } from "./plan";
import type { Run } from "./run";

export interface Hall {
  readonly box: VirtualRelay;
  /** While a frame of the box leaves: what it signs promises nothing. */
  readonly isSpeaking: () => boolean;
  readonly home: Set<NetworkEnd>;
  readonly inHall: Set<NetworkEnd>;
  /** What it makes of a message; nothing while it is honest. */
  trick: ((message: RelayMsg) => readonly RelayMsg[]) | null;
}

/** Everybody is home and learns of the box. */
export const enterHall = async (run: Run): Promise<void> => {
  const { world, plan, devices, ledger } = run;
  const home = new Set<NetworkEnd>(world.devices);
  const inHall = new Set<NetworkEnd>(devices);
  const { box, boxKey, http, lines } = await placeBox(plan.seed, world, (end, place) =>
    (place === "home" ? home : inHall).has(end),
  );
  world.elsewhere = http;
  let isSpeaking = false;
  const entered: Hall = { box, home, inHall, isSpeaking: () => isSpeaking, trick: null };
  const through =
    (port: RelayPort): RelayPort =>
    (socket) => {
      const send = (frame: Uint8Array): void => {
        isSpeaking = true;
        for (const one of tricked(frame, entered)) socket.send(one);
        isSpeaking = false;
      };
      const sendShared: typeof socket.sendShared = ({ payloads }, from, to) =>
        payloads.slice(from, to).forEach(send);
      return port({ ...socket, send, sendShared });
    };
  const honest = world.network.relayFor;
  world.network.relayFor = (end, origin) => {
    const port = honest(end, origin);
    return port === lines.relay && port !== undefined ? through(port) : port;
  };
  run.hall = entered;
  const replica = devices[0]?.process()?.replica;
  const key = textOfBytes(boxKey.publicKey);
  const named = replica?.run(addHallRelay, { name: "Case 1", address: hallOrigin, key });
  await world.time.advance(10_000);
  ledger.story.push(`the box is ${(await named)?.ok === true ? "named" : "not named"}`);
};

const tricked = (frame: Uint8Array, { trick }: Hall): readonly Uint8Array[] => {
  const parsed = trick === null ? undefined : parseRelayMsg(frame);
  if (trick === null || parsed?.ok !== true) return [frame];
  return trick(parsed.value).map(encodeRelayMsg);
};

/** Keeps work back, changes signatures, repeats everything, says it has what it has not, or orders rubbish. */
const tricks: readonly NonNullable<Hall["trick"]>[] = [
  (message) => (message.t === "chunks" ? [] : [message]),
  (message) =>
    message.t === "chunks"
      ? [{ ...message, tips: message.tips.map((tip) => ({ ...tip, sig: tip.sig.map((byte) => byte ^ 1) })) }]
      : [message],
  (message) => (message.t === "chunks" || message.t === "receipt" ? [message, message, message] : [message]),
  (message) => (message.t === "chunks" ? [{ ...message, chunks: message.chunks.slice(1) }] : [message]),
  (message) => (message.t === "current" ? [{ ...message, serial: message.serial + 5 }] : [message]),
];

export const hall = (
  { dice, device }: Step,
  run: Run,
  after: (ms: number, task: () => void) => void,
): void => {
  const entered = run.hall;
  const end = run.devices[device];
  if (entered === null || end === undefined) return;
  const { box } = entered;
  const kind = dice[0] % 12;
  if (kind < 6) reach([end], dice[1] % 4, run);
  else if (kind === 6) reach(run.devices.slice(dice[1] % 2), 2, run);
  else if (kind === 7) reach(run.devices, 1 + 2 * (dice[1] % 2), run);
  else if (kind < 10) {
    if (!box.isUp()) return;
    box.kill();
    if (kind === 9) box.restore(0);
    after(20 + (dice[1] % 60_000), () => {
      if (!box.isUp()) void box.start();
    });
  } else {
    entered.trick = tricks[dice[1] % tricks.length] ?? null;
    after(1_000 + (dice[2] % 300_000), () => (entered.trick = null));
  }
  run.ledger.story.push(`the hall: ${kind}`);
};

/** Bit 0: home, bit 1: the hall. What stood breaks. */
const reach = (ends: readonly NetworkEnd[], where: number, { hall: entered, world }: Run): void => {
  for (const end of ends) {
    for (const [bit, set] of [entered?.home, entered?.inHall].entries())
      if (((where >> bit) & 1) === 1) set?.add(end);
      else set?.delete(end);
  }
  world.network.breakAll();
};

/** Everybody comes home; every other crew lost the case on the way. */
export const leaveHall = async (run: Run): Promise<void> => {
  const { hall: entered, plan, devices } = run;
  if (entered === null) return;
  entered.trick = null;
  const isLost = plan.seed % 2 === 0;
  if (isLost && entered.box.isUp()) entered.box.kill();
  if (!isLost && !entered.box.isUp()) await entered.box.start();
  reach(devices, isLost ? 1 : 3, run);
};

/** Everything is home: nothing is left of the layer, and nothing was set aside on the way. */
export const checkHall = ({ hall: entered, devices }: Run): readonly string[] => {
  if (entered === null) return [];
  const found = entered.box.defects.map((line) => `the box's engine threw: ${line}`);
  for (const { name, disk, process } of devices) {
    const left = (["hall", "hallTips"] as const).reduce(
      (sum, store) => sum + (disk.stores.get(store)?.size ?? 0),
      0,
    );
    if (left > 0) found.push(`${name} has ${left} entries of the hall left on its disk`);
    for (const tab of process()?.tabs ?? []) {
      const { hall: state } = tab.sync.get();
      if (state !== null && state.notAtHome + state.kept + state.open > 0)
        found.push(`${name} says that work is not home: ${JSON.stringify(state)}`);
      for (const { code } of tab.rescues.get())
        if (code.startsWith("hall-")) found.push(`${name} set work of the hall aside (${code})`);
    }
  }
  return found;
};
