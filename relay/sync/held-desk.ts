/**
 * Who hears of what is held, and what ends it: adoption by a checkpoint, a reviewer who discards it, thirty days by
 * the relay's clock, or a device that turns out not to be trusted.
 */
import { bytesEqual } from "#shared/kernel/bytes";
import type { Clock, Ms, Timers } from "#shared/kernel/clock";
import { adoptionKey } from "#shared/protocol/membership/adoption";
import { findDevice } from "#shared/protocol/membership/grants";
import type { HeldDocument, RelayMsg } from "#shared/protocol/messages";
import type { DocBytes, Hash, Key } from "#shared/protocol/wire-types";
import type { HeldBook, HeldEntry } from "./held-book";
import { heldForReview, heldUntil } from "./held-book";
import { endedMessage } from "./held-intake";
import type { MembershipLog } from "./membership-log";
import type { PushIntake } from "./push-intake";
import type { PushRecord } from "./push-record.codec";

/** A session that may decide about what is held. */
export interface Reviewer {
  readonly mayReview: () => boolean;
  readonly send: (message: RelayMsg) => void;
}

export interface HeldDesk {
  /** Tells a session all that is held, if that is its business. */
  readonly show: (reviewer: Reviewer) => void;
  /** What is held of the document has changed. */
  readonly changed: (doc: DocBytes) => void;
  /** False when nothing is held of it. */
  readonly discard: (doc: DocBytes, by: Key, why: string) => Promise<boolean>;
  /** A checkpoint was made. */
  readonly onMembership: () => Promise<void>;
  readonly close: () => void;
}

export interface HeldDeskDeps {
  readonly book: HeldBook;
  readonly intake: PushIntake;
  readonly membership: MembershipLog;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly reviewers: () => Iterable<Reviewer>;
  /** To every session of a device. */
  readonly tell: (device: Key, message: RelayMsg) => void;
}

/** How far a session was adopted, as far as what is held agrees that this is the change that was meant. */
export const adoptedUpTo = (
  membership: Pick<MembershipLog, "confirmed">,
  doc: DocBytes,
  { actor, changes }: Pick<PushRecord, "actor" | "changes">,
): number => {
  const adoption: { readonly seq: number; readonly hash: Hash } | undefined = membership
    .confirmed()
    .adopted.get(adoptionKey(doc, actor));
  if (adoption === undefined) return 0;
  const named = changes.find(({ seq }) => seq === adoption.seq);
  return named === undefined || bytesEqual(named.chunk.hash, adoption.hash) ? adoption.seq : 0;
};

/** What one message may hold before the next is begun. */
const messageBytes = 4 * 1024 * 1024;

export const createHeldDesk = (deps: HeldDeskDeps): HeldDesk => {
  const { book, intake, membership, clock, timers, tell } = deps;
  let cancel = (): void => undefined;

  const wait = (): void => {
    cancel();
    const at = book.endsAt();
    if (at !== null) cancel = timers.after(Math.max(0, at + 1 - clock.now()), () => void expire());
  };
  const changed = (doc: DocBytes): void => {
    wait();
    const entry = book.find(doc);
    const docs = [entry === undefined ? settledDocument(doc) : heldForReview(entry)];
    for (const reviewer of deps.reviewers()) if (reviewer.mayReview()) reviewer.send({ t: "review", docs });
  };
  const drop = async (entry: HeldEntry, how: "expired" | "refused"): Promise<void> => {
    await intake.changeHeld(entry.doc, () => book.forget(entry.doc));
    if (entry.ended === null) tell(entry.device, { t: "held-ended", doc: entry.doc, how, by: null, why: "" });
  };
  const expire = async (): Promise<void> => {
    for (const entry of book.all()) if (heldUntil(entry) < clock.now()) await drop(entry, "expired");
    wait();
  };
  wait();

  return {
    show: (reviewer) => {
      if (!reviewer.mayReview() || book.all().length === 0) return;
      for (const docs of inMessages(book.all().map(heldForReview))) reviewer.send({ t: "review", docs });
    },
    changed,
    discard: async (doc, by, why) => {
      if ((book.find(doc)?.pushes.length ?? 0) === 0) return false;
      const at: Ms = clock.now();
      await intake.changeHeld(doc, () =>
        (book.find(doc)?.pushes.length ?? 0) === 0 ? [] : book.end(doc, { by, at, why }),
      );
      const entry = book.find(doc);
      if (entry?.ended !== null && entry !== undefined) tell(entry.device, endedMessage(entry));
      return true;
    },
    onMembership: async () => {
      for (const entry of book.all()) {
        const reason = findDevice(membership.confirmed(), entry.device)?.revoked?.reason;
        if (reason === "compromised" || reason === "recovered") await drop(entry, "refused");
      }
      if (book.all().length > 0) await intake.release();
    },
    close: () => cancel(),
  };
};

const settledDocument = (doc: DocBytes): HeldDocument => ({
  doc,
  card: null,
  device: new Uint8Array(32),
  pushes: [],
  until: 0,
  ended: null,
});

const inMessages = (docs: readonly HeldDocument[]): readonly (readonly HeldDocument[])[] => {
  const messages: HeldDocument[][] = [[]];
  let bytes = 0;
  for (const held of docs) {
    const size = held.pushes.reduce(
      (sum, { chunks }) => sum + chunks.reduce((total, chunk) => total + chunk.bytes.length, 0),
      0,
    );
    if (bytes > 0 && bytes + size > messageBytes) {
      messages.push([]);
      bytes = 0;
    }
    messages.at(-1)?.push(held);
    bytes += size;
  }
  return messages;
};
