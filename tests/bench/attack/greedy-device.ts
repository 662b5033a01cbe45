/**
 * One member's device that takes a hundred times what it may: frames, operations, reading. Beside it an honest device of
 * the same company and one of another company write at an ordinary pace.
 */
import type { WebSocket } from "ws";
import { encodeClientMsg, parseRelayMsg } from "#shared/protocol/messages-codec";
import { companyGateLimits, frameLimits, quotas } from "#shared/protocol/limits";
import { must } from "#shared/kernel/result";
import { parseRelayInfo } from "#shared/protocol/enrolment";
import { emptyLogHash } from "#shared/protocol/receipts";
import { foundCompanyOn, fresh } from "#tests/support/relay-company";
import type { TestCompany } from "#tests/support/relay-company";
import { createWriter } from "#tests/support/relay-writer";
import { connectLean } from "../relay/bench-company";
import { wait } from "../relay/measures";
import { percentile } from "../report";
import type { Assault, Prey } from "./prey";
import { conclude } from "./prey";

const times = 100;

export interface GreedResult extends Assault {
  /** Milliseconds from sending to the receipt, of the same company and of another. */
  readonly sameCompany: readonly number[];
  readonly otherCompany: readonly number[];
  /** Frames the greedy device got rid of. */
  readonly sent: number;
}

export const attackGreedily = async (prey: Prey, forMs: number): Promise<GreedResult> => {
  const info = must(parseRelayInfo(await (await fetch(`${prey.origin}/.well-known/eventkit`)).json()));
  const other = await foundCompanyOn(prey.origin, info.relayKey);
  const greedy = prey.hostile[0] ?? prey.company.owner;
  const appetites = [
    await pushesBeyondQuota(prey),
    [encodeClientMsg({ t: "since", serial: 0, logHash: emptyLogHash })],
    [encodeClientMsg({ t: "have", docs: [] }), encodeClientMsg({ t: "start" })],
    [
      encodeClientMsg({ t: "mem", entries: Array.from({ length: 1_000 }, () => fresh(300)) }),
      encodeClientMsg({ t: "want", doc: fresh(16), after: Array.from({ length: 60 }, () => fresh(32)) }),
    ],
  ];
  const isOver = { value: false };
  let sent = 0;
  const greed = appetites.map(async (frames) => {
    while (!isOver.value) {
      const { socket } = await connectLean(prey.origin, prey.company, greedy);
      sent += await devour(socket, frames, isOver);
    }
  });
  const [sameCompany, otherCompany] = await Promise.all([
    writeAtEase(prey, prey.company, forMs),
    writeAtEase(prey, other, forMs),
  ]);
  isOver.value = true;
  await Promise.all(greed);
  const concluded = await conclude(prey, {
    name: "one device at a hundred times its quota",
    attempts: sent,
    wrong: (await prey.refusals("rate")) > 0 ? [] : ["its operations were never refused"],
  });
  return { ...concluded, sameCompany, otherCompany, sent };
};

/** More operations than a burst may have; sent over and over. */
const pushesBeyondQuota = async ({ company, hostile }: Prey): Promise<readonly Uint8Array[]> => {
  const author = hostile[0] ?? company.owner;
  const operations = companyGateLimits.ops;
  const writer = await createWriter(company.id, author, { operations, textBytes: 1 });
  const frames: Uint8Array[] = [];
  for (let ops = 0; ops < 1.1 * quotas.creator.burstOps; ops += operations)
    frames.push(encodeClientMsg({ t: "push", parts: [await writer.write()] }));
  return frames;
};

/** Bytes it lets wait on its own side before it sends more. */
const waitingBytes = 4 * 1024 * 1024;
const turnMs = 20;

/** Sends a hundred times as many frames as a socket may, until the relay ends it or time is over. */
const devour = async (
  socket: WebSocket,
  frames: readonly Uint8Array[],
  isOver: { readonly value: boolean },
): Promise<number> => {
  let sent = 0;
  socket.on("error", () => undefined);
  const perTurn = Math.ceil((times * frameLimits.perSecond * turnMs) / 1_000);
  while (!isOver.value && socket.readyState === socket.OPEN) {
    for (let i = 0; i < perTurn && socket.bufferedAmount < waitingBytes; i++) {
      socket.send(frames[sent % frames.length] ?? new Uint8Array(0));
      sent += 1;
    }
    await wait(turnMs);
  }
  socket.terminate();
  return sent;
};

const pauseMs = 50;

/** One change after the other, each once the last has its receipt and a pause is over. */
const writeAtEase = async (
  { origin }: Prey,
  company: TestCompany,
  forMs: number,
): Promise<readonly number[]> => {
  const lean = await connectLean(origin, company, company.owner);
  const writer = await createWriter(company.id, company.owner);
  const took: number[] = [];
  const sentAway = new Promise<never>((_, reject) =>
    lean.socket.once("close", () => reject(new Error("the honest device was sent away"))),
  );
  const startedAt = performance.now();
  while (performance.now() - startedAt < forMs) {
    const frame = encodeClientMsg({ t: "push", parts: [await writer.write()] });
    const sentAt = performance.now();
    const answered = new Promise<void>((resolve) => {
      lean.onFrame = (answer) => {
        if (isReceipt(answer)) resolve();
      };
    });
    lean.socket.send(frame);
    await Promise.race([answered, sentAway]);
    took.push(performance.now() - sentAt);
    await wait(pauseMs);
  }
  lean.socket.removeAllListeners("close");
  lean.socket.terminate();
  return took;
};

const isReceipt = (frame: Buffer): boolean => must(parseRelayMsg(new Uint8Array(frame))).t === "receipt";

export const p99 = (took: readonly number[]): number => percentile(took, 0.99);
