/**
 * Carries messages about membership between a tab, where people invite and approve, and the relay, which only the
 * sync host talks to. Not for the context in which the host itself runs.
 */
import { encodeClientMsg, parseRelayMsg } from "#shared/protocol/messages-codec";
import type { MembershipLink } from "./identity/types";
import type { TabChannel } from "./ports";
import type { Unsubscribe } from "./types";

export const bridgeMembership = (channel: TabChannel, link: MembershipLink): Unsubscribe => {
  let disconnect: (() => void) | undefined;
  let receiving: Promise<unknown> = Promise.resolve();
  const unsubscribe = channel.subscribe((message) => {
    if (message.t === "link") {
      if (message.link.connected)
        disconnect ??= link.connected((sent) =>
          channel.post({ t: "to-relay", frame: encodeClientMsg(sent) }),
        );
      else {
        disconnect?.();
        disconnect = undefined;
      }
    } else if (message.t === "from-relay") {
      const parsed = parseRelayMsg(message.frame);
      if (parsed.ok) receiving = receiving.then(() => link.receive(parsed.value));
    } else if (message.t === "record-changed") receiving = receiving.then(() => link.reload());
  });
  // Whatever the host said before nobody here heard.
  channel.post({ t: "ask" });
  return () => {
    unsubscribe();
    disconnect?.();
  };
};
