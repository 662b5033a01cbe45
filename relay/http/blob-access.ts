/** Whose request for a file this is, and whether it may be answered here. */
import type { Context } from "hono";
import type { Clock } from "#shared/kernel/clock";
import { fromBase64Url } from "#shared/kernel/bytes";
import type { BlobRequest } from "#shared/protocol/blob-request";
import { verifyBlobRequest } from "#shared/protocol/blob-request";
import type { CryptoDeps } from "#shared/protocol/envelope";
import { createNonceCache } from "#shared/protocol/handshake";
import { mayRead, mayWrite } from "#shared/protocol/membership/grants";
import type { DocBytes, Key } from "#shared/protocol/wire-types";
import type { BlobAddress, BlobStore, StoredBlob } from "#relay/storage/blob-store";
import type { CompanyRoom } from "#relay/sync/company-room";
import type { RelaySync } from "#relay/sync/relay-sync";
import type { HttpEnvironment } from "./environment";
import type { OtherRelays } from "./other-relays";
import { answerElsewhere } from "./other-relays";

export const blobRoute = "/blobs/:doc/:hash";

export interface BlobAccessDeps {
  readonly sync: RelaySync;
  readonly crypto: CryptoDeps;
  readonly clock: Clock;
  readonly relayKey: Key;
  readonly others: OtherRelays | null;
}

export interface Allowed {
  readonly address: BlobAddress;
  readonly room: CompanyRoom;
  /** Bytes of all files of the company; null without a limit. */
  readonly limit: number | null;
}

export type Authorize = (
  context: Context<HttpEnvironment, typeof blobRoute>,
  method: BlobRequest["method"],
) => Promise<Allowed | Response>;

/** A refusal does not say why: whether there is such a document is nobody's business who may not read it. */
export const createAuthorize = ({ sync, crypto, clock, relayKey, others }: BlobAccessDeps): Authorize => {
  const nonces = createNonceCache();
  return async (context, method) => {
    const refuse = (): Response => context.json({ code: "forbidden", message: "request" }, 403);
    const doc = fromBase64Url(context.req.param("doc"));
    const hash = fromBase64Url(context.req.param("hash"));
    if (doc?.length !== 16 || hash?.length !== 32) return refuse();
    const header = context.req.header("Authorization") ?? "";
    const now = clock.now();
    const verified = await verifyBlobRequest(header, { relayKey, method, doc, hash, now, nonces }, crypto);
    if (!verified.ok) return refuse();
    const { company, device } = verified.value;
    const place = await sync.place(company);
    if (place.type === "unknown") return refuse();
    if (place.type !== "here") return answerElsewhere(context, place, others);
    const { room } = place;
    const card = room.cards.find(doc)?.value;
    const may = method === "PUT" ? mayWrite : mayRead;
    if (card === undefined || !may(room.membership.confirmed(), device, card, now)) return refuse();
    return {
      address: { company: room.company.company, doc, hash },
      room,
      limit: room.space.quota().files,
    };
  };
};

/** A document took that many others' places, at most: a chain of cards has an end whoever made it. */
const mostReplaced = 64;

/** A file of the document, or of one whose place it took. */
export const findBlob = async (
  store: BlobStore,
  { cards }: Pick<CompanyRoom, "cards">,
  address: BlobAddress,
): Promise<StoredBlob | undefined> => {
  let doc: DocBytes | null = address.doc;
  for (let step = 0; doc !== null && step < mostReplaced; step++) {
    const found = await store.find({ ...address, doc });
    if (found !== undefined) return found;
    doc = cards.find(doc)?.value.replaces ?? null;
  }
  return undefined;
};
