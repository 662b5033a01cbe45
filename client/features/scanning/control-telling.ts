/** What a control code did, in words: the whole answer is one sentence, for card and voice alike. */
import type { ScanDecision, ScanDetail, ScanMode, ScanSentence } from "#shared/domain/scanning";
import type { TextOf } from "#client/app/i18n";
import type { messages } from "./messages";
import type { Names } from "./names";
import type { ScanKnowledge } from "./scan-knowledge";
import { progressOf } from "./scan-progress";

type Say = TextOf<(typeof messages)["en"]>;

const sentences = [
  "modeSet",
  "eventSet",
  "eventNotHere",
  "quantitySet",
  "nextCaseOpens",
  "caseClosed",
  "finished",
  "takenBack",
  "putAsideByCode",
  "answered",
  "nothingToControl",
  "unknownControl",
] as const satisfies readonly ScanSentence[];
export type ControlSentence = (typeof sentences)[number];

/** Nothing where nothing is missing and nothing too many. */
export const gapWords = (gaps: ScanDetail["gaps"], t: Say): readonly string[] => {
  const { missing, surplus } = gaps ?? { missing: 0, surplus: 0 };
  return [
    ...(missing > 0 ? [t("gapMissing", { n: missing })] : []),
    ...(surplus > 0 ? [t("gapSurplus", { n: surplus })] : []),
  ];
};

/** How far something is, by direction. */
export const countWords = {
  out: "countLabelOut",
  in: "countLabelIn",
  pack: "countLabelPack",
  unpack: "countLabelPack",
} as const satisfies Readonly<Record<ScanMode, string>>;

const known: ReadonlySet<string> = new Set(sentences);

export const isControlSentence = (says: ScanSentence): says is ControlSentence => known.has(says);

export const controlWords = (
  says: ControlSentence,
  { detail }: ScanDecision,
  mode: ScanMode,
  t: Say,
  names: Names,
  knowledge: ScanKnowledge,
): string => {
  const { control } = detail;
  switch (says) {
    case "modeSet":
      return control?.type === "mode" ? t(modeWords[control.mode]) : "";
    case "eventSet":
      return names.event(detail.event);
    case "quantitySet":
      return t(says, { n: control?.type === "quantity" ? control.quantity : 1 });
    case "caseClosed": {
      const closed = t(says, { case: detail.inCase === undefined ? "" : names.code(detail.inCase) });
      return [closed, ...gapWords(detail.gaps, t)].join(". ");
    }
    case "finished": {
      const progress = progressOf(knowledge, mode, detail.event, detail.inCase);
      if (progress === undefined) return t(says);
      const { done, of } = progress;
      return t("finishedWith", { counted: t(countWords[mode], { done, of }) });
    }
    case "takenBack":
      return t("undone");
    case "putAsideByCode":
    case "answered":
      return t("putAside");
    case "eventNotHere":
    case "nextCaseOpens":
    case "nothingToControl":
    case "unknownControl":
      return t(says);
  }
};

export const modeWords = {
  out: "modeOut",
  in: "modeIn",
  pack: "modePack",
  unpack: "modeUnpack",
} as const satisfies Readonly<Record<ScanMode, string>>;
