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
import { rowLimits } from "#shared/protocol/limits";
import type { RowsStatement, SignedRows } from "#shared/protocol/signed-rows";
import { verifyRows } from "#shared/protocol/signed-rows";
import type { DocBytes } from "#shared/protocol/wire-types";
import { someBytes } from "#shared/protocol/wire-types";
import type { StoredCompany } from "#relay/storage/log-store";
import type { SignedRowsStore } from "#relay/storage/signed-rows";
import type { CardIndex } from "./card-index";
import type { DocumentCache } from "./document-cache";
import { createOperationQuota } from "./quota";
import type { DeviceRights } from "./rights";

export interface RowBook {
  /** What does not stand up is left out without a word: rows are an offer, and the next ones come. */
  readonly take: (rows: readonly SignedRows[], rights: DeviceRights) => Promise<void>;
  readonly find: (doc: DocBytes) => SignedRows | undefined;
}

export interface RowBookDeps {
  readonly company: StoredCompany;
  readonly kept: SignedRowsStore;
  readonly cards: CardIndex;
  readonly documents: DocumentCache;
  readonly crypto: CryptoDeps;
  readonly clock: Clock;
}

/** Rows are metered like operations, at so many bytes for one. */
const bytesPerOperation = 16;

const keptRows: v.GenericSchema<unknown, SignedRows> = v.object({
  statement: envelopeSchema<RowsStatement>(),
  body: someBytes(rowLimits.bytes),
});

export const createRowBook = ({ company, kept, cards, documents, crypto, clock }: RowBookDeps): RowBook => {
  const quota = createOperationQuota(clock);

  const mayBeKept = async (rows: SignedRows, rights: DeviceRights): Promise<DocBytes | undefined> => {
    const statement = await verifyRows(company.id, rows, crypto);
    if (statement === undefined || !bytesEqual(statement.by, rights.device)) return undefined;
    const card = cards.find(statement.doc)?.value;
    if (card === undefined || !rights.mayWrite(card)) return undefined;
    const index = (await documents.load([statement.doc])).get(bytesKey(statement.doc));
    const isThere = statement.heads.every((head) => index?.find(head) !== undefined);
    return isThere ? statement.doc : undefined;
  };

  return {
    take: async (offered, rights) => {
      const entries: { readonly doc: DocBytes; readonly bytes: Uint8Array }[] = [];
      for (const rows of offered) {
        const cost = Math.ceil(rows.body.length / bytesPerOperation);
        if (quota.take(bytesKey(rights.device), rights.isCreator(), cost) > 0) break;
        const doc = await mayBeKept(rows, rights);
        if (doc === undefined) continue;
        const statement = envelopeToWire(rows.statement);
        entries.push({ doc, bytes: encodeCanonical({ statement, body: rows.body }) });
      }
      if (entries.length > 0) kept.put(company.company, entries);
    },
    find: (doc) => {
      const bytes = kept.get(company.company, doc);
      const decoded = bytes === undefined ? undefined : decodeCanonical(bytes);
      const parsed = decoded?.ok === true ? v.safeParse(keptRows, decoded.value) : undefined;
      return parsed?.success === true ? parsed.output : undefined;
    },
  };
};
