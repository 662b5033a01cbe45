/**
 * What a scan is answered, by rule. The one table: docs/spec/scanning.md says it in words, the screen takes tone,
 * vibration and spoken sentence from it, and the tests walk it.
 */

/** ok: done. attention: done, but look. problem: not done, answer needed. info: nothing to do. */
export type ScanMeaning = "ok" | "attention" | "problem" | "info";

/** What is heard and felt; told apart without looking. */
export type ScanSignal =
  | "done"
  | "done-look"
  | "refused"
  | "repeated"
  | "not-ours"
  | "question"
  /** The session itself changed: its mode, its event, its case, its quantity. */
  | "set"
  | "undone";

interface RuleText {
  readonly meaning: ScanMeaning;
  readonly signal: ScanSignal;
  /** Whether movements are written. */
  readonly writes: boolean;
}

const done = { meaning: "ok", signal: "done", writes: true } as const;
const doneLook = { meaning: "attention", signal: "done-look", writes: true } as const;
const refused = { meaning: "problem", signal: "refused", writes: false } as const;
const repeated = { meaning: "info", signal: "repeated", writes: false } as const;
const notOurs = { meaning: "info", signal: "not-ours", writes: false } as const;
const set = { meaning: "info", signal: "set", writes: false } as const;
const question = { meaning: "attention", signal: "question", writes: false } as const;

export const scanRules = {
  "SCAN-01": { ...notOurs, says: "invitation" },
  "SCAN-02": { ...notOurs, says: "foreignLabel" },
  "SCAN-03": { ...question, says: "unclaimedLabel" },
  "SCAN-04": { ...notOurs, says: "notACode" },
  "SCAN-05": { ...question, says: "unknownCode" },
  "SCAN-06": { ...question, says: "severalThings" },
  "SCAN-07": { ...question, says: "productNotPiece" },
  "SCAN-08": { ...refused, says: "offStock" },
  "SCAN-09": { ...refused, says: "eventMissing" },
  "SCAN-10": { ...done, says: "outExpected" },
  "SCAN-11": { ...doneLook, says: "outUnplanned" },
  "SCAN-12": { ...doneLook, says: "outBeyondList" },
  "SCAN-13": { ...repeated, says: "alreadyOutHere" },
  "SCAN-14": { ...refused, says: "outElsewhere" },
  "SCAN-15": { ...doneLook, says: "outOfItsCase" },
  "SCAN-16": { ...done, says: "caseOut" },
  "SCAN-17": { ...doneLook, says: "caseOutLook" },
  "SCAN-18": { ...doneLook, says: "outWasLost" },
  "SCAN-19": { ...refused, says: "outDisputed" },
  "SCAN-20": { ...done, says: "bulkOut" },
  "SCAN-21": { ...doneLook, says: "bulkOutBeyond" },
  "SCAN-22": { ...refused, says: "caseInItself" },
  "SCAN-23": { ...repeated, says: "caseIsOpen" },
  "SCAN-24": { ...repeated, says: "caseOpened" },
  "SCAN-25": { ...doneLook, says: "takenAfterAll" },
  "SCAN-26": { ...done, says: "intoCase" },
  "SCAN-27": { ...refused, says: "retired" },
  "SCAN-30": { ...done, says: "backExpected" },
  "SCAN-31": { ...doneLook, says: "backFromElsewhere" },
  "SCAN-32": { ...repeated, says: "alreadyHere" },
  "SCAN-33": { ...done, says: "caseBack" },
  "SCAN-34": { ...doneLook, says: "caseBackLook" },
  "SCAN-35": { ...doneLook, says: "backWithoutCase" },
  "SCAN-36": { ...doneLook, says: "foundAgain" },
  "SCAN-37": { ...doneLook, says: "backDisputed" },
  "SCAN-38": { ...done, says: "bulkBack" },
  "SCAN-39": { ...doneLook, says: "bulkBackBeyond" },
  "SCAN-40": { ...question, says: "bulkWhichEvent" },
  "SCAN-41": { ...repeated, says: "bulkNothingOut" },
  "SCAN-42": { ...question, says: "bulkHowMany" },
  "SCAN-70": { ...refused, says: "caseMissing" },
  "SCAN-71": { ...refused, says: "lockedIn" },
  "SCAN-72": { ...refused, says: "caseLocked" },
  "SCAN-73": { ...refused, says: "banned" },
  "SCAN-74": { ...repeated, says: "alreadyInCase" },
  "SCAN-75": { ...doneLook, says: "packedForeign" },
  "SCAN-76": { ...doneLook, says: "packedFromCase" },
  "SCAN-77": { ...doneLook, says: "packedUnplanned" },
  "SCAN-78": { ...done, says: "bulkPacked" },
  "SCAN-80": { ...done, says: "unpacked" },
  "SCAN-81": { ...repeated, says: "inNoCase" },
  "SCAN-82": { ...done, says: "bulkUnpacked" },
  "SCAN-83": { ...doneLook, says: "bulkUnpackedFewer" },
  "SCAN-90": { ...refused, says: "blocked" },
  "SCAN-91": { ...refused, says: "unfitInside" },
  "SCAN-92": { ...refused, says: "inspectionOver" },
  "SCAN-50": { ...set, says: "modeSet" },
  "SCAN-51": { ...set, says: "eventSet" },
  "SCAN-52": { ...refused, says: "eventNotHere" },
  "SCAN-53": { ...set, says: "quantitySet" },
  "SCAN-54": { ...set, says: "nextCaseOpens" },
  "SCAN-55": { ...set, says: "caseClosed" },
  "SCAN-56": { ...set, says: "finished" },
  "SCAN-57": { meaning: "info", signal: "undone", writes: true, says: "takenBack" },
  "SCAN-58": { meaning: "info", signal: "undone", writes: false, says: "putAsideByCode" },
  "SCAN-59": { ...set, says: "answered" },
  "SCAN-60": { ...repeated, says: "nothingToControl" },
  "SCAN-61": { ...notOurs, says: "unknownControl" },
} as const satisfies Record<string, RuleText & { readonly says: string }>;

export type ScanRule = keyof typeof scanRules;
export type ScanSentence = (typeof scanRules)[ScanRule]["says"];
