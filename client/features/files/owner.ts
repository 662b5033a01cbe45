/** What files are shown at and added to, as screens name it. */
import type { DocumentClass } from "#shared/documents/kinds";
import type { FileOwner } from "#shared/domain/files";

export interface ShownOwner extends FileOwner {
  readonly on: DocumentClass;
}
