/**
 * Work refused for want of a right, or given back because the right to its document ended: only from those who have
 * none, by the checker's own table, and they say so.
 */
import type { NetworkEnd } from "#tests/support/virtual-network";
import { readCompany } from "./naive-company";
import { decoded, hex, inside } from "./naive-records";
import type { Run } from "./run";

/** A right that ends about now may have ended for the relay. */
const aboutNowMs = 10 * 60_000;

/** The right a message says is not there. */
const deniedIn = (message: unknown): "read" | "write" | undefined => {
  if (inside(message, "t") === "drop") return "read";
  return inside(message, "t") === "refused" && inside(message, "code") === "grant" ? "write" : undefined;
};

export const judgeRefusal = (frame: Uint8Array, end: NetworkEnd, run: Run): void => {
  const bytes = Buffer.from(frame);
  if (!bytes.includes("refused") && !bytes.includes("drop")) return;
  const message = decoded(frame);
  const denied = deniedIn(message);
  const at = run.devices.findIndex((device) => device === end);
  const device = run.devices[at];
  if (denied === undefined || device === undefined) return;
  // What the device had not sent of a document it gives back leaves it too.
  run.ledger.allowed[at]?.add("Refused");
  const company = readCompany(run.world.relay.journal());
  const doc = inside(message, "doc");
  const card = doc instanceof Uint8Array ? company.cards.get(hex(doc)) : undefined;
  if (card === undefined) return;
  const member = company.memberOf.get(hex(device.key)) ?? "";
  const ends = run.world.time.now() + aboutNowMs;
  // The newest may have been made while the answer was on its way.
  const held = [company.checkpoint, Math.max(1, company.checkpoint - 1)].map((checkpoint) =>
    company
      .covering(member, card, checkpoint)
      .some(({ verbs, until }) => verbs.includes(denied) && until > ends),
  );
  if (!held.every((one) => one)) return;
  const what = denied === "write" ? "was refused a right that it has" : "was told to drop what it may read";
  run.ledger.seen.push(`${device.name} ${what}, on ${card.cls}`);
};
