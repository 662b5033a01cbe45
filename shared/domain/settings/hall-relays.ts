/** Relays in the hall: written down with their keys, so that every device of the company knows whom it speaks to there. */
import { fromBase64Url } from "#shared/kernel/bytes";
import { defineCommand, livingRecord } from "#shared/kernel/command";
import { err, ok } from "#shared/kernel/result";
import { checkName } from "./check-name";
import type { SettingsProblem } from "./errors";
import { hallRelay } from "./types";
import type { HallRelayId } from "./types";

const company = { single: "company" } as const;
const needs = [{ verb: "write", on: "settings" }] as const;
const maxName = 80;
const maxAddress = 300;
const isAddress = /^https?:\/\/([a-z0-9.-]+|\[[0-9a-f:.]+\])(:\d{1,5})?$/;
/** More than a company takes along at once. */
const mostRelays = 8;

export interface NewHallRelay {
  readonly name: string;
  /** An origin as browsers write it, without a path. */
  readonly address: string;
  /** Base64url, as the relay itself says it. */
  readonly key: string;
}

export const addHallRelay = defineCommand<NewHallRelay, { readonly relay: HallRelayId }, SettingsProblem>({
  name: "settings.addHallRelay",
  needs,
  documents: () => [company],
  run: (drafts, { address, key, ...args }, context) => {
    const draft = drafts.open(company);
    const name = checkName(args.name, maxName);
    if (!name.ok) return name;
    if (fromBase64Url(key)?.length !== 32 || address.length > maxAddress || !isAddress.test(address))
      return err({ type: "HallRelayUnsound" });
    const living = draft.list(hallRelay).filter((each) => each.removedAt === undefined);
    const { home } = context;
    // It decides; as a relay in the hall nobody would speak with it.
    if (home !== null && (home.key === key || home.origin === address))
      return err({ type: "HallRelayIsHome" });
    if (living.some((each) => each.key === key)) return err({ type: "HallRelayKnown" });
    if (living.length >= mostRelays) return err({ type: "HallRelaysTooMany", max: mostRelays });
    const relay = context.newId<HallRelayId>();
    draft.create(hallRelay, relay, { name: name.value, address, key });
    return ok({ relay });
  },
});

/** Devices do not speak to it any more; what came through it stays. */
export const removeHallRelay = defineCommand<{ readonly relay: HallRelayId }, null, SettingsProblem>({
  name: "settings.removeHallRelay",
  needs,
  documents: () => [company],
  run: (drafts, { relay }) => {
    const draft = drafts.open(company);
    if (livingRecord(draft, hallRelay, relay) === undefined) return err({ type: "HallRelayMissing" });
    draft.remove(hallRelay, relay);
    return ok(null);
  },
});
