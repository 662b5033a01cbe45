/** What tabs tell the host: each becomes work in its lane, what a person did before what the network brought. */
import type { ClientMsg } from "#shared/protocol/messages";
import { parseClientMsg } from "#shared/protocol/messages-codec";
import type { OpenDocuments } from "../open-documents";
import type { TabMessage } from "../ports";
import type { Damage } from "./damage";
import type { HeldReview } from "./held-review";
import type { Lane } from "./lane";
import type { LinkBook } from "./link-book";
import type { MembershipPost } from "./membership-post";
import type { Pusher } from "./pusher";

export interface TabEars {
  readonly lane: Lane;
  readonly book: LinkBook;
  readonly membershipPost: MembershipPost;
  readonly review: HeldReview;
  readonly documents: OpenDocuments;
  readonly damage: Damage;
  readonly pusher: Pusher;
  readonly committed: (doc: string, hashes: readonly string[]) => Promise<void>;
  readonly want: (doc: string) => Promise<void>;
  readonly send: (message: ClientMsg) => void;
}

export const hearTab = (message: TabMessage, ears: TabEars): void => {
  const { lane, book, membershipPost, review, documents, damage, pusher } = ears;
  switch (message.t) {
    case "committed":
      for (const { doc, hashes } of message.docs) lane.add(() => ears.committed(doc, hashes), "urgent");
      lane.add(() => pusher.push(), "urgent");
      return;
    case "ask":
      book.tell();
      membershipPost.tell();
      review.tell();
      return;
    case "wanted":
      lane.add(async () => {
        for (const doc of message.docs) await ears.want(doc);
      }, "urgent");
      return;
    case "damaged":
      for (const { doc } of message.docs)
        lane.add(async () => {
          documents.discard(doc);
          damage.note(doc);
        });
      return;
    case "to-relay": {
      const parsed = parseClientMsg(message.frame);
      if (parsed.ok) ears.send(parsed.value);
      return;
    }
    case "rescue-ended":
      pusher.leftovers.sweepSoon();
      return;
    default:
      return;
  }
};
