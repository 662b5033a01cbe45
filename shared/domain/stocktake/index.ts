export {
  count,
  stocktake,
  stocktakeAnswer,
  stocktakeLine,
  stocktakeResult,
  stocktakeStates,
  verdicts,
} from "./types";
export type {
  Count,
  CountId,
  LoggedCount,
  Stocktake,
  StocktakeAnswer,
  StocktakeId,
  StocktakeLine,
  StocktakeResult,
  StocktakeResultId,
  StocktakeState,
  Verdict,
} from "./types";
export type { StocktakeProblem } from "./errors";
export { cellKey, createCounts } from "./counts";
export type { Cell, Counts, StocktakeCounts } from "./counts";
export { positionsAt } from "./moment";
export type { PositionsAt } from "./moment";
export { placesOf, scopeOf } from "./scope";
export type { Places, Scope } from "./scope";
export type { TallyAsset, TallyProduct, TallySource } from "./tally-source";
export { assetLineOf } from "./asset-lines";
export type { AssetLine } from "./asset-lines";
export { cellLineOf, countsText } from "./cell-lines";
export type { CellLine } from "./cell-lines";
export { differs, isToCount, lineKey, placeOfLine, tallyOf } from "./tally";
export type { Tally, TallyLine } from "./tally";
export { accuracyOf, correctionOf, figuresOf, outcomeOf, reasonsFor } from "./adjust";
export type { Figures, Outcome } from "./adjust";
export {
  answerCounts,
  closeStocktake,
  recordCounts,
  reopenStocktake,
  startStocktake,
  stepStocktake,
  undoCounts,
} from "./commands";
export type { NewCount, StartStocktake, StocktakeStep } from "./commands";
export { countRules, decideCount } from "./decide-count";
export type { CountAnswer, CountContext, CountDecision, CountKnowledge, CountSentence } from "./decide-count";
