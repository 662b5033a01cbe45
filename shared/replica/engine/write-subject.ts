/** What a command really writes, held against the rights of this device. */
import type { DocumentScope, Verb } from "#shared/kernel/command";
import { assert } from "#shared/kernel/result";
import { findDocumentKind } from "#shared/documents/kinds";
import { scopeFromText } from "../card-index";
import type { CardIndex } from "../card-index";
import type { RunProblem } from "../types";
import type { Standing } from "./company";
import type { Target, Written } from "./draft-session";

/** A right on one event says nothing about another: it is asked for every document that is written. */
export const whyNotWritten = (
  written: readonly Written[],
  cards: CardIndex,
  standing: Pick<Standing, "may">,
): RunProblem | undefined => {
  for (const { target } of written) {
    const { verb, cls, scope } = subjectOf(target, cards);
    if (!standing.may(verb, cls, scope)) return { type: "NotAllowed", verb, on: cls };
  }
  return undefined;
};

/** Whether several writes would go through, asked before the first; what is not here is not written. */
export const whyNotAllWritten = (
  things: Iterable<string>,
  cards: CardIndex,
  standing: Pick<Standing, "may">,
): RunProblem | undefined => {
  for (const thing of things) {
    const card = cards.current(thing);
    if (card !== undefined && !standing.may("write", card.cls, scopeFromText(card.scope)))
      return { type: "NotAllowed", verb: "write", on: card.cls };
  }
  return undefined;
};

const subjectOf = (
  target: Target,
  cards: CardIndex,
): { readonly verb: Verb; readonly cls: string; readonly scope: DocumentScope } => {
  if ("create" in target) {
    const { kind, scope } = target.create;
    return { verb: "create", cls: findDocumentKind(kind)?.class ?? kind, scope };
  }
  const card = cards.byDoc(target.document.doc);
  assert(card, "an open document has a card");
  return { verb: "write", cls: card.cls, scope: scopeFromText(card.scope) };
};
