export { line, lineGroup } from "./types";
export type { Line, LineGroup, LineGroupId, LineId } from "./types";
