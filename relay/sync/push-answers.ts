/** What becomes of an accepted part: the record that is stored, or the answer to one that was stored before. */
import type { AcceptedPart } from "#shared/protocol/gate/types";
import { maxOpOf } from "#shared/protocol/gate/types";
import type { DocBytes } from "#shared/protocol/wire-types";
import type { LoadedDocument } from "./document-index";
import type { PushIntakeDeps, Pusher } from "./push-intake";
import type { PushRecord } from "./push-record.codec";

export const recordOf = ({ tip, fresh }: AcceptedPart): PushRecord => ({
  device: tip.device,
  actor: tip.actor,
  nonce: tip.nonce,
  changes: fresh.map(({ chunk, change }) => ({ seq: change.seq, maxOp: maxOpOf(change), chunk })),
});

/** A repetition is a success: it gets the stored receipt, once the first one is on disk. */
export const answerRepetition = (
  doc: DocBytes,
  tip: Pick<AcceptedPart["tip"], "actor" | "seq">,
  index: LoadedDocument,
  pusher: Pick<Pusher, "send">,
  {
    queue,
    owner,
  }: Pick<PushIntakeDeps, "owner"> & { readonly queue: Pick<PushIntakeDeps["queue"], "write"> },
): void => {
  const answer = (): void => {
    const receipt = index.receipt(tip.actor);
    if (receipt !== undefined && receipt.seq >= tip.seq)
      pusher.send({ t: "receipt", receipt: { ...receipt, doc } });
  };
  // An empty write settles when everything before it is on disk.
  void queue.write(owner, []).then(answer);
};
