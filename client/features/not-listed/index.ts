/** What other features may use of what is on an event and not on its list. */
export { NotListedBar, NotListedSection } from "./not-listed";
export { NotListedBadge } from "./not-listed-badge";
export { createPutOnList } from "./put-on-list";
export type { PutOnList } from "./put-on-list";
