/** The company's membership as the screens of people and roles read it, and the acts that change it. */
import type { Accessor } from "solid-js";
import { createEffect, createMemo, createSignal, on } from "solid-js";
import type { Ms } from "#shared/kernel/clock";
import type { MemberId } from "#shared/kernel/ids";
import { idToBytes } from "#shared/kernel/ids";
import type { Membership, MembershipView, MemberView } from "#shared/replica/identity/types";
import type { MemOp } from "#shared/protocol/membership/types";
import type { Placed } from "#shared/protocol/membership/placement";
import type { VoidReason } from "#shared/protocol/membership/void-reasons";
import { createSyncState, useReplica } from "#client/data";
import { useApp } from "#client/app/app-context";
import { createMembership, createMembershipWords, createPatience } from "#client/features/settings";
import { stayUntil } from "#client/platform/stay";
import { showToast } from "#client/ui/toast";
import type { OwnRoles } from "./role-words";

export interface Standing {
  /** Undefined until it is loaded. */
  readonly membership: Accessor<Membership | undefined>;
  readonly view: Accessor<MembershipView>;
  readonly self: Accessor<MemberView | undefined>;
  readonly ownRoles: Accessor<OwnRoles>;
  /** Why the person at this device may not do it now; undefined when they may. */
  readonly whyNot: (op: MemOp) => VoidReason | undefined;
  readonly may: (op: MemOp) => boolean;
  /** Does it and says what came of it. True when it counts. */
  readonly perform: (op: MemOp, done: string) => Promise<boolean>;
}

const none: OwnRoles = new Map();

export const createStanding = (): Standing => {
  const { membership, view } = createMembership();
  const words = createMembershipWords();
  const patience = createPatience();
  const ownRoles = createMemo(() => (view(), membership()?.state().roles ?? none));
  const whyNot: Standing["whyNot"] = (op) => {
    view();
    const found = membership();
    return found === undefined ? "author" : found.whyNot(op);
  };
  return {
    membership,
    view,
    self: () => view().members.find(({ self }) => self),
    ownRoles,
    whyNot,
    may: (op) => whyNot(op) === undefined,
    perform: async (op, done) => {
      const found = membership();
      if (found === undefined) return false;
      await patience();
      const result = await stayUntil(found.perform(op));
      showToast(
        result.ok ? { text: done, meaning: "ok" } : { text: words(result.error), meaning: "problem" },
      );
      return result.ok;
    },
  };
};

export const changeOf = (member: MemberId, place: Placed): MemOp => ({
  kind: "member.role",
  member: idToBytes(member),
  rank: place.rank,
  roles: place.roles,
  grants: place.grants,
});

export const removalOf = (member: MemberId, reason: string): MemOp => ({
  kind: "member.remove",
  member: idToBytes(member),
  reason,
});

/**
 * When each device (base64url of its key) was last heard of: its last connection as the relay tells owners and admins,
 * its newest confirmed change, its newest act on the membership, or when it came.
 */
export const createLastContacts = (standing: Standing): ((device: string) => Ms | undefined) => {
  const replica = useReplica();
  const sync = createSyncState();
  const { now } = useApp();
  const [heard, setHeard] = createSignal<ReadonlyMap<string, Ms>>(new Map());
  createEffect(
    on(
      () => sync().lastHeardAt,
      () => void replica.lastContacts().then(setHeard),
    ),
  );
  const acted = createMemo(() => {
    standing.view();
    const found = new Map<string, Ms>();
    for (const { event, by, checkpoint } of standing.membership()?.history() ?? []) {
      if (checkpoint === null) continue;
      const came = event.what === "device-added" || event.what === "device-replaced" ? [event.device] : [];
      const devices = by.type === "member" ? [by.device, ...came] : came;
      if (event.what === "company-founded") devices.push(event.device);
      for (const device of devices) found.set(device, Math.max(found.get(device) ?? 0, checkpoint.at));
    }
    return found;
  });
  return (device) => {
    if (device === replica.device && sync().connected) return now();
    const times = [heard().get(device), acted().get(device)].filter((at) => at !== undefined);
    return times.length === 0 ? undefined : Math.max(...times);
  };
};
