/**
 * Takes signed rows from devices and gives them to new ones. The relay keeps only what the writer's right, the hash
 * and the heads stand up for; whether the rows are true only a device can tell that has read the document.
 */
import { bytesEqual, bytesKey } from "#shared/kernel/bytes";
import { decodeCanonical, encodeCanonical } from "#shared/kernel/canonical";
import * as v from "valibot";
import type { Clock } from "#shared/kernel/clock";
import type { CryptoDeps } from "#shared/protocol/envelope";
import { envelopeSchema, envelopeToWire } from "#shared/protocol/envelope";
import { isAncestor } from "#shared/protocol/gate/change-order";
import { quotas, rowLimits } from "#shared/protocol/limits";
import type { RowsStatement, SignedRows } from "#shared/protocol/signed-rows";
import { rowsKind, verifyRows } from "#shared/protocol/signed-rows";
import type { DocBytes, Hash } from "#shared/protocol/wire-types";
import { someBytes } from "#shared/protocol/wire-types";
import type { LogStore, StoredCompany } from "#relay/storage/log-store";
import type { SignedRowsStore } from "#relay/storage/signed-rows";
import type { CardIndex } from "./card-index";
import type { CommitOwner } from "./commit-queue";
import type { DocumentCache } from "./document-cache";
import type { LogPlace } from "./fan-out";
import { createOperationQuota } from "./quota";
import type { DeviceRights } from "./rights";

/**
 * Why rows are not kept. `form`: not whole, not this company's, or not signed by one device over this body; `signer`:
 * signed by another device than the one that brings them; `document`: there is none; `grant`: its rights do not reach;
 * `heads`: read at changes that are not in the log; `stale`: older than what is kept; `rate`: too much at once.
 */
export type RowsRefusal = "form" | "signer" | "document" | "grant" | "heads" | "stale" | "rate";

export interface RowBook {
  /**
   * Answers why each was left out, null for what was kept. Nobody is told: rows are an offer, and the next ones come.
   */
  readonly take: (
    rows: readonly SignedRows[],
    rights: DeviceRights,
  ) => Promise<readonly (RowsRefusal | null)[]>;
  readonly find: (doc: DocBytes) => SignedRows | undefined;
}

export interface RowBookDeps {
  readonly company: StoredCompany;
  readonly signedRows: SignedRowsStore;
  readonly cards: CardIndex;
  readonly documents: DocumentCache;
  readonly crypto: CryptoDeps;
  readonly clock: Clock;
  /** The end of the log, with what is on its way to the disk. */
  readonly end: () => LogPlace;
  readonly owner: Pick<CommitOwner, "isOver">;
}

const keptRows: v.GenericSchema<unknown, SignedRows> = v.object({
  statement: envelopeSchema<RowsStatement>(),
  body: someBytes(rowLimits.bytes),
});

/** Rows of a log that was put back, or never reached the disk, would be of changes this log does not have. */
export const openRowBook = async (deps: RowBookDeps & { readonly store: LogStore }): Promise<RowBook> => {
  const { signedRows: kept, store } = deps;
  const { company } = deps.company;
  const until = kept.until(company);
  if (until !== undefined) {
    const has = await store.logHashAt(company, until.serial);
    if (has === undefined || !bytesEqual(has, until.logHash)) kept.forget(company);
  }
  return createRowBook(deps);
};

const createRowBook = ({
  company,
  signedRows: kept,
  cards,
  documents,
  crypto,
  clock,
  end,
  owner,
}: RowBookDeps): RowBook => {
  const quota = createOperationQuota(clock);

  const find: RowBook["find"] = (doc) => {
    const bytes = kept.get(company.company, doc);
    const decoded = bytes === undefined ? undefined : decodeCanonical(bytes);
    const parsed = decoded?.ok === true ? v.safeParse(keptRows, decoded.value) : undefined;
    return parsed?.success === true ? parsed.output : undefined;
  };

  /** The document they are of, or why they are not kept. */
  const judge = async (rows: SignedRows, rights: DeviceRights): Promise<DocBytes | RowsRefusal> => {
    const statement = await verifyRows(company.id, rows, crypto);
    if (statement === undefined) return "form";
    if (!bytesEqual(statement.by, rights.device)) return "signer";
    const { doc, heads } = statement;
    const card = cards.find(doc)?.value;
    if (card === undefined) return "document";
    if (!rights.mayWrite(card)) return "grant";
    const index = (await documents.load([doc])).get(bytesKey(doc));
    if (index === undefined || heads.some((head) => index.find(head) === undefined)) return "heads";
    const before = readStatement(find(doc));
    const isOlder = before !== undefined && heads.every((head) => isAncestor(head, before.heads, index));
    return isOlder && !isSameHeads(heads, before.heads) ? "stale" : doc;
  };

  return {
    take: async (offered, rights) => {
      const entries: { readonly doc: DocBytes; readonly bytes: Uint8Array }[] = [];
      const answers: (RowsRefusal | null)[] = [];
      for (const rows of offered) {
        const cost = Math.ceil(rows.body.length / quotas.rows.bytesPerOperation);
        const isTooMuch = quota.take(bytesKey(rights.device), quotas.rows, cost) > 0;
        const doc = isTooMuch ? "rate" : await judge(rows, rights);
        answers.push(typeof doc === "string" ? doc : null);
        if (typeof doc === "string") continue;
        const statement = envelopeToWire(rows.statement);
        entries.push({ doc, bytes: encodeCanonical({ statement, body: rows.body }) });
      }
      // Given up meanwhile, this log may not be the one that goes on.
      if (entries.length > 0 && !owner.isOver()) kept.put(company.company, end(), entries);
      return answers;
    },
    find,
  };
};

/** Of rows that were verified when they were kept. */
const readStatement = (rows: SignedRows | undefined): RowsStatement | undefined => {
  const decoded = rows === undefined ? undefined : decodeCanonical(rows.statement.payload);
  const parsed = decoded?.ok === true ? v.safeParse(rowsKind.schema, decoded.value) : undefined;
  return parsed?.success === true ? parsed.output : undefined;
};

const isSameHeads = (a: readonly Hash[], b: readonly Hash[]): boolean =>
  a.length === b.length && a.every((head) => b.some((other) => bytesEqual(head, other)));
