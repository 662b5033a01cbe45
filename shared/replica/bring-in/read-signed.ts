/** The signed part of an archive as it lies in the file: parsed and nothing more, nothing of it is believed yet. */
import * as v from "valibot";
import type { CborValue } from "#shared/kernel/canonical";
import { decodeCanonicalSequence, encodeCanonical } from "#shared/kernel/canonical";
import { concatBytes } from "#shared/kernel/bytes";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import { bytes16, bytes32, bytes64, bytes8, count } from "#shared/protocol/wire-types";
import { exportFormat } from "../engine/export";
import type { StoredChunk, StoredTip } from "../stored";

/** The first item of the membership log in an archive; its records follow, each as bytes. */
export const membershipFormat = { name: "eventkit-membership", version: 1 } as const;

export interface SignedParts {
  /** Base64url of the company's id. */
  readonly company: string;
  /** Signed envelopes, with what the device knew of each besides. */
  readonly cards: readonly ArchivedCard[];
  readonly chunks: readonly Chunk[];
  /** Put aside for good: tips may name them. */
  readonly aside: readonly Chunk[];
  readonly tips: readonly StoredTip[];
  readonly log: readonly Uint8Array[];
}

export type Chunk = Pick<StoredChunk, "doc" | "hash" | "bytes">;

export type ArchivedCard = v.InferOutput<typeof cardSchema>;

export type ReadProblem =
  /** Not written by EventKit, or changed since. */
  | { readonly type: "Damaged" }
  /** Of a version that this one does not read. */
  | { readonly type: "WrongVersion" };

const bytes = v.instance(Uint8Array);
const hashText = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

const headSchema = v.object({ format: v.string(), version: v.number(), company: v.string() });
const cardSchema = v.object({ doc: v.string(), signed: bytes, waits: v.optional(v.boolean()) });
const chunkSchema = v.object({ doc: v.string(), hash: hashText, bytes });
const tipSchema = v.object({
  ...{ doc: v.string(), device: bytes32, actor: bytes16, nonce: bytes8, seq: count, hash: hashText },
  ...{ checkpoint: count, sig: bytes64 },
});

export const writeMembership = (company: string, log: readonly Uint8Array[]): Uint8Array => {
  const { name, version } = membershipFormat;
  return concatBytes(
    encodeCanonical({ format: name, version, company }),
    ...log.map((record) => encodeCanonical(record)),
  );
};

/** `signed` and `membership` are the two files of an archive. Never throws. */
export const readSigned = (signed: Uint8Array, membership: Uint8Array): Result<SignedParts, ReadProblem> => {
  const items = itemsOf(signed, exportFormat);
  if (!items.ok) return items;
  const records = itemsOf(membership, membershipFormat);
  if (!records.ok) return records;
  const log = v.safeParse(v.array(bytes), records.value.rest);
  const pairs = v.safeParse(v.array(v.strictTuple([v.string(), v.unknown()])), items.value.rest);
  if (!log.success || !pairs.success || items.value.company !== records.value.company)
    return err({ type: "Damaged" });
  const all = <T>(store: string, schema: v.GenericSchema<unknown, T>) =>
    v.safeParse(
      v.array(schema),
      pairs.output.flatMap(([name, value]) => (name === store ? [value] : [])),
    );
  const [cards, tips] = [all("cards", cardSchema), all("tips", tipSchema)];
  const [chunks, aside] = [all("chunks", chunkSchema), all("quarantine", chunkSchema)];
  if (!cards.success || !chunks.success || !aside.success || !tips.success) return err({ type: "Damaged" });
  return ok({
    company: items.value.company,
    ...{ cards: cards.output, chunks: chunks.output, aside: aside.output },
    ...{ tips: tips.output, log: log.output },
  });
};

const itemsOf = (
  file: Uint8Array,
  format: { readonly name: string; readonly version: number },
): Result<{ readonly company: string; readonly rest: readonly CborValue[] }, ReadProblem> => {
  const items = decodeCanonicalSequence(file);
  if (!items.ok) return err({ type: "Damaged" });
  const [first, ...rest] = items.value;
  const head = v.safeParse(headSchema, first);
  if (!head.success || head.output.format !== format.name) return err({ type: "Damaged" });
  if (head.output.version !== format.version) return err({ type: "WrongVersion" });
  return ok({ company: head.output.company, rest });
};
