/** People come and go: devices are removed for every reason, and somebody decides about what they hand in. */
import { fromHex } from "#shared/kernel/bytes";
import { brand } from "#shared/kernel/brand";
import { idToBytes } from "#shared/kernel/ids";
import { event } from "#shared/domain/events";
import type { Placement } from "#shared/protocol/membership/placement";
import { placed } from "#shared/protocol/membership/placement";
import type { Grant, RevokeReason } from "#shared/protocol/membership/types";
import { bytesOfId, textOfBytes } from "#shared/protocol/wire-types";
import type { Seat } from "#tests/support/sim-company";
import type { Mood, Step } from "./plan";
import type { Run } from "./run";

const reasons: readonly RevokeReason[] = ["lost", "left", "compromised", "rotated"];

/** The founder removes a device; at least two stay. */
export const revoke = (step: Step, run: Run): void => {
  const membership = run.devices[0]?.process()?.membership;
  const target = run.devices[step.device];
  if (membership === undefined || target === undefined || step.device < 2) return;
  run.intruder.mayActAs(step.device);
  const reason = reasons[step.dice[0] % reasons.length] ?? "lost";
  void membership.revokeDevice(textOfBytes(target.key), reason).then((done) => {
    const outcome = done.ok ? `written (${reason})` : done.error.type;
    run.ledger.story.push(`device ${step.device + 1}: revocation ${outcome}`);
  });
  run.ledger.allowed[step.device]?.add("DeviceRevoked");
};

/** The third device and those after it are a freelancer's: stock, own scans, and single events for some time. */
const crewSeat = (device: number): Seat => ({ rank: device < 2 ? "member" : "crew" });

/** The second and third device are one person's, the fourth stands at the loading dock; the last is the intruder's. */
const stationSeat = (device: number): Seat =>
  device === 2
    ? { rank: "member", sharesWith: 1 }
    : device === 3
      ? { rank: "crew", station: true }
      : { rank: "member" };

export const seatsIn: Readonly<Partial<Record<Mood, (device: number) => Seat>>> = {
  crew: crewSeat,
  stations: stationSeat,
};

/** The founder gives somebody of the crew a place in an event or two, or the whole job an end; a station and its people more. */
export const place = (step: Step, run: Run): void => {
  const { membership } = run.devices[0]?.process() ?? {};
  const member = run.world.company.devices[step.device]?.member;
  if (membership === undefined || member === undefined || step.device === 0) return;
  if (run.plan.mood !== "stations") {
    if (crewSeat(step.device).rank !== "crew") return;
    const change = placed(eventPlaces(step, run), new Map());
    void membership.perform({ kind: "member.role", member: bytesOfId(member), ...change });
    return;
  }
  const kind = step.dice[2] % 6;
  const others = { roles: [], grants: [] };
  run.ledger.story.push(`the member of device ${step.device + 1}: gets other rights (${kind})`);
  // Everybody who has the role follows at once.
  if (kind === 0 || kind === 1)
    void membership.perform({ kind: "role.define", role: dockRole, grants: dockGrants(step) });
  if (kind === 0) return;
  const change =
    kind === 1
      ? ({ rank: "crew", roles: [dockRole], grants: [] } as const)
      : kind === 2
        ? ({ rank: "viewer", ...others } as const)
        : kind === 3
          ? ({ rank: "member", ...others } as const)
          : placed(eventPlaces(step, run), new Map());
  void membership.perform({ kind: "member.role", member: bytesOfId(member), ...change });
};

const dockRole = "dock";

/** Counts and books at a door, with or without the events behind it. */
const dockGrants = ({ dice }: Step): readonly Grant[] => [
  { verbs: ["read", "write", "create"], on: ["movements"], scope: "all", notAfter: null },
  { verbs: ["read"], on: ["ledger"], scope: "all", notAfter: null },
  ...(dice[0] % 3 === 0 ? [] : [whole(["read"], "inventory")]),
  ...(dice[1] % 2 === 0 ? [whole(dice[0] % 2 === 0 ? ["read"] : ["read", "write"], "event")] : []),
];

const whole = (verbs: Grant["verbs"], cls: Grant["on"][number]): Grant => ({
  ...{ verbs, on: [cls], scope: "all", notAfter: null },
});

/** Crew with a place in one event or two, for an hour or for weeks. */
const eventPlaces = ({ device, dice }: Step, run: Run): Placement => {
  const ids = [...(run.devices[0]?.process()?.replica.rows.all(event).keys() ?? [])];
  const drawn = [ids[dice[0] % Math.max(1, ids.length)], ids[dice[1] % Math.max(1, ids.length)]];
  const soon = run.world.time.now() + 3_600_000 * (1 + (dice[2] % 30));
  const later = run.world.time.now() + 60 * 24 * 3_600_000;
  const events = [...new Set(drawn)].flatMap((id) =>
    id === undefined
      ? []
      : [
          {
            event: bytesOfId(id),
            level: dice[1] % 2 === 0 ? ("sees" as const) : ("plans" as const),
            until: dice[0] % 2 === 0 ? soon : later,
          },
        ],
  );
  run.ledger.story.push(`device ${device + 1}: is placed in ${events.length} events`);
  return { rank: "crew", roles: [], until: dice[2] % 5 === 0 ? soon : null, others: [], events };
};

/** The founder adopts what somebody who left handed in, up to one recording, or discards it. */
export const decide = ({ dice }: Step, run: Run): void => {
  const { replica, membership } = run.devices[0]?.process() ?? {};
  const logs = replica?.held.get().filter(({ ended, steps }) => ended === null && steps.length > 0) ?? [];
  const log = logs[dice[0] % Math.max(1, logs.length)];
  const upTo = log?.steps[dice[1] % Math.max(1, log.steps.length)];
  if (replica === undefined || membership === undefined || log === undefined || upTo === undefined) return;
  if (dice[2] % 4 === 0) {
    run.ledger.story.push(`device 1: discards what was handed in`);
    replica.discardHeld(log.doc, "nobody counted");
    return;
  }
  run.ledger.story.push(`device 1: adopts ${upTo.movements.length} movements up to ${upTo.seq}`);
  void membership.perform({
    ...{ kind: "adopt", doc: idToBytes(brand(log.doc)), from: upTo.from, seq: upTo.seq },
    actor: fromHex(upTo.actor) ?? new Uint8Array(16),
    hash: fromHex(upTo.hash) ?? new Uint8Array(32),
  });
};
