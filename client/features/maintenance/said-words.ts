/** What an entry of a fault says, as short sentences. */
import type { LoggedFaultEntry } from "#shared/domain/maintenance";
import { useFormat, useText } from "#client/app/i18n";
import { createNames } from "#client/features/scanning";
import { messages } from "./messages";
import { priorityWords } from "./words";

export const createSaidWords = (): ((entry: LoggedFaultEntry) => readonly string[]) => {
  const t = useText(messages);
  const format = useFormat();
  const names = createNames();
  const stateWord = {
    open: "saidReopened",
    resolved: "saidResolved",
    withdrawn: "saidWithdrawn",
  } as const;
  return (entry) => {
    const { state, effect, priority, assignee, until, part } = entry;
    return [
      ...(state === undefined ? [] : [t(stateWord[state])]),
      ...(effect === undefined
        ? []
        : [t("saidEffect", { effect: t(effect === "block" ? "effectBlock" : "effectFlag").toLowerCase() })]),
      ...(priority === undefined ? [] : [t("saidPriority", { priority: t(priorityWords[priority]) })]),
      ...(assignee === undefined ? [] : [t("saidAssigned", { person: names.person(assignee) })]),
      ...(entry.isUnassigned === true ? [t("saidUnassigned")] : []),
      ...(until === undefined ? [] : [t("saidUntil", { day: format().day(until) })]),
      ...(entry.isUntilUnknown === true ? [t("saidUntilUnknown")] : []),
      ...(part === undefined ? [] : [t("partLine", { n: entry.quantity ?? 1, part })]),
      ...(entry.caption === undefined
        ? []
        : [entry.caption === "" ? t("saidNoCaption") : t("saidCaption", { caption: entry.caption })]),
      ...(entry.isPhotoRemoved === true ? [t("saidPhotoRemoved")] : []),
      ...(entry.text === undefined ? [] : [entry.text]),
    ];
  };
};
