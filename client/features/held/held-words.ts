/** A held scan in words: what was scanned, where and when, and what the company knows of the thing so far. */
import type { Movement } from "#shared/domain/scanning";
import type { ThingId } from "#shared/kernel/ids";
import { createIndex } from "#client/data";
import { useFormat, useText } from "#client/app/i18n";
import { useApp } from "#client/app/app-context";
import { createMovementTeller, createNames, positionsIndex } from "#client/features/scanning";
import { messages } from "./messages";

export interface HeldWords {
  readonly what: (fact: Movement) => string;
  readonly did: (fact: Movement) => string;
  readonly when: (fact: Movement) => string;
  readonly before: (fact: Movement) => string;
}

export const createHeldWords = (thing: () => ThingId): HeldWords => {
  const t = useText(messages);
  const format = useFormat();
  const { now } = useApp();
  const names = createNames();
  const tell = createMovementTeller();
  const positions = createIndex(positionsIndex);
  return {
    what: (fact) =>
      fact.asset === undefined
        ? names.product(fact.product)
        : t("what", { asset: names.code(fact.asset), product: names.product(fact.product) }),
    did: (fact) => tell({ ...fact, thing: thing() }),
    when: (fact) => t("when", { time: format().moment(fact.at + (fact.offsetMs ?? 0), now()) }),
    before: (fact) => {
      if (fact.asset === undefined) return "";
      const last = positions().factsOf(fact.asset).at(-1);
      return last === undefined
        ? t("beforeNothing")
        : t("before", { what: tell(last), who: names.byAt(positions(), last) });
    },
  };
};
