import type { JSX } from "solid-js";
import { Dialog } from "#client/ui/dialog";
import { FilesSection } from "./files-section";
import type { ShownOwner } from "./owner";

/** For what has no page of its own. */
export const FilesDialog = (props: {
  readonly owner: ShownOwner;
  readonly name: string;
  readonly onClose: () => void;
}): JSX.Element => (
  <Dialog open wide title={props.name} onClose={() => props.onClose()}>
    <FilesSection owner={props.owner} />
  </Dialog>
);
