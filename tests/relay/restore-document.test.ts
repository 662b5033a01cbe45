/** What a relay does with what comes home through others: as their authors would have been answered, all or nothing. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createCardIndex } from "#relay/sync/card-index";
import { createDocumentIndex } from "#relay/sync/document-index";
import type { IncomingPart } from "#relay/sync/push-intake";
import { createOperationQuota } from "#relay/sync/quota";
import { restoreDocument } from "#relay/sync/restore-document";
import { bytesKey } from "#shared/kernel/bytes";
import type { Signer } from "#shared/kernel/signature";
import { judgeChunks } from "#shared/protocol/gate/judge-chunks";
import { packChunks } from "#shared/protocol/gate/pack";
import { companyGateLimits, documentLimits, quotas } from "#shared/protocol/limits";
import type { CompanyState, Grant } from "#shared/protocol/membership/types";
import type { DocumentPack, PushPart, RelayMsg } from "#shared/protocol/messages";
import type { Receipt } from "#shared/protocol/receipts";
import { emptyLogHash, makeReceipt } from "#shared/protocol/receipts";
import type { Tip } from "#shared/protocol/tips";
import { makeTip } from "#shared/protocol/tips";
import { testCrypto } from "#tests/support/keys";
import type { TestCompany } from "#tests/support/relay-company";
import { foundCompanyOn, fresh, freshSigner, verdictOf } from "#tests/support/relay-company";
import { connectDevice, connectLive } from "#tests/support/relay-client";
import type { RelayPeople } from "#tests/support/relay-people";
import { createPeople } from "#tests/support/relay-people";
import type { TestRelay } from "#tests/support/relay-process";
import { startTestRelay } from "#tests/support/relay-process";
import type { DocumentWriter } from "#tests/support/relay-writer";
import { createWriter } from "#tests/support/relay-writer";
import { createVirtualTime } from "#tests/support/virtual-time";

let relay: TestRelay;
let company: TestCompany;
let people: RelayPeople;
const relayKey = freshSigner();
const at = Date.now();
const clock = { now: () => at };

beforeEach(async () => {
  const time = createVirtualTime(at);
  relay = await startTestRelay({ clock: time, timers: time });
  company = await foundCompanyOn(relay.origin, relay.key);
  people = createPeople(
    relay.origin,
    company,
    await connectLive(relay.origin, company.id, company.owner),
    time,
  );
});
afterEach(() => relay.close());

const stateNow = async (): Promise<CompanyState> => {
  const { confirmed } = await verdictOf(relay.origin, company.id);
  if (confirmed === null) throw new Error("a company on a relay has a checkpoint");
  return confirmed;
};

/** A relay that has nothing of the document yet. */
const createHome = (state: CompanyState) => {
  let membership = state;
  let isCheckpointDue: CompanyState | undefined;
  const { sha256, verifier } = testCrypto();
  const taken: IncomingPart[] = [];
  const answers: RelayMsg[] = [];
  const quota = createOperationQuota(clock);
  const deps = {
    owner: {
      number: 1,
      id: company.id,
      onDurable: () => undefined,
      isOver: () => false,
      onFailed: () => undefined,
    },
    queue: { write: async () => true },
    documents: { load: async () => new Map([[docKey, createDocumentIndex()]]) },
    space: { fits: () => true },
    cards: createCardIndex([]),
    crypto: {
      sha256,
      verifier: {
        ...verifier,
        verify: async (...signed: Parameters<typeof verifier.verify>) => {
          membership = isCheckpointDue ?? membership;
          return verifier.verify(...signed);
        },
      },
    },
    ...{ clock, quota, documentLimits, relayKey: relayKey.publicKey },
    membership: () => membership,
    onRefused: () => undefined,
  };
  let docKey = "";
  return {
    ...{ taken, answers, quota },
    /** A checkpoint comes while the next document is judged. */
    meanwhile: (next: CompanyState) => (isCheckpointDue = next),
    bring: (pack: DocumentPack) => {
      docKey = bytesKey(pack.doc);
      const bringer = {
        id: Symbol("bringer"),
        mayRead: () => true,
        send: (answer: RelayMsg) => void answers.push(answer),
      };
      return restoreDocument(pack, bringer, { append: (part) => void taken.push(part) }, deps);
    },
  };
};

const packOf = (writer: DocumentWriter, parts: readonly PushPart[]): DocumentPack => ({
  ...{ doc: writer.doc, card: writer.card, receipts: [] },
  chunks: packChunks(parts.flatMap((part) => part.chunks)),
  tips: parts.map(({ tip }) => tip),
});

/** The owner begins it, somebody else goes on. */
const writtenBy = async (second: Signer) => {
  const first = await createWriter(company.id, company.owner);
  const begun = await first.write();
  const writer = await createWriter(company.id, second, { doc: first.doc });
  writer.follow(first.head(), first.maxOp());
  return { pack: packOf(first, [begun, await writer.write()]), begun };
};

test("[MOB-06] a checkpoint that comes while it is judged counts: who was removed by it brings nothing in", async () => {
  const { device } = await people.enrol("member");
  const before = await stateNow();
  await people.decide({ kind: "device.revoke", device: device.publicKey, reason: "compromised" });
  const home = createHome(before);
  home.meanwhile(await stateNow());
  await home.bring((await writtenBy(device)).pack);
  expect(home.taken).toEqual([]);
  expect(home.answers).toMatchObject([{ t: "refused", code: "revoked" }]);
});

test("[MOB-06] an author who has to wait costs the others nothing of theirs", async () => {
  const { device } = await people.enrol("member");
  const home = createHome(await stateNow());
  const [first, second] = [bytesKey(company.owner.publicKey), bytesKey(device.publicKey)];
  home.quota.take(second, quotas.creator, quotas.creator.burstOps);
  const { pack } = await writtenBy(device);
  await home.bring(pack);
  expect(home.taken).toEqual([]);
  expect(home.answers).toMatchObject([{ t: "refused", code: "rate" }]);
  expect(home.quota.take(first, quotas.creator, quotas.creator.burstOps)).toBe(0);
});

test("[MOB-06] an author has the share that their own push would have", async () => {
  const writing: Grant = { verbs: ["read", "write"], on: ["inventory"], scope: "all", notAfter: null };
  const importing: Grant = { ...writing, verbs: ["create"], notAfter: at - 1 };
  const { device } = await people.enrol("crew", [writing, importing]);
  const home = createHome(await stateNow());
  home.quota.take(bytesKey(device.publicKey), quotas.other, quotas.other.burstOps);
  const { pack, begun } = await writtenBy(device);
  const receipt = await makeReceipt(
    company.id,
    {
      ...{ doc: begun.doc, actor: begun.tip.actor, seq: begun.tip.seq, hash: begun.tip.hash },
      ...{ checkpoint: 1, at, serial: 1, logHash: emptyLogHash },
    },
    relayKey,
  );
  await home.bring({ ...pack, receipts: [receipt] });
  // Crew begin logs of movements of their own, and a right to more that is over is none.
  const retryMs = 60_000 / quotas.other.opsPerMinute;
  expect(home.answers).toMatchObject([{ t: "refused", code: "rate", retryMs }]);
});

describe("[RELAY-227] a receipt is for a change that came, however far the tips lead", () => {
  /** What a device makes of the document when it reads the log from its beginning. */
  const readAnew = async (): Promise<string> => {
    const reader = await connectDevice(relay.origin, company.id, company.owner);
    reader.send({ t: "since", serial: 0, logHash: emptyLogHash });
    const message = await reader.next("chunks");
    const judged = await judgeChunks(
      message,
      {
        ...{ company: company.id, doc: message.doc, limits: companyGateLimits, index: createDocumentIndex() },
        relayKeysAt: () => [relay.key],
        tip: () => undefined,
        deviceAt: () => true,
        isAdopted: () => false,
      },
      testCrypto(),
    );
    return judged.ok ? `${judged.value.fresh.length} fresh` : judged.error.code;
  };

  /** The author of `part` has a device there while somebody else brings it with these tips. */
  const bring = async (writer: DocumentWriter, part: PushPart, tips: readonly Tip[]) => {
    const author = await connectLive(relay.origin, company.id, company.owner);
    const { client: bringer } = await people.employ("member");
    const again = async (): Promise<Receipt> => {
      bringer.send({ t: "restore", ...packOf(writer, [part]), tips, more: false });
      return (await bringer.next("receipt")).receipt;
    };
    return { author, again, answer: await again() };
  };

  const mustBeOf = async (part: PushPart, { answer, author }: Awaited<ReturnType<typeof bring>>) => {
    const { seq, hash } = part.tip;
    expect(answer).toMatchObject({ seq, hash });
    expect(await author.next("chunks")).toMatchObject({ tips: [part.tip], receipts: [{ seq, hash }] });
    expect(await readAnew()).toBe(`${part.chunks.length} fresh`);
  };

  test("a tip above what came settles nothing; what lies above waits for its author", async () => {
    const writer = await createWriter(company.id, company.owner);
    const [here, above] = [await writer.write(5), await writer.write(4)];
    const brought = await bring(writer, here, [here.tip, above.tip]);
    await mustBeOf(here, brought);
    // What is there already is answered with its receipt, and with none beyond it.
    expect(await brought.again()).toEqual(brought.answer);
    brought.author.send({ t: "push", parts: [above] });
    expect((await brought.author.next("receipt")).receipt).toMatchObject({ seq: 9, hash: above.tip.hash });
    expect(await readAnew()).toBe("9 fresh");
  });

  test("two changes of one number: the tip of the one that came counts", async () => {
    const nonce = fresh(8);
    const one = await createWriter(company.id, company.owner, { nonce, text: "one" });
    const other = await createWriter(company.id, company.owner, { nonce, doc: one.doc, text: "other" });
    const [here, twin] = [await one.write(5), await other.write(5)];
    expect(twin.tip.actor).toEqual(here.tip.actor);
    await mustBeOf(here, await bring(one, here, [twin.tip, here.tip]));
  });

  test("a tip that names the change by another number", async () => {
    const writer = await createWriter(company.id, company.owner);
    const here = await writer.write(5);
    const { doc, tip } = here;
    const misnumbered = await makeTip(company.id, doc, { ...tip, seq: 9 }, company.owner);
    await mustBeOf(here, await bring(writer, here, [here.tip, misnumbered]));
  });
});
