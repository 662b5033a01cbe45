/**
 * Signed rows: the records of a document as a device of the company reads them at named heads. A device that has
 * nothing yet shows them at once and checks the documents behind them afterwards. The statement names the hash of the
 * body, which travels beside it: deflated JSON, because rows are larger than a signed payload may be.
 */
import * as v from "valibot";
import { bytesEqual } from "#shared/kernel/bytes";
import type { Ms } from "#shared/kernel/clock";
import type { Sha256 } from "#shared/kernel/hash";
import type { Signer } from "#shared/kernel/signature";
import type { CryptoDeps, Signed, SignedKind } from "./envelope";
import { seal, verify } from "./envelope";
import { rowLimits } from "./limits";
import { tags } from "./tags";
import type { CompanyId, DocBytes, Hash, Key } from "./wire-types";
import { bytes16, bytes32, count, instant, listOf } from "./wire-types";

export interface RowsStatement {
  readonly v: 1;
  readonly company: CompanyId;
  readonly doc: DocBytes;
  /** Heads of the document the rows were read at, ascending. */
  readonly heads: readonly Hash[];
  /** SHA-256 of the body as it travels. */
  readonly body: Hash;
  /** The device that signs. */
  readonly by: Key;
  /** Newest membership checkpoint the device knew. */
  readonly checkpoint: number;
  readonly at: Ms;
}

export interface SignedRows {
  readonly statement: Signed<RowsStatement>;
  readonly body: Uint8Array;
}

export const rowsKind: SignedKind<RowsStatement> = {
  tag: tags.snp,
  schema: v.object({
    v: v.literal(1),
    company: bytes32,
    doc: bytes16,
    heads: v.pipe(listOf(bytes32, rowLimits.heads), v.minLength(1)),
    body: bytes32,
    by: bytes32,
    checkpoint: count,
    at: instant,
  }),
};

export const signRows = async (
  facts: Omit<RowsStatement, "v" | "body" | "by">,
  body: Uint8Array,
  sha256: Sha256,
  signer: Signer,
): Promise<SignedRows> => {
  const statement = { ...facts, v: 1, body: sha256(body), by: signer.publicKey } as const;
  return { statement: await seal(rowsKind, statement, [signer]), body };
};

/** The statement, when one device signed it for this company and the body is the one it names. Never throws. */
export const verifyRows = async (
  company: CompanyId,
  { statement, body }: SignedRows,
  crypto: CryptoDeps,
): Promise<RowsStatement | undefined> => {
  const checked = await verify(rowsKind, statement, crypto);
  if (!checked.ok) return undefined;
  const { value, signers } = checked.value;
  const [signer] = signers;
  const isSound =
    signers.length === 1 &&
    signer !== undefined &&
    bytesEqual(signer, value.by) &&
    bytesEqual(value.company, company) &&
    bytesEqual(value.body, crypto.sha256(body));
  return isSound ? value : undefined;
};
