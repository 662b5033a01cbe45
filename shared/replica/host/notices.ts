/** What the relay says beside documents: it changes what tabs are told and nothing else. */
import type { RelayMsg } from "#shared/protocol/messages";
import { keepContactHints } from "../contact-hints";
import type { ReplicaDeps } from "../ports";
import type { HeldReview } from "./held-review";
import type { Connection } from "./link";
import type { LinkBook } from "./link-book";
import type { HostMembership } from "./standing";

export interface NoticeDeps extends Pick<ReplicaDeps, "store" | "clock"> {
  readonly book: LinkBook;
  readonly review: HeldReview;
  readonly membership: HostMembership;
}

/** False for messages about anything else. */
export const takeNotice = async (
  message: RelayMsg,
  { offsetMs }: Connection,
  deps: NoticeDeps,
): Promise<boolean> => {
  switch (message.t) {
    case "space":
      deps.book.change({ space: message.use });
      return true;
    case "contacts":
      await keepContactHints(message.devices, offsetMs, deps, deps.membership);
      return true;
    case "review":
      await deps.review.take(message.docs);
      return true;
    case "wipe":
      deps.book.report({ type: "DeviceRevoked", at: deps.clock.now() });
      return true;
    default:
      return false;
  }
};
