/** One movement in words: "out to Summer Gala, into FC-07". */
import { retirementOf } from "#shared/domain/scanning";
import type { LoggedMovement, Retirement } from "#shared/domain/scanning";
import { unreachable } from "#shared/kernel/result";
import { useText } from "#client/app/i18n";
import { movementMessages } from "./movement-messages";
import { createNames } from "./names";

const retiredWords = {
  sold: "movedSold",
  "written-off": "movedWrittenOff",
  decommissioned: "movedDecommissioned",
  converted: "movedConverted",
} as const satisfies Readonly<Record<Retirement, string>>;

export const createMovementTeller = (): ((fact: LoggedMovement) => string) => {
  const t = useText(movementMessages);
  const names = createNames();
  const moved = (fact: LoggedMovement): string => {
    const { kind, event, inCase, location } = fact;
    switch (kind) {
      case "out":
        return event === undefined ? t("movedOutPlain") : t("movedOut", { event: names.event(event) });
      case "in":
        return event === undefined ? t("movedIn") : t("movedInFrom", { event: names.event(event) });
      case "packed":
        return t("movedPacked", { case: inCase === undefined ? "" : names.code(inCase) });
      case "unpacked":
        return t("movedUnpacked");
      case "counted":
        return t("movedCounted");
      case "transferred": {
        const place = location === undefined ? undefined : names.place(location);
        return place === undefined ? t("movedTransferredPlain") : t("movedTransferred", { place });
      }
      case "received":
        return t("movedReceived");
      case "returned":
        return t("movedReturned");
      case "lost":
        return t("movedLost");
      case "found":
        return t("movedFound");
      case "repaired":
        return t("movedRepaired");
      case "retired":
        return t(retiredWords[retirementOf(fact)]);
      default:
        return unreachable(kind);
    }
  };
  return (fact) => {
    const words = moved(fact);
    const into = fact.kind === "out" || fact.kind === "in" ? fact.inCase : undefined;
    const where = into === undefined ? words : t("withCase", { did: words, case: names.code(into) });
    return fact.asset === undefined ? t("pieces", { name: where, n: fact.quantity }) : where;
  };
};
