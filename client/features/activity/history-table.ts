/** A time line as a table for other programs: one row per field that changed and per movement, newest first. */
import { formatDelimited } from "#shared/domain/import";
import type { LoggedMovement } from "#shared/domain/scanning";
import { useText } from "#client/app/i18n";
import type { HistoryWords } from "./history-words";
import { messages } from "./messages";
import type { ChangeWords } from "./moment-words";
import type { Moment } from "./moments";
import type { Author } from "./who";

export interface TableParts {
  readonly changes: ChangeWords;
  readonly tell: (fact: LoggedMovement) => string;
  readonly authorOf: (fact: LoggedMovement) => Author | undefined;
}

export const createHistoryTable = (
  words: HistoryWords,
  { changes, tell, authorOf }: TableParts,
): ((moments: readonly Moment[]) => string) => {
  const t = useText(messages);
  const yesNo = (is: boolean): string => t(is ? "yes" : "no");
  const head = (): readonly string[] => [
    t("csvTime"),
    t("csvExact"),
    t("csvPerson"),
    t("csvDevice"),
    t("csvSigned"),
    t("csvAction"),
    t("csvRecord"),
    t("csvField"),
    t("csvBefore"),
    t("csvAfter"),
  ];
  const rowsOf = (moment: Moment): readonly (readonly string[])[] => {
    const time = [new Date(moment.at).toISOString(), yesNo(moment.isExact)];
    if (moment.kind === "movement") {
      const author = authorOf(moment.fact);
      const who = [words.member(moment.fact.by), author?.device ?? "", yesNo(author?.isSigned === true)];
      const what = moment.isUndone ? `${tell(moment.fact)} (${t("undone")})` : tell(moment.fact);
      return [[...time, ...who, what, "", "", "", ""]];
    }
    return moment.entries.map((entry) => [
      new Date(entry.at).toISOString(),
      yesNo(entry.isExact),
      entry.isSigned ? words.member(entry.member) : "",
      entry.device,
      yesNo(entry.isSigned),
      changes.cause(entry.command) ?? t(entry.isNew ? "created" : "did_changed"),
      words.record(entry.record),
      words.field(entry.field),
      entry.before === null ? "" : words.value(entry.field, entry.before),
      entry.after === null ? "" : words.value(entry.field, entry.after),
    ]);
  };
  return (moments) => formatDelimited([head(), ...moments.flatMap(rowsOf)], ";");
};
