import { afterAll, beforeAll, expect, test } from "vitest";
import type { Hash } from "#shared/protocol/wire-types";
import { must } from "#shared/kernel/result";
import { parseRelayInfo } from "#shared/protocol/enrolment";
import type { BuiltRelay } from "#tests/support/built-relay";
import { buildRelayFor, spawnRelay } from "#tests/support/built-relay";
import { seededRandom } from "#tests/support/automerge-histories";
import type { TestCompany } from "#tests/support/relay-company";
import { foundCompanyOn } from "#tests/support/relay-company";
import { connectLive } from "#tests/support/relay-client";
import { temporaryFolder } from "#tests/support/relay-process";
import { createWriter } from "#tests/support/relay-writer";

let built: BuiltRelay;

beforeAll(async () => {
  built = await buildRelayFor("durability");
}, 120_000);
afterAll(() => built.remove());

const rounds = 8;
const name = (hash: Hash): string => Buffer.from(hash).toString("hex");

test("[RELAY-90] kill -9 at any moment: what has a receipt is there after the restart, in the same log", async () => {
  const folder = await temporaryFolder();
  const random = seededRandom(90);
  const receipted = new Set<string>();
  let company: TestCompany | undefined;
  for (let round = 0; round < rounds; round++) {
    const relay = spawnRelay(built, folder);
    const { origin } = await relay.started;
    const info = must(parseRelayInfo(await (await fetch(`${origin}/.well-known/eventkit`)).json()));
    const founded = company ?? (await foundCompanyOn(origin, info.relayKey));
    company = founded;
    const device = await connectLive(origin, founded.id, founded.owner);
    const stored = device.received.flatMap((message) => (message.t === "chunks" ? message.chunks : []));
    const present = new Set(stored.map(({ hash }) => name(hash)));
    expect([...receipted].filter((hash) => !present.has(hash))).toEqual([]);

    const writers = await Promise.all(
      Array.from({ length: 5 }, () => createWriter(founded.id, founded.owner)),
    );
    const killAfter = 5 + random.below(60);
    let receipts = 0;
    device.socket.on("message", () => {
      const count = device.received.filter(({ t }) => t === "receipt").length;
      if (count > receipts && count >= killAfter) relay.kill("SIGKILL");
      receipts = count;
    });
    const isGone = relay.ended.then(() => true);
    for (let i = 0; !(await Promise.race([isGone, Promise.resolve(false)])); i++) {
      const writer = writers[i % writers.length];
      if (writer === undefined || device.socket.readyState !== device.socket.OPEN) break;
      device.send({ t: "push", parts: [await writer.write(1 + random.below(3))] });
      if (i % 10 === 9) await Promise.race([device.next("receipt").catch(() => undefined), isGone]);
    }
    await relay.ended;
    for (const message of device.received) {
      if (message.t === "receipt") receipted.add(name(message.receipt.hash));
    }
  }
  expect(receipted.size).toBeGreaterThan(rounds * 5);
}, 120_000);
