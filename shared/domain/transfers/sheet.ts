/** What was sent and what arrived, line by line, added up from the movements that name the transfer. */
import type { AssetId, ProductId } from "#shared/domain/inventory";
import type { Movement, MovementId } from "#shared/domain/scanning";
import type { Transfer } from "./types";

export interface TransferLine {
  readonly product: ProductId;
  /** Undefined: a quantity. */
  readonly asset: AssetId | undefined;
  readonly sent: number;
  readonly received: number;
}

export interface TransferSheet {
  /** In the order things were first named. */
  readonly lines: readonly TransferLine[];
  readonly sent: number;
  readonly received: number;
  /** Lines whose two sides differ. */
  readonly different: readonly TransferLine[];
}

/** An asset sent or received twice is one piece; quantities of several devices add up. What was taken back never was. */
export const transferSheet = (
  of: Pick<Transfer, "id" | "to">,
  movements: Iterable<Movement>,
): TransferSheet => {
  const facts: Movement[] = [];
  const undone = new Set<MovementId>();
  for (const fact of movements) {
    if (fact.removedAt !== undefined) continue;
    if (fact.undoes !== undefined) undone.add(fact.undoes);
    else if (fact.transfer === of.id) facts.push(fact);
  }
  facts.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  const byThing = new Map<string, TransferLine>();
  for (const { id, product, asset, quantity, location } of facts) {
    if (undone.has(id)) continue;
    const key = asset ?? product;
    const line = byThing.get(key) ?? { product, asset, sent: 0, received: 0 };
    const side = location === of.to ? "received" : "sent";
    byThing.set(key, { ...line, [side]: asset === undefined ? line[side] + quantity : 1 });
  }
  const lines = [...byThing.values()];
  return {
    lines,
    sent: lines.reduce((sum, line) => sum + line.sent, 0),
    received: lines.reduce((sum, line) => sum + line.received, 0),
    different: lines.filter((line) => line.sent !== line.received),
  };
};
