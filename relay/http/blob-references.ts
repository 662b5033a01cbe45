/** Devices say what documents refer to; the relay says what it lacks of that, and lets go of what nothing needs. */
import type { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { bytesKey, toBase64Url } from "#shared/kernel/bytes";
import type { DocumentReferences, ReferencesAnswer } from "#shared/protocol/blob-references";
import { referenceLimits, verifyBlobReferences } from "#shared/protocol/blob-references";
import { createNonceCache } from "#shared/protocol/handshake";
import { mayWrite } from "#shared/protocol/membership/grants";
import type { Hash } from "#shared/protocol/wire-types";
import { bytes32FromText } from "#shared/protocol/wire-types";
import { settleReferences } from "#relay/storage/unreferenced-blobs";
import type { CompanyRoom } from "#relay/sync/company-room";
import { createLane } from "#relay/sync/lane";
import { findBlob } from "./blob-access";
import type { BlobDeps } from "./blob-routes";
import type { HttpEnvironment } from "./environment";
import { answerElsewhere } from "./other-relays";

type Settling = Pick<BlobDeps, "blobs" | "clock">;

export const serveBlobReferences = (app: Hono<HttpEnvironment>, deps: BlobDeps): void => {
  const nonces = createNonceCache();
  const lane = createLane();
  app.post("/blobs/references/:company", bodyLimit({ maxSize: referenceLimits.bytes }), async (context) => {
    const refuse = (): Response => context.json({ code: "forbidden", message: "request" }, 403);
    const company = bytes32FromText(context.req.param("company"));
    const place = company === undefined ? undefined : await deps.sync.place(company);
    if (company === undefined || place === undefined || place.type === "unknown") return refuse();
    // Before anything of the body is read: it is passed on as it comes.
    if (place.type !== "here") return answerElsewhere(context, place, deps.others);
    const body = new Uint8Array(await context.req.arrayBuffer());
    const now = deps.clock.now();
    const expected = { company, relayKey: deps.relayKey, now, nonces };
    const verified = await verifyBlobReferences(body, expected, deps.crypto);
    if (!verified.ok) return refuse();
    const { device, docs } = verified.value;
    const { room } = place;
    const answers: ReferencesAnswer["docs"] = [];
    for (const said of docs) {
      const card = room.cards.find(said.doc)?.value;
      if (card === undefined || !mayWrite(room.membership.confirmed(), device, card, now)) continue;
      // One after the other: two devices that say different things of one document are not heard at once.
      answers.push(await lane.run(() => settleDocument(room, said, deps)));
    }
    return context.json({ docs: answers } satisfies ReferencesAnswer);
  });
};

const settleDocument = async (
  room: CompanyRoom,
  { doc, heads, hashes }: DocumentReferences,
  { blobs, clock }: Settling,
): Promise<ReferencesAnswer["docs"][number]> => {
  const name = toBase64Url(doc);
  await room.documents.load([doc]);
  const said = new Set(heads.map(bytesKey));
  const isCurrent = (): boolean => {
    const present = room.documents.find(doc)?.heads() ?? [];
    return present.length === said.size && present.every((head) => said.has(bytesKey(head)));
  };
  if (room.isFailed() || !isCurrent()) return { doc: name, isCurrent: false, missing: [] };
  const { company } = room.company;
  const settled = await settleReferences(blobs.store, {
    document: { company, doc },
    ...{ hashes, isCurrent: () => !room.isFailed() && isCurrent(), now: clock.now() },
  });
  for (const { bytes } of settled.removed) blobs.space.giveBack(company, bytes);
  const missing: Hash[] = [];
  for (const hash of settled.missing)
    if ((await findBlob(blobs.store, room, { company, doc, hash })) === undefined) missing.push(hash);
  return { doc: name, isCurrent: true, missing: missing.map(toBase64Url) };
};
