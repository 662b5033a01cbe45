/** When the relay last had a connection with each device, as it says. Kept beside the documents, never in them. */
import * as v from "valibot";
import type { Ms } from "#shared/kernel/clock";
import type { Contact } from "#shared/protocol/messages";
import { textOfBytes } from "#shared/protocol/wire-types";
import type { HostMembership } from "./host/standing";
import type { ByteStore, ReplicaDeps } from "./ports";

const key = "contacts";
const schema = v.record(v.string(), v.number());

/** By device (base64url of its key); empty where the relay tells nobody, or has not yet. */
export const readContactHints = async (store: Pick<ByteStore, "get">): Promise<ReadonlyMap<string, Ms>> => {
  const parsed = v.safeParse(schema, await store.get("meta", key));
  return new Map(parsed.success ? Object.entries(parsed.output) : []);
};

/**
 * A relay that was started anew knows less than it told before, so later times replace earlier ones and nothing else.
 * `offsetMs`: relay time minus device time.
 */
export const keepContactHints = async (
  contacts: readonly Contact[],
  offsetMs: number,
  { store, clock }: Pick<ReplicaDeps, "store" | "clock">,
  { memberOf }: Pick<HostMembership, "memberOf">,
): Promise<void> => {
  const hints = new Map(await readContactHints(store));
  const now = clock.now() + offsetMs;
  for (const { device, at } of contacts) {
    const name = textOfBytes(device);
    if (memberOf(name) !== null) hints.set(name, Math.max(hints.get(name) ?? 0, Math.min(at, now)));
  }
  await store.transact([{ put: "meta", key, value: Object.fromEntries(hints) }], "relaxed");
};
