export { file, parseContentHash } from "./types";
export type { ContentHash, File, FileId, FileOwner, NewFile } from "./types";
export type { FileProblem } from "./errors";
export { addFactFiles, addFiles, editFile, mostFiles, removeFiles, takeBackFactFiles } from "./commands";
export { withoutLocation } from "./location";
export { cleanName } from "./names";
export { isDrawable, readPicture } from "./pictures";
export type { PictureFacts, PictureType } from "./pictures";
export { contentsOf, filesOf } from "./queries";
