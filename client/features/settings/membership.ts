/** Members and devices of the open company, as the screens follow them. */
import { createEffect, createSignal, onCleanup } from "solid-js";
import type { Accessor } from "solid-js";
import type { MemberId } from "#shared/kernel/ids";
import { idToBytes } from "#shared/kernel/ids";
import { may } from "#shared/protocol/membership/grants";
import { person } from "#shared/domain/settings";
import type {
  DeviceView,
  Membership,
  MembershipProblem,
  MembershipView,
  MemberView,
} from "#shared/replica/identity/types";
import { createRows, useReplica } from "#client/data";
import { useApp } from "#client/app/app-context";
import { useText } from "#client/app/i18n";
import { isVoidReason } from "#shared/protocol/membership/void-reasons";
import { messages } from "./messages";
import { reasonMessages } from "./reason-messages";

const nobody: MembershipView = {
  members: [],
  devices: [],
  invites: [],
  mayInvitePeople: false,
  joins: [],
  recoveries: [],
  rootKeys: null,
};

export interface FollowedMembership {
  /** Undefined until it is loaded. */
  readonly membership: Accessor<Membership | undefined>;
  readonly view: Accessor<MembershipView>;
}

/** Those with a device: who was invited and has not come yet is an invitation, not a member. */
export const presentMembers = (view: MembershipView): readonly MemberView[] =>
  view.members.filter((member) => view.devices.some((device) => device.member === member.member));

/** True for the one device left that belongs to an owner. */
export const isLastOwnerDevice = (view: MembershipView, device: DeviceView): boolean => {
  const owners = view.members.filter(({ rank }) => rank === "owner").map(({ member }) => member);
  const left = view.devices.filter(
    (each) => each.revoked === null && owners.some((owner) => owner === each.member),
  );
  return left.length === 1 && left[0]?.device === device.device;
};

export const createMembership = (): FollowedMembership => {
  const { identity } = useApp();
  const replica = useReplica();
  const [membership, setMembership] = createSignal<Membership>();
  const [view, setView] = createSignal(nobody);
  void identity.membership(replica.company).then((found) => setMembership(() => found));
  createEffect(() => {
    const found = membership();
    if (found === undefined) return;
    setView(found.view.get());
    onCleanup(found.view.subscribe((next) => setView(next)));
  });
  return { membership, view };
};

/** Names from the person documents; undefined for those who have not said theirs, or are not shown to this role. */
export const createKnownNames = (): ((member: MemberId) => string | undefined) => {
  const people = createRows(person);
  return (member) => people().find((each) => each.id === member)?.name;
};

/** Names from the person documents; who has not said theirs yet, or is not shown to this role, is called so. */
export const createMemberNames = (): ((member: MemberId) => string) => {
  const t = useText(messages);
  const { clock } = useApp();
  const replica = useReplica();
  const known = createKnownNames();
  const { membership, view } = createMembership();
  const isHidden = (member: MemberId): boolean => {
    view();
    const state = membership()?.state();
    const subject = { cls: "person", scope: { member: idToBytes(member) } } as const;
    return state !== undefined && !may(state, replica.member, "read", subject, clock.now());
  };
  return (member) => known(member) ?? t(isHidden(member) ? "nameHidden" : "unnamed");
};

export const createMembershipWords = (): ((
  problem: MembershipProblem | { readonly type: "JoinGone" },
) => string) => {
  const t = useText(messages);
  const because = useText(reasonMessages);
  return (problem) => {
    switch (problem.type) {
      case "RelayNotConnected":
        return t("notConnected");
      case "NotAllowed":
        return isVoidReason(problem.why) ? because(problem.why) : t("notAllowed");
      case "JoinGone":
        return t("joinGone");
    }
  };
};

/** Short form of a device key for people to tell devices apart. */
export const shortKey = (device: string): string => device.slice(0, 8);

/** How long an action on membership waits for a connection that is still being made. */
const patienceMs = 6_000;

/**
 * Membership changes need the relay's answer. Right after the page was opened the connection is still being made:
 * await this before, and the action does not fail for that alone. Settles also when no connection comes.
 */
export const createPatience = (): (() => Promise<void>) => {
  const { sync } = useReplica();
  const { timers } = useApp();
  return () =>
    new Promise((resolve) => {
      if (sync.get().connected) return resolve();
      const finish = (): void => {
        stopWaiting();
        stopFollowing();
        resolve();
      };
      const stopWaiting = timers.after(patienceMs, finish);
      const stopFollowing = sync.subscribe((state) => {
        if (state.connected) finish();
      });
    });
};
