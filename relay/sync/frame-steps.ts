/** Frames that waited together as what is done with them, one step after the other. */
import type { CloseName } from "#shared/protocol/close-codes";
import type { ClientMsg, PushPart } from "#shared/protocol/messages";
import { parseClientMsg } from "#shared/protocol/messages-codec";
import type { WaitingPushes } from "./joined-push";

/** Pushes that stand beside each other are one step, any other message is one by itself. */
export type Step =
  | Exclude<ClientMsg, { readonly t: "push" }>
  | { readonly t: "pushes"; readonly pushes: WaitingPushes }
  | { readonly t: "unreadable"; readonly close: CloseName };

/** Ends with the first frame that cannot be read. */
export const stepsOf = (frames: readonly Uint8Array[]): readonly Step[] => {
  const steps: Step[] = [];
  let pushes: (readonly PushPart[])[] = [];
  for (const frame of frames) {
    const parsed = parseClientMsg(frame);
    if (!parsed.ok) {
      steps.push({
        t: "unreadable",
        close: parsed.error.type === "FrameTooLarge" ? "too-large" : "bad-frame",
      });
      break;
    }
    const message = parsed.value;
    if (message.t !== "push") {
      pushes = [];
      steps.push(message);
      continue;
    }
    if (pushes.length === 0) steps.push({ t: "pushes", pushes });
    pushes.push(message.parts);
  }
  return steps;
};
