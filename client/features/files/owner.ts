/** What files are shown at and added to, as screens name it. */
import type { DocumentClass } from "#shared/documents/kinds";
import type { FileOwner } from "#shared/domain/files";

export interface ShownOwner extends FileOwner {
  readonly on: DocumentClass;
  /**
   * It is a fact: its files stand in the logs of the devices that added them, and `thing` is only where their contents
   * wait. They are neither described nor removed; who added one by mistake takes it back at once.
   */
  readonly isFact?: boolean;
}
