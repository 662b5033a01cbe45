/** What files are shown at and added to, as screens name it. */
import type { DocumentClass } from "#shared/documents/kinds";
import type { FileId, FileOwner } from "#shared/domain/files";

export interface ShownOwner extends FileOwner {
  readonly on: DocumentClass;
  /**
   * It is a fact: its files stand in the logs of the devices that added them, and `thing` is only where their contents
   * wait. What is said of them later stands beside them, as a fact too.
   */
  readonly isFact?: boolean;
}

/** What may be done about files that are there. */
export interface FileChanges {
  /** Empty: nothing is said of it any more. */
  readonly describe: (file: FileId, caption: string) => Promise<void>;
  /** Says so and offers to take it back. */
  readonly remove: (file: FileId, name: string) => Promise<void>;
}

/** Files of a fact, as they stand after everything that was said of them. */
export interface FactFiles extends FileChanges {
  readonly captionOf: (file: FileId) => string | undefined;
  readonly isRemoved: (file: FileId) => boolean;
}
