/**
 * Mutated chunk bytes through the gate, by the million. What it lets through is read again by the checker's
 * own reader: hash, actor, sequence and parents must be those the gate says. It must never throw.
 */
import { toHex } from "#shared/kernel/bytes";
import { parseChange } from "#shared/protocol/gate/parse-change";
import { companyGateLimits } from "#shared/protocol/limits";
import { poison } from "#tests/fixtures/poison/corpus";
import { honestHistory, seededRandom } from "#tests/support/automerge-histories";
import type { SeededRandom } from "#tests/support/automerge-histories";
import { wrapChunk, wrapDeflated } from "#tests/support/chunk-writer";
import { nodeSha256 } from "#tests/support/keys";
import { readNaiveChange } from "./naive-records";

export interface GateCampaign {
  readonly inputs: number;
  readonly accepted: number;
  readonly problems: readonly string[];
  readonly slowestMs: number;
}

/** The whole corpus of hostile chunks: each is refused, with its own code. */
export const poisonCampaign = (): Pick<GateCampaign, "inputs" | "problems"> => {
  const corpus = poison();
  const problems = corpus.flatMap(({ name, chunk, code }) => {
    try {
      const read = parseChange(chunk, companyGateLimits, { sha256: nodeSha256 });
      const answer = read.ok ? "taken" : read.error.code;
      return answer === code ? [] : [`poison "${name}" is ${answer} instead of ${code}`];
    } catch (defect) {
      return [`poison "${name}" made the gate throw ${String(defect)}`];
    }
  });
  return { inputs: corpus.length, problems };
};

/** Behind magic, checksum, type and length of a chunk that is not deflated. */
const bodyOf = (chunk: Uint8Array): Uint8Array => {
  let start = 9;
  while ((chunk[start] ?? 0) >= 0x80) start += 1;
  return chunk.slice(start + 1);
};

const edges = [0, 1, 2, 0x3f, 0x40, 0x7e, 0x7f, 0x80, 0xff];

/** One to three bytes turned, set, taken out, doubled, or a stretch moved; the length seldom stays. */
const mutated = (body: Uint8Array, random: SeededRandom): Uint8Array => {
  let bytes = body;
  for (let left = 1 + random.below(3); left > 0; left--) {
    const at = random.below(Math.max(1, bytes.length));
    const roll = random.below(8);
    const copy = roll < 4 ? bytes.slice() : bytes;
    if (roll === 0) copy[at] = (copy[at] ?? 0) ^ (1 << random.below(8));
    else if (roll === 1) copy[at] = edges[random.below(edges.length)] ?? 0;
    else if (roll === 2) copy[at] = ((copy[at] ?? 0) + 1) % 256;
    else if (roll === 3) copy[at] = random.below(256);
    bytes =
      roll < 4
        ? copy
        : roll === 4
          ? joined(bytes.subarray(0, at), bytes.subarray(at + 1))
          : roll === 5
            ? joined(bytes.subarray(0, at), Uint8Array.of(random.below(256)), bytes.subarray(at))
            : joined(bytes.subarray(0, at), bytes.subarray(at, at + random.below(12)), bytes.subarray(at));
  }
  return bytes;
};

const joined = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts));

export const gateCampaign = (seed: number, inputs: number): GateCampaign => {
  const random = seededRandom(seed);
  const honest = Array.from(
    { length: 8 },
    (_, at) => honestHistory(seed + at, { actors: 3, steps: 12 }).changes,
  );
  const bodies = [
    ...honest.flat().map(bodyOf),
    ...poison().flatMap(({ chunk }) => (chunk.length < 4_096 ? [bodyOf(chunk)] : [])),
  ].filter((body) => body.length < 2_048);
  const problems: string[] = [];
  let accepted = 0;
  let slowestMs = 0;
  for (let made = 0; made < inputs; made++) {
    const body = mutated(bodies[random.below(bodies.length)] ?? new Uint8Array(1), random);
    const chunk = random.below(48) === 0 ? wrapDeflated(body) : wrapChunk(body);
    const before = performance.now();
    try {
      const read = parseChange(chunk, companyGateLimits, { sha256: nodeSha256 });
      slowestMs = Math.max(slowestMs, performance.now() - before);
      if (!read.ok) continue;
      accepted++;
      const naive = readNaiveChange(chunk);
      const { hash, actor, seq, deps } = read.value;
      const same =
        naive !== undefined &&
        naive.hash === toHex(hash) &&
        naive.actor === toHex(actor) &&
        naive.seq === seq &&
        naive.deps.join() === deps.map(toHex).join();
      if (!same) problems.push(`input ${made} of seed ${seed} is read in two ways: ${toHex(chunk)}`);
    } catch (defect) {
      problems.push(`input ${made} of seed ${seed} made the gate throw ${String(defect)}: ${toHex(chunk)}`);
    }
  }
  return { inputs, accepted, problems, slowestMs };
};
