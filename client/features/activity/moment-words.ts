/** What one moment of a history says: a line per field, or what happened as a whole. */
import type { AuditEntry } from "#shared/replica/types";
import { useText } from "#client/app/i18n";
import { hiddenFields } from "./history-words";
import type { HistoryWords } from "./history-words";
import { messages } from "./messages";

/** More records in one change are counted instead of named. */
const namedRecords = 4;

const causes = {
  "replica.undo": "byUndo",
  "activity.restoreRecords": "byRestore",
  "import.apply": "byImport",
  "pullList.addLinesFromPlan": "byImport",
  "conflicts.settleField": "byConflict",
} as const;

const isCaused = (command: string): command is keyof typeof causes => Object.hasOwn(causes, command);

export interface ChangeWords {
  /** One sentence each. `isSingle` leaves out what record it is about: the page says so. */
  readonly lines: (entries: readonly AuditEntry[], isSingle: boolean) => readonly string[];
  /** Why it came about, when that is not an ordinary edit. */
  readonly cause: (command: string) => string | undefined;
}

export const createChangeWords = (words: HistoryWords): ChangeWords => {
  const t = useText(messages);
  const fieldLine = ({ field, before, after }: AuditEntry): string => {
    const name = words.field(field);
    if (after === null) return t("cleared", { field: name, before: words.value(field, before) });
    if (before === null) return t("changedTo", { field: name, after: words.value(field, after) });
    return t("changedFrom", {
      field: name,
      before: words.value(field, before),
      after: words.value(field, after),
    });
  };
  const recordLines = (entries: readonly AuditEntry[]): readonly string[] => {
    if (entries.some(({ isNew }) => isNew)) return [t("created")];
    const lines = entries.flatMap((entry) => {
      if (entry.field === "removedAt") return [t(entry.after === null ? "broughtBack" : "removed")];
      return hiddenFields.has(entry.field) ? [] : [fieldLine(entry)];
    });
    return lines.length > 0 ? lines : [t("reordered")];
  };
  return {
    lines: (entries, isSingle) => {
      const byRecord = new Map<string, AuditEntry[]>();
      for (const entry of entries) byRecord.set(entry.record, [...(byRecord.get(entry.record) ?? []), entry]);
      if (isSingle) {
        const made = entries.filter(({ isNew, field }) => isNew && !hiddenFields.has(field));
        return made.length > 0
          ? [t("created"), ...made.toReversed().map((entry) => fieldLine(entry))]
          : [...byRecord.values()].flatMap(recordLines);
      }
      const lines = [...byRecord]
        .slice(0, namedRecords)
        .flatMap(([record, all]) =>
          recordLines(all).map((what) => t("of", { record: words.record(record), what })),
        );
      const more = byRecord.size - namedRecords;
      return more > 0 ? [...lines, t("andMore", { n: more })] : lines;
    },
    cause: (command) => (isCaused(command) ? t(causes[command]) : undefined),
  };
};
