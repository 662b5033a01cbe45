/**
 * The same shift with Automerge and automerge-repo as they come, without storage: two devices and a relay in this
 * thread, a document of the pull list and one log per device.
 */
import type { DocHandle, Message, PeerId } from "@automerge/automerge-repo";
import { NetworkAdapter, Repo } from "@automerge/automerge-repo";
import { brand } from "#shared/kernel/brand";
import { size } from "./shift";
import { cpuOf } from "./timing";

/** One end of a connection within this process that can be cut and made again. */
class LocalEnd extends NetworkAdapter {
  other: LocalEnd | undefined;

  isReady(): boolean {
    return true;
  }
  async whenReady(): Promise<void> {
    // There is nothing to wait for.
  }
  connect(peerId: PeerId): void {
    this.peerId = peerId;
  }
  disconnect(): void {
    this.cut();
  }
  send(message: Message): void {
    const { other } = this;
    // As bytes on the way, and later than the call.
    setTimeout(() => other?.emit("message", structuredClone(message)));
  }
  join(other: LocalEnd): void {
    this.other = other;
    const peerId = other.peerId;
    if (peerId !== undefined) this.emit("peer-candidate", { peerId, peerMetadata: {} });
  }
  cut(): void {
    const peerId = this.other?.peerId;
    this.other = undefined;
    if (peerId !== undefined) this.emit("peer-disconnected", { peerId });
  }
}

const connectBoth = (a: LocalEnd, b: LocalEnd): void => {
  a.join(b);
  b.join(a);
};
const cutBoth = (a: LocalEnd, b: LocalEnd): void => {
  a.cut();
  b.cut();
};

interface List {
  lines: Record<string, { name: string; quantity: number }>;
}
interface Log {
  facts: Record<string, { kind: string; asset: string; at: number; quantity: number }>;
}

interface Device {
  readonly repo: Repo;
  readonly end: LocalEnd;
  readonly atRelay: LocalEnd;
}

const never = async (): Promise<boolean> => false;

const createDevice = (name: string, relayEnds: LocalEnd[]): Device => {
  const [end, atRelay] = [new LocalEnd(), new LocalEnd()];
  relayEnds.push(atRelay);
  return { repo: new Repo({ network: [end], peerId: brand<PeerId>(name) }), end, atRelay };
};

const settle = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const work = (list: DocHandle<List>, log: DocHandle<Log>, name: string): void => {
  for (let at = 0; at < size.scans; at++) {
    const fact = { kind: at % 2 === 0 ? "out" : "in", asset: `L-${at % size.assets}`, at, quantity: 1 };
    log.change((doc) => {
      doc.facts[`${name}-${at}`] = fact;
    });
    if (at % (size.scans / size.edits) !== 0) continue;
    list.change((doc) => {
      const line = doc.lines[`line-${at % size.lines}`];
      if (line !== undefined) line.quantity = at;
    });
  }
};

const headsOf = (handles: readonly DocHandle<unknown>[]): string =>
  handles.map((handle) => [...handle.heads()].sort().join()).join(" ");

/** Processor time from the second device's return until both hold the same, the relay's included. */
export const measureStockShift = async (): Promise<number> => {
  const ends: LocalEnd[] = [];
  const [a, b] = [createDevice("a", ends), createDevice("b", ends)];
  // Shares what it is asked for, as a relay does.
  const relay = new Repo({ network: ends, peerId: brand<PeerId>("relay"), sharePolicy: never });
  await settle(50);
  for (const { end, atRelay } of [a, b]) connectBoth(end, atRelay);
  const lines = Object.fromEntries(
    Array.from({ length: size.lines }, (_, at) => [`line-${at}`, { name: `Line ${at}`, quantity: at }]),
  );
  const list = a.repo.create<List>({ lines });
  const logs = [a.repo.create<Log>({ facts: {} }), b.repo.create<Log>({ facts: {} })] as const;
  await settle(500);
  const ofA = [list, logs[0], await a.repo.find<Log>(logs[1].url)] as const;
  const ofB = [await b.repo.find<List>(list.url), await b.repo.find<Log>(logs[0].url), logs[1]] as const;
  await settle(500);
  for (const { end, atRelay } of [a, b]) cutBoth(end, atRelay);
  work(ofA[0], ofA[1], "a");
  work(ofB[0], ofB[2], "b");
  await settle(500);
  connectBoth(a.end, a.atRelay);
  await settle(5_000);
  const merge = await cpuOf(async () => {
    connectBoth(b.end, b.atRelay);
    for (let waited = 0; headsOf(ofA) !== headsOf(ofB); waited++) {
      if (waited > 6_000) throw new Error("the stock devices never became equal");
      await settle(5);
    }
  });
  for (const repo of [a.repo, b.repo, relay]) await repo.shutdown();
  return merge;
};
