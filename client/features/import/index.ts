/** What other features may use of import. */
import { lazy } from "solid-js";

export { problemMessages } from "./problem-messages";
export { fileProblemWords } from "./problem-words";
export const ImportScreen = lazy(() => import("./import-screen"));
