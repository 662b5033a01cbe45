/**
 * A relay put back to before a checkpoint, and handed a new entry before anybody reminded it, signs a second checkpoint
 * of that number. Whoever has the first must say so as soon as it is connected, whether or not anything follows.
 */
import type { Batch } from "#tests/support/virtual-relay";
import { decoded, fingerprint, inside } from "./naive-records";
import type { Run } from "./run";

/** Fingerprints of checkpoints by number. */
type Orders = Map<number, Set<string>>;

/** Number of a checkpoint; undefined for any other record. */
export const numberOf = (record: Uint8Array): number | undefined => {
  const payload = decoded(inside(decoded(record), 0));
  const no = inside(payload, "no");
  return typeof no === "number" && inside(payload, "heads") !== undefined ? no : undefined;
};

export const membershipIn = (journal: readonly Batch[]): readonly Uint8Array[] =>
  journal.flat().flatMap((write) => (write.type === "membership" ? [write.entry] : []));

const addOrders = (orders: Orders, records: readonly Uint8Array[]): Orders => {
  for (const record of records) {
    const no = numberOf(record);
    if (no !== undefined) orders.set(no, (orders.get(no) ?? new Set()).add(fingerprint(record)));
  }
  return orders;
};

/** Call when a relay's log is looked at for the last time: when it is put back, and in the end. */
export const noteOrders = (journal: readonly Batch[], { ledger }: Run): void => {
  addOrders(ledger.orders, membershipIn(journal));
  const isDouble = [...ledger.orders.values()].some(({ size }) => size > 1);
  if (isDouble) for (const allowed of ledger.allowed) allowed.add("RelayUntrusted fork");
};

/** Call in the end, when everybody has been connected. */
export const expectForks = ({ world, devices, ledger }: Run): void => {
  const theirs = addOrders(new Map(), membershipIn(world.relay.journal()));
  for (const [at, device] of devices.entries()) {
    const own = addOrders(new Map(), device.membershipLog());
    const isOther = ([no, ids]: readonly [number, ReadonlySet<string>]): boolean =>
      [...ids].some((id) => theirs.get(no)?.has(id) === false);
    if ([...own].some(isOther)) ledger.expected[at]?.set("two orders of one relay", ["RelayUntrusted fork"]);
  }
};
