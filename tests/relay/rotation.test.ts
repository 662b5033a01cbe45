/** A document that takes another's place at the relay, with everybody connected. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DocCard } from "#shared/protocol/cards";
import { docCardKind } from "#shared/protocol/cards";
import type { Signed } from "#shared/protocol/envelope";
import { idOfSigned, seal } from "#shared/protocol/envelope";
import type { PushPart } from "#shared/protocol/messages";
import { nodeSha256 } from "#tests/support/keys";
import type { TestCompany } from "#tests/support/relay-company";
import { foundCompanyOn, fresh } from "#tests/support/relay-company";
import { connectLive } from "#tests/support/relay-client";
import type { TestRelay } from "#tests/support/relay-process";
import { startTestRelay } from "#tests/support/relay-process";
import type { DocumentWriter } from "#tests/support/relay-writer";
import { createWriter } from "#tests/support/relay-writer";

let relay: TestRelay;
let company: TestCompany;

beforeAll(async () => {
  relay = await startTestRelay();
  company = await foundCompanyOn(relay.origin, relay.key);
});
afterAll(() => relay.close());

interface Successor {
  readonly writer: DocumentWriter;
  readonly card: Signed<DocCard>;
  readonly part: PushPart;
}

/** What a device makes that puts a new document in the place of this one. */
const successorOf = async (old: DocumentWriter, thing: Uint8Array, from: Uint8Array): Promise<Successor> => {
  const { owner } = company;
  const writer = await createWriter(company.id, owner, { doc: fresh(16), thing });
  const begun = await writer.write();
  const unsigned: DocCard = {
    ...{ v: 1, company: company.id, doc: writer.doc, thing, kind: "product", cls: "inventory" },
    ...{ scope: "company", no: 2, prev: idOfSigned(docCardKind, old.card, nodeSha256), replaces: old.doc },
    carries: { from: [from], to: [writer.head()] },
    ...{ by: owner.publicKey, at: Date.now() },
  };
  const card = await seal(docCardKind, unsigned, [owner]);
  return { writer, card, part: { ...begun, card } };
};

describe("[ROT-6] a document that takes another's place", () => {
  test("is taken only when it carries everything, then seals the other and reaches every reader", async () => {
    const { owner, id } = company;
    const thing = fresh(16);
    const office = await connectLive(relay.origin, id, owner);
    const reader = await connectLive(relay.origin, id, owner);
    const old = await createWriter(id, owner, { thing });
    const first = await old.write(3);
    office.send({ t: "push", parts: [first] });
    await office.next("receipt");
    const seen = old.head();

    // Something was written between looking and rotating.
    const more = await old.write();
    office.send({ t: "push", parts: [more] });
    await office.next("receipt");
    const early = await successorOf(old, thing, seen);
    office.send({ t: "push", parts: [early.part] });
    expect((await office.next("refused")).code).toBe("deps");

    const next = await successorOf(old, thing, old.head());
    office.send({ t: "push", parts: [next.part] });
    expect((await office.next("receipt")).receipt.doc).toEqual(next.writer.doc);
    for (;;) {
      const chunks = await reader.next("chunks");
      if (Buffer.compare(chunks.doc, next.writer.doc) !== 0) continue;
      expect(chunks.card).not.toBeNull();
      break;
    }

    const late = await old.write();
    office.send({ t: "push", parts: [late] });
    expect(await office.next("refused")).toMatchObject({ code: "gone", see: next.writer.doc });
    // What it holds may come again: a receipt may have been lost.
    office.send({ t: "push", parts: [more] });
    expect((await office.next("receipt")).receipt.doc).toEqual(old.doc);

    const second = await successorOf(old, thing, old.head());
    office.send({ t: "push", parts: [second.part] });
    expect(await office.next("refused")).toMatchObject({ code: "gone", see: next.writer.doc });
    office.send({ t: "push", parts: [await next.writer.write()] });
    expect((await office.next("receipt")).receipt.doc).toEqual(next.writer.doc);
  });
});
