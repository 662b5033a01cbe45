/** Messages of other contexts that wait for a tab. */
import type { TabMessage } from "../ports";

/** Documents of waiting arrivals that are read together. */
const arrivalsAtOnce = 512;

/** The first message; arrivals that wait behind one another are one, so that screens follow them all at once. */
export const takeNext = (inbox: TabMessage[]): TabMessage | undefined => {
  const first = inbox.shift();
  if (first?.t !== "arrived") return first;
  const docs = [...first.docs];
  for (let next = inbox[0]; next?.t === "arrived" && docs.length < arrivalsAtOnce; next = inbox[0]) {
    docs.push(...next.docs);
    inbox.shift();
  }
  return { t: "arrived", docs };
};
