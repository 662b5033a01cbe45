/** A scan decision in words: for the card, for the list of the last scans and for the voice. */
import type {
  LoggedMovement,
  ScanAnswer,
  ScanDecision,
  ScanMode,
  ScanSentence,
} from "#shared/domain/scanning";
import { retirementOf, scanRules } from "#shared/domain/scanning";
import type { Retirement } from "#shared/domain/scanning";
import { asset, product } from "#shared/domain/inventory";
import type { AssetId } from "#shared/domain/inventory";
import { unreachable } from "#shared/kernel/result";
import { useReplica } from "#client/data";
import { useFormat, useText } from "#client/app/i18n";
import type { TextOf } from "#client/app/i18n";
import { claimMessages } from "./claim-messages";
import { conditionMessages } from "./condition-messages";
import { messages } from "./messages";
import type { Names } from "./names";
import { createNames } from "./names";
import type { Tally } from "./scan-session";
import { caseWords, isCaseSentence } from "./case-telling";
import { conditionWords, isConditionSentence, withNotes } from "./condition-telling";
import type { ConditionSentence } from "./condition-telling";
import { controlWords, isControlSentence } from "./control-telling";
import type { ScanKnowledge } from "./scan-knowledge";

export interface Telling {
  /** The largest line: the thing, or what did not happen. */
  readonly head: string;
  /** Code, product, maker, weight. */
  readonly note: string;
  /** What it did, or why not. */
  readonly did: string;
  /** The thing in one line, for the list. */
  readonly thing: string;
  /** For the list, under it. */
  readonly short: string;
  /** The same once it was put aside. */
  readonly aside: string;
  /** For the voice. */
  readonly spoken: string;
}

export interface Teller {
  readonly tell: (decision: ScanDecision, mode: ScanMode) => Telling;
  /** Of a blank label that was put on the piece. */
  readonly claimed: (id: AssetId) => Telling;
  readonly answer: (decision: ScanDecision, answer: ScanAnswer) => string;
  /** What a batch of tags came to, in one sentence. */
  readonly tally: (tally: Tally) => string;
}

type Say = TextOf<(typeof messages)["en"]>;

export const createTeller = (knowledge: ScanKnowledge): Teller => {
  const t = useText(messages);
  const condition = useText(conditionMessages);
  const format = useFormat();
  const names = createNames();
  const { rows } = useReplica();

  const identity = (
    decision: ScanDecision,
  ): { readonly thing: string; readonly note: string; readonly code: string } => {
    const { subject } = decision;
    if (subject.type === "text") return { thing: subject.text, note: subject.text, code: subject.text };
    const maker = names.maker(subject.product);
    const name = names.product(subject.product);
    if (subject.type === "product") {
      return { thing: t("pieces", { name, n: subject.quantity }), note: maker ?? "", code: "" };
    }
    const code = names.code(subject.asset);
    const weightG = rows.get(asset, subject.asset)?.weightG ?? rows.get(product, subject.product)?.weightG;
    const parts = [code, maker, weightG === undefined ? undefined : format().weight(weightG)];
    return { thing: name, note: parts.filter((part) => part !== undefined).join(", "), code };
  };

  const tell = (decision: ScanDecision, mode: ScanMode): Telling => {
    const { meaning, says } = scanRules[decision.rule];
    const { thing, note, code } = identity(decision);
    const said = isConditionSentence(says)
      ? conditionWords(says, decision, condition, names)
      : sentence(says, decision, mode, t, names, knowledge);
    const did = withNotes(said, decision, codeNotes(decision, t, names), condition);
    if (isControlSentence(says))
      return { head: did, note: "", did: "", thing: did, short: "", aside: t("putAside"), spoken: did };
    const listed = (words: string): string => (code === "" ? words : `${code}, ${lowered(words)}`);
    const lines = { thing, short: listed(did), aside: listed(t("putAside")) };
    if (decision.subject.type === "text") {
      const head = headOfText(decision, t);
      return { ...lines, head, note: decision.subject.text, did, short: did, spoken: `${head}. ${did}` };
    }
    if (meaning !== "problem") return { ...lines, head: thing, note, did, spoken: `${thing}. ${did}` };
    const head = t(headsNotDone[mode]);
    const maker = names.maker(decision.subject.product);
    const values = { code, product: thing };
    const whole = maker === undefined ? t("idProduct", values) : t("idProductMaker", { ...values, maker });
    return { ...lines, head, note: code === "" ? thing : whole, did, spoken: `${head}. ${did}` };
  };

  return {
    tell,
    claimed: createClaimedTeller(names),
    answer: createAnswerTeller(names),
    tally: (sum) => tallyWords(sum, t),
  };
};

const createClaimedTeller = (names: Names): Teller["claimed"] => {
  const t = useText(claimMessages);
  const { rows } = useReplica();
  return (id) => {
    const row = rows.get(asset, id);
    const thing = row === undefined ? "" : names.product(row.product);
    const note = names.code(id);
    const spoken = t("claimed");
    const short = `${note}, ${lowered(spoken)}`;
    return { head: thing, note, did: t("claimedNext"), thing, short, aside: short, spoken };
  };
};

/** What is to be said of the code or label itself. */
const codeNotes = ({ detail }: ScanDecision, t: Say, names: Names): readonly string[] => [
  ...(detail.formerly === undefined ? [] : [t("formerly", { name: names.product(detail.formerly) })]),
  ...(detail.formerlyPiece === undefined ? [] : [t("formerly", { name: names.code(detail.formerlyPiece) })]),
  ...(detail.isLabelStale === true ? [t("labelStale")] : []),
];

const headsNotDone = {
  out: "headNotOut",
  in: "headNotIn",
  pack: "headNotPacked",
  unpack: "headNotUnpacked",
} as const satisfies Readonly<Record<ScanMode, string>>;

const tallyWords = ({ read, booked, same, look, refused, unknown }: Tally, t: Say): string =>
  [
    t("tagsRead", { n: read }),
    ...(booked > 0 ? [t("tagsBooked", { n: booked })] : []),
    ...(same > 0 ? [t("tagsSame", { n: same })] : []),
    ...(look > 0 ? [t("tagsLook", { n: look })] : []),
    ...(refused > 0 ? [t("tagsRefused", { n: refused })] : []),
    ...(unknown > 0 ? [t("tagsUnknown", { n: unknown })] : []),
  ].join(", ");

/** What stands on an answer's button. */
const createAnswerTeller = (names: Names): Teller["answer"] => {
  const t = useText(messages);
  const { rows } = useReplica();
  const assetProduct = (id: AssetId): string => {
    const row = rows.get(asset, id);
    return row === undefined ? t("unknownProduct") : names.product(row.product);
  };
  return (decision, choice) => {
    switch (choice.type) {
      case "take":
        return t("actTake");
      case "thing":
        return choice.owner.type === "asset"
          ? `${names.code(choice.owner.asset)}, ${assetProduct(choice.owner.asset)}`
          : names.product(choice.owner.product);
      case "quantity":
        return t("answerPieces", { n: choice.quantity });
      case "event": {
        const found = decision.detail.candidates?.find((one) => one.event === choice.event);
        const event = names.event(choice.event);
        return found === undefined
          ? event
          : t("bulkCandidate", { event, back: found.back, of: found.back + found.out });
      }
      default:
        return unreachable(choice);
    }
  };
};

/** A sentence that goes on after a comma. */
const lowered = (words: string): string => words.slice(0, 1).toLocaleLowerCase() + words.slice(1);

const headOfText = (decision: ScanDecision, t: Say): string => {
  if (decision.rule === "SCAN-06") return t("headWhich");
  if (decision.rule === "SCAN-03") return t("headBlank");
  return scanRules[decision.rule].signal === "not-ours" ? t("headText") : t("headUnknown");
};

const sentence = (
  says: Exclude<ScanSentence, ConditionSentence>,
  decision: ScanDecision,
  mode: ScanMode,
  t: Say,
  names: Names,
  knowledge: ScanKnowledge,
): string => {
  const { detail } = decision;
  if (isControlSentence(says)) return controlWords(says, decision, mode, t, names, knowledge);
  if (isCaseSentence(says)) return caseWords(says, decision, t, names);
  const by = detail.because === undefined ? undefined : names.byAt(knowledge.positions(), detail.because);
  const event = names.event(detail.event);
  switch (says) {
    case "invitation":
    case "foreignLabel":
    case "unclaimedLabel":
    case "notACode":
    case "unknownCode":
    case "productNotPiece":
    case "offStock":
    case "eventMissing":
    case "outWasLost":
    case "caseIsOpen":
    case "takenAfterAll":
    case "foundAgain":
    case "backDisputed":
    case "bulkWhichEvent":
    case "bulkNothingOut":
    case "bulkHowMany":
    case "caseMissing":
      return t(says);
    case "severalThings":
      return t(says, { n: decision.answers.length });
    case "alreadyOutHere":
      return by === undefined ? t("alreadyOutHereUnknown") : t(says, { by });
    case "alreadyHere":
      return by === undefined ? t(says) : t("alreadyHereBy", { by });
    case "outElsewhere":
    case "outDisputed":
      return t(says, { event, by: by ?? "" });
    case "backFromElsewhere":
      return t(says, { event });
    case "retired":
      return retiredSentence(detail.because, by, t);
    default:
      return withCase(decision, t, names, progressSentence(says, detail.progress, t));
  }
};

const retiredWords = {
  sold: "retiredSold",
  "written-off": "retiredWrittenOff",
  decommissioned: "retiredDecommissioned",
  converted: "retiredConverted",
} as const satisfies Readonly<Record<Retirement, string>>;

const retiredSentence = (because: LoggedMovement | undefined, by: string | undefined, t: Say): string =>
  because === undefined ? t("offStock") : t(retiredWords[retirementOf(because)], { by: by ?? "" });

type Progress = ScanDecision["detail"]["progress"];
type ProgressSays =
  | "outExpected"
  | "outUnplanned"
  | "outBeyondList"
  | "bulkOut"
  | "bulkOutBeyond"
  | "backExpected"
  | "bulkBack"
  | "bulkBackBeyond";

/** "14 of 24 out", or words where the list says nothing about it. */
const progressSentence = (says: ProgressSays, progress: Progress, t: Say): string => {
  if (says === "outUnplanned") return t(says);
  if (progress !== undefined) return t(says, progress);
  switch (says) {
    case "outExpected":
      return t("outCarrier");
    case "outBeyondList":
    case "bulkOut":
    case "bulkOutBeyond":
      return t("bulkOutUnlisted");
    case "backExpected":
    case "bulkBack":
    case "bulkBackBeyond":
      return t("backPlain");
  }
};

const withCase = ({ facts, detail }: ScanDecision, t: Say, names: Names, did: string): string => {
  const { inCase } = detail;
  const wentIn = inCase !== undefined && facts.some((fact) => fact.inCase === inCase);
  return wentIn ? t("withCase", { did, case: names.code(inCase) }) : did;
};
