/**
 * A relay that lies: it holds the real relay's key and sits in front of it. What it says is made with the product's
 * own code, because an attacker may use that; whether it is believed is for the checker.
 */
import { brand } from "#shared/kernel/brand";
import type { RelayMsg } from "#shared/protocol/messages";
import { makeReceipt } from "#shared/protocol/receipts";
import { docIdFromBytes } from "#shared/protocol/wire-types";
import type { StoredLoss, StoredReceipt, StoredRows } from "#shared/replica/stored";
import type { SimProcess, Simulated } from "#tests/support/sim-device";
import type { SimWorld } from "#tests/support/sim-world";
import type { VirtualRelay } from "#tests/support/virtual-relay";
import type { Ledger } from "./ledger";
import { hex, readNaivePush } from "./naive-records";
import { foreignChunks } from "./intruder";
import type { Plan, Step } from "./plan";

const lies = [
  "hold",
  "replay",
  "forge",
  "unsigned",
  "foreign",
  "tamper",
  "place",
  "withhold",
  "two-faced",
] as const;
type Lie = (typeof lies)[number] | "omit";
const moreLies: readonly Lie[] = [...lies, "omit", "omit", "omit"];

export interface Liar {
  lie(step: Step): Promise<void>;
  /** Something honest happened to the device that may swallow what a lie would have caused. */
  disturbed(device: Simulated): void;
  /** From now on the relay is honest. */
  stop(): void;
  readonly isOtherRelayUp: () => boolean;
}

/** Why a device must call the relay untrusted. */
export const forgottenPlace = "a receipt or place that is not in the relay's log";
const forkAlarms = ["RelayUntrusted rollback", "RelayUntrusted fork"];

/** The hash of the log at every place of the relay's log. */
export const placesIn = (world: SimWorld): ReadonlyMap<number, string> =>
  new Map(
    world.relay.journal().flatMap((batch) =>
      batch.flatMap((write) => {
        if (write.type !== "push") return [];
        const { serial, logHash } = readNaivePush(write.push);
        return [[serial, logHash] as const];
      }),
    ),
  );

/**
 * A device that holds a receipt whose place is not in the relay's log has been lied to, or the relay forgot: it must
 * say so when it is next connected.
 */
export const expectWitnesses = (world: SimWorld, devices: readonly Simulated[], ledger: Ledger): void => {
  const places = placesIn(world);
  for (const [at, device] of devices.entries()) {
    const receipts = brand<readonly StoredReceipt[]>([
      ...(device.disk.stores.get("receipts")?.values() ?? []),
    ]);
    const position = brand<{ serial: number; logHash: Uint8Array } | undefined>(
      device.disk.stores.get("meta")?.get("position"),
    );
    // Receipts that were still on their way when the relay's disk was put back stand only here.
    const losses = brand<readonly StoredLoss[]>([...(device.disk.stores.get("losses")?.values() ?? [])]);
    const isStrange = ({ serial, logHash }: StoredReceipt): boolean => places.get(serial) !== hex(logHash);
    const strange = receipts.filter(isStrange);
    const strayed =
      position !== undefined && position.serial > 0 && places.get(position.serial) !== hex(position.logHash);
    if (strange.length > 0 || losses.some(isStrange) || strayed || showsWhatIsGone(device, world))
      for (const alarm of forkAlarms) ledger.allowed[at]?.add(alarm);
    for (const { serial, logHash } of strange) ledger.forgotten[at]?.set(serial, hex(logHash));
    if (strange.length > 0) ledger.expected[at]?.set(forgottenPlace, forkAlarms);
  }
};

/** Whether the device shows rows, on a device's word, of changes that the relay offered once and does not have now. */
const showsWhatIsGone = (device: Simulated, world: SimWorld): boolean => {
  const rows = brand<readonly StoredRows[]>([...(device.disk.stores.get("rows")?.values() ?? [])]);
  const shown = rows.flatMap(({ docs }) => docs).filter(({ signedBy }) => signedBy !== undefined);
  if (shown.length === 0) return false;
  const stored = changesIn(world);
  return shown.some(({ heads }) => heads.some((head) => !stored.has(head)));
};

const changesIn = (world: SimWorld): ReadonlySet<string> =>
  new Set(
    world.relay
      .journal()
      .flat()
      .flatMap((write) =>
        write.type === "push" ? readNaivePush(write.push).changes.map(({ named }) => named) : [],
      ),
  );

/**
 * Whether the frame brings a receipt that the device holds already, of its own changes or from an earlier connection, or
 * one that speaks for such a receipt: of several pushes of one author in a document the log gives the newest alone.
 */
const hasHeard = (device: Simulated, { receipts }: Extract<RelayMsg, { readonly t: "chunks" }>): boolean => {
  const known = brand<readonly StoredReceipt[]>([...(device.disk.stores.get("receipts")?.values() ?? [])]);
  const position = brand<{ serial: number } | undefined>(device.disk.stores.get("meta")?.get("position"));
  const passed = position?.serial ?? 0;
  return receipts.some(({ doc, actor, seq, serial }) =>
    known.some(
      (other) =>
        other.serial === serial ||
        (other.serial > passed &&
          other.seq <= seq &&
          hex(other.actor) === hex(actor) &&
          other.doc === docIdFromBytes(doc)),
    ),
  );
};

/**
 * What may show a device that this frame never came. Its card: what follows in the document belongs to nothing then. A
 * receipt the device has already: it did not come again. Anything else nobody can notice.
 */
const noticedBy = (
  frame: Extract<RelayMsg, { readonly t: "chunks" }>,
  device: Simulated,
): readonly string[] => [
  ...(frame.card === null ? [] : ["RelayUntrusted gate"]),
  ...(hasHeard(device, frame) ? forkAlarms : []),
];

export const createLiar = (
  world: SimWorld,
  devices: readonly Simulated[],
  ledger: Ledger,
  { mood }: Plan,
): Liar => {
  const { network, time } = world;
  const known: readonly Lie[] = mood === "omissions" ? moreLies : lies;
  const stops = new Set<() => void>();
  const processes = new Map<Simulated, SimProcess | undefined>();
  let other: VirtualRelay | undefined;

  const endAfter = (ms: number, stop: () => void): void => {
    const once = (): void => {
      if (stops.delete(once)) stop();
    };
    stops.add(once);
    time.after(ms, once);
  };
  /** The alarm must come when the lie arrives on a quiet device and nothing else happens to it for a while. */
  const tell = (device: Simulated, message: RelayMsg, alarm: string): void => {
    const at = devices.indexOf(device);
    ledger.allowed[at]?.add(alarm);
    network.inject(device, message, () => {
      const process = device.process();
      if (process?.replica.sync.get().connected !== true) return;
      processes.set(device, process);
      time.after(2_000, () => {
        if (device.process() === process && processes.get(device) === process && device.tabs === 1)
          ledger.expected[at]?.set(`a lie of the relay (${alarm})`, [alarm]);
      });
    });
  };

  const told: Record<Lie, (device: Simulated, step: Step) => void | Promise<void>> = {
    // Two messages change places.
    hold: (device) => {
      let held: Extract<RelayMsg, { readonly t: "chunks" }> | undefined;
      network.toDevice = (message, to) => {
        // The place goes by before what stands in front of it: that this device has had it before, it can notice.
        if (to === device && message.t === "current" && held !== undefined && hasHeard(device, held))
          for (const alarm of forkAlarms) ledger.allowed[devices.indexOf(device)]?.add(alarm);
        if (to !== device || message.t !== "chunks") return message;
        if (held === undefined) {
          held = message;
          return undefined;
        }
        network.toDevice = null;
        network.inject(device, message);
        return held;
      };
      endAfter(20_000, () => {
        if (held !== undefined && network.toDevice !== null) network.inject(device, held);
        network.toDevice = null;
      });
    },
    // Everything is said again, later.
    replay: (device) => {
      const kept: RelayMsg[] = [];
      network.toDevice = (message, to) => {
        if (to === device && (message.t === "chunks" || message.t === "receipt")) kept.push(message);
        return message;
      };
      endAfter(5_000, () => {
        network.toDevice = null;
        for (const message of kept) network.inject(device, message);
      });
    },
    // Receipts for what is thrown away.
    forge: (device) => {
      // A device that came later than the checkpoint they name could not write then, and says so.
      ledger.allowed[devices.indexOf(device)]?.add("RelayUntrusted grant");
      let serial = world.relay.disk.companies()[0]?.serial ?? 0;
      network.toRelay = (message, reply, from) => {
        if (from !== device || message.t !== "push") return message;
        void (async () => {
          for (const { doc, tip } of message.parts) {
            const { actor, seq, hash } = tip;
            const facts = { doc, actor, seq, hash, checkpoint: 1, at: time.now(), serial: ++serial };
            const logHash = new Uint8Array(32).fill(serial % 256);
            reply({
              t: "receipt",
              receipt: await makeReceipt(world.company.id, { ...facts, logHash }, world.relayKey),
            });
          }
        })();
        return undefined;
      };
      endAfter(4_000, () => {
        network.toRelay = null;
        network.breakAll();
        expectWitnesses(world, devices, ledger);
      });
    },
    unsigned: (device, { dice }) => {
      const facts = { doc: new Uint8Array(16), actor: new Uint8Array(16), seq: 1, hash: new Uint8Array(32) };
      const more = { checkpoint: 1, at: time.now(), serial: 1 + (dice[1] % 50), logHash: new Uint8Array(32) };
      const receipt = { ...facts, ...more, sig: new Uint8Array(64).fill(1) };
      tell(device, { t: "receipt", receipt }, "RelayUntrusted signature");
    },
    foreign: async (device, { no }) => {
      tell(device, await foreignChunks(`${no}`), "RelayUntrusted gate");
    },
    tamper: (device, { dice }) => {
      const at = devices.indexOf(device);
      network.toDevice = (message, to) => {
        const [first, ...rest] = message.t === "chunks" && to === device ? message.chunks : [];
        if (message.t !== "chunks" || first === undefined) return message;
        network.toDevice = null;
        const bytes = first.bytes.slice();
        const where = dice[1] % bytes.length;
        bytes[where] = (bytes[where] ?? 0) ^ (1 << (dice[2] % 8));
        ledger.allowed[at]?.add("RelayUntrusted gate");
        return { ...message, chunks: [{ ...first, bytes }, ...rest] };
      };
      endAfter(30_000, () => void (network.toDevice = null));
    },
    place: (device, { dice }) => {
      const at = devices.indexOf(device);
      const serial = (world.relay.disk.companies()[0]?.serial ?? 0) + 1 + (dice[1] % 5);
      for (const alarm of forkAlarms) ledger.allowed[at]?.add(alarm);
      network.inject(device, { t: "current", serial, logHash: new Uint8Array(32).fill(3) });
      network.breakAll();
    },
    // Nothing of the log arrives for a while, its place neither.
    withhold: (device) => {
      network.toDevice = (message, to) =>
        to === device && (message.t === "chunks" || message.t === "current") ? undefined : message;
      endAfter(15_000, () => {
        network.toDevice = null;
        network.breakAll();
      });
    },
    // One frame of the log never comes; what follows does, and the place moves on.
    omit: (device) => {
      const at = devices.indexOf(device);
      network.toDevice = (message, to) => {
        if (to !== device || message.t !== "chunks" || message.chunks.length === 0) return message;
        network.toDevice = null;
        for (const alarm of noticedBy(message, device)) ledger.allowed[at]?.add(alarm);
        for (const { hash } of message.chunks) ledger.omitted[at]?.add(hex(hash));
        return undefined;
      };
      endAfter(30_000, () => void (network.toDevice = null));
    },
    // Some devices are shown another log, by the same key.
    "two-faced": async (_, { dice }) => {
      if (other !== undefined || !world.relay.isUp()) return;
      const first = network.relay;
      const second = await world.replaceRelay(world.relay.journal());
      other = second;
      network.relay = first;
      const fooled = new Set<unknown>(devices.filter((_one, at) => (dice[1] >> at) % 2 === 1));
      network.relayFor = (device) => (fooled.has(device) ? second.port() : network.relay);
      network.breakAll();
      endAfter(5_000 + (dice[2] % 30_000), () => {
        network.relayFor = () => network.relay;
        const up = network.relay;
        second.kill();
        network.relay = up;
        other = undefined;
        expectWitnesses(world, devices, ledger);
      });
    },
  };

  return {
    lie: async (step) => {
      const device = devices[step.device];
      const kind = known[step.dice[0] % known.length] ?? "hold";
      // One lie at a time, so that each is known for what it caused.
      if (device === undefined || stops.size > 0 || network.toDevice !== null || network.toRelay !== null)
        return;
      ledger.story.push(`relay: lies to device ${step.device + 1}: ${kind}`);
      await told[kind](device, step);
    },
    disturbed: (device) => void processes.delete(device),
    stop: () => {
      for (const stop of [...stops]) stop();
      network.toDevice = null;
      network.toRelay = null;
    },
    isOtherRelayUp: () => other !== undefined,
  };
};
