/** Work refused for want of a right: only from those who have none, by the checker's own table, and they say so. */
import type { NetworkEnd } from "#tests/support/virtual-network";
import { readCompany } from "./naive-company";
import { decoded, hex, inside } from "./naive-records";
import type { Run } from "./run";

/** A right that ends about now may have ended for the relay. */
const aboutNowMs = 10 * 60_000;

export const judgeRefusal = (frame: Uint8Array, end: NetworkEnd, run: Run): void => {
  if (!Buffer.from(frame).includes("refused")) return;
  const message = decoded(frame);
  const at = run.devices.findIndex((device) => device === end);
  const device = run.devices[at];
  if (inside(message, "t") !== "refused" || inside(message, "code") !== "grant" || device === undefined)
    return;
  run.ledger.allowed[at]?.add("Refused");
  const company = readCompany(run.world.relay.journal());
  const doc = inside(message, "doc");
  const card = doc instanceof Uint8Array ? company.cards.get(hex(doc)) : undefined;
  if (card === undefined) return;
  const member = company.memberOf.get(hex(device.key)) ?? "";
  const ends = run.world.time.now() + aboutNowMs;
  // The newest may have been made while the answer was on its way.
  const held = [company.checkpoint, company.checkpoint - 1].map((checkpoint) =>
    company
      .covering(member, card, checkpoint)
      .some(({ verbs, until }) => verbs.includes("write") && until > ends),
  );
  if (held.every((one) => one))
    run.ledger.seen.push(`${device.name} was refused a right that it has, on ${card.cls}`);
};
