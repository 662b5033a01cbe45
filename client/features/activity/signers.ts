/** Who signed a log of facts; asked once per log while something shows them. */
import { createSignal } from "solid-js";
import type { Accessor } from "solid-js";
import type { ThingId } from "#shared/kernel/ids";
import { useReplica } from "#client/data";
import type { Author } from "./who";

const unsigned: Author = { isSigned: false, member: null, device: "" };

/** Undefined until it is known. A log belongs to one device; one with several signers names nobody. */
export const createLogAuthors = (): ((fact: { readonly thing: ThingId }) => Author | undefined) => {
  const replica = useReplica();
  const known = new Map<ThingId, Accessor<Author | undefined>>();
  const authorOf = (log: ThingId): Accessor<Author | undefined> => {
    const found = known.get(log);
    if (found !== undefined) return found;
    const [author, setAuthor] = createSignal<Author>();
    known.set(log, author);
    void replica.signers(log).then(([first, ...others]) => {
      setAuthor(first === undefined || others.length > 0 ? unsigned : { isSigned: true, ...first });
    });
    return author;
  };
  return (fact) => authorOf(fact.thing)();
};
