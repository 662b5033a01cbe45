/**
 * A device of a company as a real relay sees it, writing as fast as its receipts come. What has no receipt when the
 * connection ends is sent again with the next one, as every device does.
 */
import type { Signer } from "#shared/kernel/signature";
import type { PushPart, RelayMsg } from "#shared/protocol/messages";
import type { Receipt } from "#shared/protocol/receipts";
import type { CompanyId } from "#shared/protocol/wire-types";
import type { DeviceClient } from "#tests/support/relay-client";
import { connectDevice } from "#tests/support/relay-client";
import type { DocumentWriter } from "#tests/support/relay-writer";
import { createWriter } from "#tests/support/relay-writer";
import type { Chances } from "#tests/support/virtual-time";
import { hex } from "./naive-records";

/** Pushes on their way at one time. */
const window = 6;
/** Sizes of texts: cells, notes, and what fills a database's log of writes until it is carried over. */
const textSizes = [21, 21, 21, 400, 8_000, 30_000] as const;

/** What an honest device at work may hear from an honest relay. */
const usual = new Set<RelayMsg["t"]>([
  ...([
    "challenge",
    "welcome",
    "receipt",
    "review",
    "cards",
    "chunks",
    "coming",
    "current",
    "space",
  ] as const),
  ...(["mem", "rows", "packs", "join", "join-closed", "contacts"] as const),
]);

export class BusyDevice {
  readonly receipts: Receipt[] = [];
  readonly problems: string[] = [];
  readonly #company: CompanyId;
  readonly #signer: Signer;
  readonly #chances: Chances;
  #writers: readonly DocumentWriter[] = [];
  #unanswered: PushPart[] = [];

  constructor(company: CompanyId, signer: Signer, chances: Chances) {
    this.#company = company;
    this.#signer = signer;
    this.#chances = chances;
  }

  connect(origin: string): Promise<DeviceClient> {
    return connectDevice(origin, this.#company, this.#signer);
  }

  /** Reads on from where the relay stands and writes until the connection ends. */
  async work(client: DeviceClient, note: (what: "sent" | "receipt") => void): Promise<void> {
    const { serial, logHash } = client.welcome;
    client.send({ t: "since", serial, logHash });
    let wake = (): void => undefined;
    const hearing = this.#hear(client, () => {
      note("receipt");
      wake();
    });
    for (const part of this.#unanswered) client.send({ t: "push", parts: [part] });
    while (client.socket.readyState === client.socket.OPEN) {
      if (this.#unanswered.length >= window) {
        await Promise.race([new Promise<void>((done) => void (wake = done)), client.closed]);
        continue;
      }
      const parts = await this.#write();
      this.#unanswered.push(...parts);
      client.send({ t: "push", parts });
      note("sent");
    }
    await hearing;
    for (const message of client.received)
      if (!usual.has(message.t)) this.problems.push(`a device at work was told ${JSON.stringify(message)}`);
  }

  async #hear(client: DeviceClient, heard: () => void): Promise<void> {
    for (;;) {
      const message = await client.next("receipt").catch(() => undefined);
      if (message === undefined) return;
      const { receipt } = message;
      this.receipts.push(receipt);
      // A receipt covers everything its actor wrote before.
      this.#unanswered = this.#unanswered.filter(
        ({ tip }) => hex(tip.actor) !== hex(receipt.actor) || tip.seq > receipt.seq,
      );
      heard();
    }
  }

  /** Some changes of one document, now and then of two at once. */
  async #write(): Promise<readonly PushPart[]> {
    const chances = this.#chances;
    const [first, second] = [await this.#writer(), await this.#writer()];
    const part = await first.write(1 + chances.below(3));
    return first === second || !chances.in100(20) ? [part] : [part, await second.write()];
  }

  async #writer(): Promise<DocumentWriter> {
    const chances = this.#chances;
    const known = chances.pick(this.#writers);
    if (known !== undefined && !chances.in100(4)) return known;
    const textBytes = chances.pick(textSizes) ?? 21;
    const writer = await createWriter(this.#company, this.#signer, { textBytes });
    this.#writers = [...this.#writers, writer].slice(-8);
    return writer;
  }
}
