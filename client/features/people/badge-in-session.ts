/**
 * Letting people in at a load-in: for a quarter of an hour a code each for so many people, one after the other, and
 * who came by them. Everybody becomes a member of their own; a code that was photographed lets one person in at most,
 * and that person is seen.
 */
import { batch, createEffect, createMemo, createSignal, on, onCleanup, untrack } from "solid-js";
import type { Accessor } from "solid-js";
import type { Ms } from "#shared/kernel/clock";
import { membershipLimits } from "#shared/protocol/limits";
import type { Placed } from "#shared/protocol/membership/placement";
import type { Membership, OpenInvite } from "#shared/replica/identity/types";
import { useApp } from "#client/app/app-context";
import { createMembershipWords, createPatience } from "#client/features/settings";
import { stayUntil } from "#client/platform/stay";
import type { Standing } from "./standing";

const tickMs = 1_000;

export interface BadgeInWish {
  readonly place: Placed;
  /** How many people may come. */
  readonly places: number;
}

export interface BadgeInSession {
  /** Of the code to show; undefined while the next one is on its way to the relay, and when it is over. */
  readonly link: Accessor<string | undefined>;
  /** Members who came, newest first; without a time until the relay has confirmed it. */
  readonly arrivals: Accessor<readonly { readonly member: string; readonly at: Ms | undefined }[]>;
  readonly placesLeft: Accessor<number>;
  readonly msLeft: Accessor<number>;
  /** Why nobody can come any more. */
  readonly over: Accessor<"time" | "places" | "stopped" | undefined>;
  readonly problem: Accessor<string | undefined>;
  readonly stop: () => void;
}

/** Milliseconds until it is over, by this device's own clock: the relay's says when the codes end. */
const createCountdown = (): Accessor<number> => {
  const { clock, timers } = useApp();
  const endsAt = clock.now() + membershipLimits.badgeInMs;
  const [left, setLeft] = createSignal(membershipLimits.badgeInMs);
  let cancel: () => void = () => undefined;
  const tick = (): void => {
    setLeft(Math.max(0, endsAt - clock.now()));
    if (untrack(left) > 0) cancel = timers.after(tickMs, tick);
  };
  tick();
  onCleanup(() => cancel());
  return left;
};

/** The invitations made one after the other, of which the last may be open. */
const createCodes = (
  standing: Standing,
  membership: Membership,
  place: Placed,
  onStillOpen: (until: Ms) => void,
) => {
  const words = createMembershipWords();
  const patience = createPatience();
  const [made, setMade] = createSignal<readonly OpenInvite[]>([]);
  const [isBusy, setBusy] = createSignal(false);
  const [problem, setProblem] = createSignal<string>();
  const last = createMemo(() => made().at(-1));
  const open = (): OpenInvite | undefined =>
    standing.view().invites.find(({ invite }) => invite === last()?.invite);
  const hasCome = ({ member }: OpenInvite): boolean =>
    standing.view().devices.some((device) => device.member === member);
  const withdraw = async (invite: OpenInvite): Promise<void> => {
    const result = await stayUntil(membership.cancelInvite(invite.invite));
    if (!result.ok && result.error.type === "RelayNotConnected") onStillOpen(invite.expires);
  };
  const gone = new AbortController();
  const next = async (): Promise<void> => {
    setBusy(true);
    await patience();
    const result = await membership.invite(place, { until: untrack(made)[0]?.expires ?? null });
    if (gone.signal.aborted && result.ok) return withdraw(result.value);
    batch(() => {
      if (result.ok) setMade((before) => [...before, result.value]);
      else setProblem(words(result.error));
      setBusy(false);
    });
  };
  const close = (): void => {
    const invite = untrack(open);
    if (invite !== undefined) void withdraw(invite);
  };
  onCleanup(() => {
    gone.abort();
    close();
  });
  return {
    open,
    problem,
    arrived: createMemo(() => made().filter(hasCome)),
    /** The last one is gone, and nobody came by it: somebody else withdrew it. */
    isWithdrawn: (): boolean => {
      const shown = last();
      return shown !== undefined && open() === undefined && !hasCome(shown);
    },
    isWanted: (): boolean => !isBusy() && problem() === undefined && open() === undefined,
    next,
    close,
  };
};

/** Call while a component is set up. It ends with the component; `onStillOpen`: a code could not be withdrawn then. */
export const createBadgeInSession = (
  standing: Standing,
  membership: Membership,
  { place, places }: BadgeInWish,
  onStillOpen: (until: Ms) => void,
): BadgeInSession => {
  const msLeft = createCountdown();
  const codes = createCodes(standing, membership, place, onStillOpen);
  const { arrived, open } = codes;
  const [isStopped, setStopped] = createSignal(false);
  const over: BadgeInSession["over"] = () => {
    if (arrived().length >= places) return "places";
    if (isStopped()) return "stopped";
    // What is over is withdrawn, too.
    if (msLeft() === 0) return "time";
    return codes.isWithdrawn() ? "stopped" : undefined;
  };
  createEffect(() => {
    if (over() === undefined && codes.isWanted()) void codes.next();
  });
  createEffect(on(over, (why) => why !== undefined && codes.close(), { defer: true }));
  const arrivals = createMemo(() => {
    const members = new Set<string>(arrived().map(({ member }) => member));
    return membership
      .history()
      .flatMap(({ event, checkpoint }) =>
        event.what === "device-added" && members.has(event.member)
          ? [{ member: event.member, at: checkpoint?.at }]
          : [],
      )
      .toReversed();
  });
  return {
    link: () =>
      over() === undefined && open()?.confirmed === true ? (open()?.link ?? undefined) : undefined,
    arrivals,
    placesLeft: () => places - arrived().length,
    msLeft,
    over,
    problem: codes.problem,
    stop: () => setStopped(true),
  };
};
