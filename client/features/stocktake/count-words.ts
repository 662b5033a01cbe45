/** A count in words: what it was and what became of it. */
import { asset, product } from "#shared/domain/inventory";
import { countRules } from "#shared/domain/stocktake";
import type { CountAnswer, CountDecision } from "#shared/domain/stocktake";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { useReplica } from "#client/data";
import { createFormerWords, createNames } from "#client/features/scanning";
import { messages } from "./messages";
import { createPlaceNames } from "./place-names";

export interface CountWords {
  readonly head: (decision: CountDecision) => string;
  readonly note: (decision: CountDecision) => string;
  readonly says: (decision: CountDecision) => string;
  readonly answer: (decision: CountDecision, answer: CountAnswer) => string;
}

export const createCountWords = (): CountWords => {
  const t = useText(messages);
  const format = useFormat();
  const { now } = useApp();
  const { rows } = useReplica();
  const names = createNames();
  const former = createFormerWords();
  const places = createPlaceNames();
  const productName = (decision: CountDecision): string | undefined =>
    decision.product === undefined ? undefined : rows.get(product, decision.product)?.name;
  const before = ({ before: one }: CountDecision): string | undefined =>
    one === undefined
      ? undefined
      : t("before", {
          n: format().number(one.quantity),
          person: names.person(one.by),
          time: format().moment(one.at, now()),
        });
  const belongs = ({ recorded }: CountDecision): string | undefined =>
    recorded === undefined ? undefined : t("belongsTo", { place: places().path(recorded) });
  const quantity = (decision: CountDecision): string | undefined =>
    decision.quantity === undefined || decision.asset !== undefined
      ? undefined
      : t("pieces", { n: decision.quantity });
  return {
    head: (decision) =>
      (decision.asset === undefined ? undefined : rows.get(asset, decision.asset)?.code) ??
      productName(decision) ??
      decision.text ??
      "",
    note: (decision) =>
      [
        decision.asset === undefined ? undefined : productName(decision),
        quantity(decision),
        belongs(decision),
        before(decision),
        former(decision.formerly),
      ]
        .filter((part) => part !== undefined)
        .join(" · "),
    says: (decision) => t(`says_${countRules[decision.rule].says}`),
    answer: (decision, answer) => {
      const said = decision.quantity ?? 0;
      switch (answer.type) {
        case "note":
          return t("noteIt");
        case "owner":
          return answer.owner.type === "asset"
            ? names.code(answer.owner.asset)
            : names.product(answer.owner.product);
        case "quantity":
          return t("pieces", { n: answer.quantity });
        case "besides":
          return t("besides", { n: format().number((decision.before?.quantity ?? 0) + said) });
        case "instead":
          return t("instead", { n: format().number(said) });
      }
    },
  };
};
