/** What the person at this device may do, followed while the membership changes and rights end. */
import type { DocumentScope, Verb } from "#shared/kernel/command";
import { brand } from "#shared/kernel/brand";
import type { MemberId, ThingId } from "#shared/kernel/ids";
import type { DocumentClass } from "#shared/documents/kinds";
import { useData } from "./replica-context";

/**
 * Whether documents of that class and scope may be read, written or made. Without a scope those of the whole company
 * are meant; `anywhere`: at least some. Call inside a computation and the answer follows.
 */
export type May = (verb: Verb, on: DocumentClass, scope?: DocumentScope | "anywhere") => boolean;

/** Call while a component is set up. */
export const createMay = (): May => {
  const { replica, rights } = useData();
  return (verb, on, scope = "company") => {
    rights();
    return replica.may(verb, on, scope === "anywhere" ? undefined : scope);
  };
};

/** Scope of the document about a thing, by the class of its kind. */
export const scopeOf = (on: DocumentClass, thing: ThingId): DocumentScope => {
  if (on === "event") return { event: thing };
  return on === "person" ? { member: brand<MemberId>(thing) } : "company";
};
