/** What other features may use of scanning. */
export { positionsIndex } from "./positions-index";
export { codeIndex } from "./code-index";
