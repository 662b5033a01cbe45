/**
 * A session of a device that was revoked as lost, left or replaced: what it recorded about equipment while it was
 * away must not be lost with it. It may hand that in and hear what became of it; it is sent nothing else.
 */
import { bytesKey } from "#shared/kernel/bytes";
import type { Ms } from "#shared/kernel/clock";
import { frameLimits } from "#shared/protocol/limits";
import type { RelayMsg } from "#shared/protocol/messages";
import { encodeRelayMsg } from "#shared/protocol/messages-codec";
import type { CompanyRoom } from "./company-room";
import type { CompanySessionDeps } from "./company-session";
import type { DeviceRights } from "./rights";
import type { Session, SessionFacts } from "./session";

/** `until`: when nothing is taken of the device any more. */
export const enterAsLeaver = (
  room: CompanyRoom,
  { hello, socket, close }: SessionFacts,
  rights: DeviceRights,
  { clock, timers, metrics, limits, until }: CompanySessionDeps & { readonly until: Ms },
): Session => {
  const id = Symbol("leaver");
  const send = (message: RelayMsg): void => socket.send(encodeRelayMsg(message));
  const leaver = { key: hello.device, device: bytesKey(hello.device), send, close };
  const same = [...room.leavers].filter(({ device }) => device === leaver.device);
  for (const old of same.slice(0, Math.max(0, same.length + 1 - limits.socketsPerDevice)))
    old.close("too-many");
  room.leavers.add(leaver);
  room.contacts.note(hello.device);
  metrics.sessions.inc();
  const cancel = timers.after(until + 1 - clock.now(), () => close("revoked"));
  let hasLeft = false;
  return {
    place: () => ({ ...room.fanOut.place(), ...room.membership.place() }),
    start: () => {
      const entries = room.membership.after(hello.checkpointId);
      for (let i = 0; i < entries.length; i += frameLimits.entries) {
        send({ t: "mem", entries: entries.slice(i, i + frameLimits.entries) });
      }
      send({ t: "leaver", revokedAt: rights.revokedAt(), until });
    },
    // It speaks as it did as a member; there is nothing to answer.
    handle: async (message) => (message.t === "hello" || message.t === "ticket" ? "bad-frame" : null),
    push: (pushes) =>
      room.intake.push(pushes, {
        id,
        device: rights.device,
        standing: rights.standingFor,
        mayCreate: () => false,
        isCreator: false,
        send,
      }),
    leave: () => {
      if (hasLeft) return;
      hasLeft = true;
      cancel();
      room.contacts.note(hello.device);
      room.leavers.delete(leaver);
      metrics.sessions.dec();
    },
  };
};
