/** What changes set, for people to read and keep. */
import type { ContentHash } from "#shared/domain/files";
import type { Ms } from "#shared/kernel/clock";
import type { ThingId } from "#shared/kernel/ids";
import type { Scalar } from "#shared/kernel/record";
import type { CrdtDocument } from "#shared/documents/crdt";
import { scalar } from "#shared/documents/draft";
import type { OutboxEntry } from "./stored";

/** One field that somebody set. */
export interface Edit {
  /** `<type>:<id>`. */
  readonly record: string;
  readonly field: string;
  readonly value: Scalar | null;
}

/** Edits that the relay refused: readable, exportable, gone from the documents. */
export interface Rescue {
  readonly id: string;
  readonly thing: ThingId;
  readonly at: Ms;
  readonly code: string;
  /** What the person said who did not want them. */
  readonly why?: string;
  readonly edits: readonly Edit[];
  /** Files of this device that no relay has; their contents stay here with it. */
  readonly files?: readonly RescuedFile[];
}

export interface RescuedFile {
  readonly hash: ContentHash;
  readonly name: string;
}

/** Own edits of one document that have no receipt, oldest first; they are in the document and wait to be sent. */
export interface PendingEdits {
  readonly thing: ThingId;
  readonly kind: string;
  /** Of the oldest of them. */
  readonly since: Ms;
  readonly edits: readonly Edit[];
}

/** In the order of the entries. */
export const editsOf = (
  document: Pick<CrdtDocument, "writesOf">,
  entries: readonly Pick<OutboxEntry, "hash">[],
): readonly Edit[] =>
  entries.flatMap(({ hash }) =>
    document
      .writesOf(hash)
      .flatMap(({ key, field, value }): readonly Edit[] =>
        field === null ? [] : [{ record: key, field, value: scalar(value) ?? null }],
      ),
  );
