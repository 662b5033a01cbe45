export { createAdding } from "./adding";
export { saveContent } from "./content";
export { FilesDialog } from "./files-dialog";
export { FilesSection } from "./files-section";
export { KeepEventHere } from "./keep-here";
export { PhotoChoiceField, createPhotoChoice } from "./photo-choice";
export { messages as filesMessages } from "./messages";
export type { FactFiles, ShownOwner } from "./owner";
