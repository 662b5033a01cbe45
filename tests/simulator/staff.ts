/** People come and go: devices are removed for every reason, and somebody decides about what they hand in. */
import { fromHex } from "#shared/kernel/bytes";
import { brand } from "#shared/kernel/brand";
import { idToBytes } from "#shared/kernel/ids";
import { event } from "#shared/domain/events";
import type { Placement } from "#shared/protocol/membership/placement";
import { placed } from "#shared/protocol/membership/placement";
import type { Rank, RevokeReason } from "#shared/protocol/membership/types";
import { bytesOfId, textOfBytes } from "#shared/protocol/wire-types";
import type { Step } from "./plan";
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
export const rankOf = (device: number): Rank => (device < 2 ? "member" : "crew");

/** The founder gives somebody of the crew a place in an event or two, or the whole job an end. */
export const place = ({ device, dice }: Step, run: Run): void => {
  const { replica, membership } = run.devices[0]?.process() ?? {};
  const member = run.world.company.devices[device]?.member;
  if (replica === undefined || membership === undefined || member === undefined) return;
  if (device === 0 || rankOf(device) !== "crew") return;
  const ids = [...replica.rows.all(event).keys()];
  const events = [
    ...new Set([ids[dice[0] % Math.max(1, ids.length)], ids[dice[1] % Math.max(1, ids.length)]]),
  ];
  const soon = run.world.time.now() + 3_600_000 * (1 + (dice[2] % 30));
  const later = run.world.time.now() + 60 * 24 * 3_600_000;
  const placement: Placement = {
    ...{ rank: "crew", roles: [], until: dice[2] % 5 === 0 ? soon : null, others: [] },
    events: events.flatMap((id) =>
      id === undefined
        ? []
        : [
            {
              event: bytesOfId(id),
              level: dice[1] % 2 === 0 ? "sees" : "plans",
              until: dice[0] % 2 === 0 ? soon : later,
            },
          ],
    ),
  };
  run.ledger.story.push(`device ${device + 1}: is placed in ${placement.events.length} events`);
  const change = { kind: "member.role", member: bytesOfId(member), ...placed(placement, new Map()) } as const;
  void membership.perform(change);
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
