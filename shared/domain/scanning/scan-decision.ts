/** The terms of a scan decision: what it is asked with, what it looks at, what it answers. */
import type { Asset, AssetId, LocationId, Product, ProductId } from "#shared/domain/inventory";
import type { EventId } from "#shared/domain/events";
import type { Line, LineId } from "#shared/domain/pull-list";
import type { CodeOwner } from "./code-index";
import type { ControlCode } from "./control-code";
import type { EventCounts } from "./event-counts";
import type { LoggedMovement } from "./facts";
import type { Positions } from "./positions";
import type { LabelReading } from "./read-scan";
import type { ScanRule } from "./scan-rules";
import type { MovementId, MovementKind } from "./types";

/** Out of the house and back, or only into a case and out of it. */
export type ScanMode = "out" | "in" | "pack" | "unpack";

export type AssetFacts = Pick<Asset, "id" | "product" | "code" | "isCase" | "isLocked" | "removedAt">;
export type ProductFacts = Pick<Product, "id" | "tracking" | "removedAt">;
export type LineFacts = Pick<Line, "id" | "product" | "quantity" | "order" | "removedAt">;

/** What this device knows; all of it local and at once. */
export interface ScanState {
  readonly positions: Positions;
  readLabel(text: string): LabelReading;
  findCode(text: string): readonly CodeOwner[];
  ownersOfLabel(label: string): readonly CodeOwner[];
  asset(id: AssetId): AssetFacts | undefined;
  product(id: ProductId): ProductFacts | undefined;
  lines(event: EventId): readonly LineFacts[];
  counts(event: EventId): EventCounts;
  hasEvent(id: EventId): boolean;
  readonly cases: CaseKnowledge;
  condition(asset: AssetId): PieceCondition;
}

/** What maintenance says of a piece, as far as a scan has to know. */
export interface PieceCondition {
  /** Out of use: what is wrong with it. */
  readonly blocked?: string | undefined;
  /** Usable, with this fault. */
  readonly flagged?: string | undefined;
  /** The inspection that is over, and whether the company keeps such pieces in the house. */
  readonly overdue?: { readonly name: string; readonly refuses: boolean } | undefined;
}

/** What packing lists and rules say about a case. */
export interface CaseKnowledge {
  /** A rule keeps things of this product, or with this code, out of the case. */
  isBanned(container: AssetId, product: ProductId, code: string | undefined): boolean;
  /** Pieces of the product straight inside, and asked for by its packing list; undefined without a list. */
  progress(
    container: AssetId,
    product: ProductId,
    asset: AssetId | undefined,
  ): { readonly done: number; readonly of: number } | undefined;
  /** Pieces missing and too many by its packing list; undefined without a list. */
  gaps(container: AssetId): { readonly missing: number; readonly surplus: number } | undefined;
  /** Four characters that change with what lies in it. */
  revision(container: AssetId): string;
}

export interface ScanContext {
  readonly mode: ScanMode;
  /** The job scanned for. Needed to go out; without it, coming in finds the job by itself. */
  readonly event?: EventId | undefined;
  /** Where things are put when they come in, and where bulk is taken from when it goes out. */
  readonly location?: LocationId | undefined;
  /** The case that is open: what is scanned goes into it. */
  readonly openCase?: AssetId | undefined;
  /** The next case scanned is opened instead of only booked. */
  readonly opensNextCase?: boolean | undefined;
  /** Pieces one scan of a bulk code means. Always on screen. */
  readonly quantity: number;
  /** Nobody said how many: a bulk code asks instead of meaning `quantity`. */
  readonly asksQuantity?: boolean | undefined;
  /** The ways on of the scan that waits for an answer; undefined when none waits. */
  readonly waiting?: readonly ScanAnswer[] | undefined;
  /** Whether an earlier scan of this session can still be taken back. */
  readonly canUndo?: boolean | undefined;
  /** What the person answered when this same text asked or was refused; one text may ask more than once. */
  readonly answers?: readonly ScanAnswer[] | undefined;
}

/** The last answer of the kind. */
export const answerOf = <T extends ScanAnswer["type"]>(
  { answers = [] }: ScanContext,
  type: T,
): (ScanAnswer & { readonly type: T }) | undefined =>
  answers.findLast((answer): answer is ScanAnswer & { readonly type: T } => answer.type === type);

export type ScanAnswer =
  /** "It is here, take it": the thing in the hand is stronger than the record. */
  | { readonly type: "take" }
  | { readonly type: "thing"; readonly owner: CodeOwner }
  | { readonly type: "event"; readonly event: EventId }
  | { readonly type: "quantity"; readonly quantity: number };

/** A movement to be written; who, when and where written come with the command. */
export interface NewFact {
  readonly kind: MovementKind;
  readonly product: ProductId;
  readonly asset?: AssetId | undefined;
  readonly quantity: number;
  readonly event?: EventId | undefined;
  readonly line?: LineId | undefined;
  readonly location?: LocationId | undefined;
  readonly from?: LocationId | undefined;
  readonly inCase?: AssetId | undefined;
  readonly after?: MovementId | undefined;
  readonly undoes?: MovementId | undefined;
  readonly isUnplanned?: boolean | undefined;
  readonly scanned?: string | undefined;
}

export type ScanSubject =
  | { readonly type: "asset"; readonly asset: AssetId; readonly product: ProductId }
  | { readonly type: "product"; readonly product: ProductId; readonly quantity: number }
  /** Foreign text, made safe to show. */
  | { readonly type: "text"; readonly text: string };

export interface ScanDecision {
  readonly rule: ScanRule;
  readonly subject: ScanSubject;
  /** In order; empty when nothing is written. */
  readonly facts: readonly NewFact[];
  /** Ways on, when the rule asks or refuses. Putting it aside is always possible. */
  readonly answers: readonly ScanAnswer[];
  readonly detail: ScanDetail;
}

/** What the card and the voice fill their sentence with. */
export interface ScanDetail {
  /** The event the sentence is about: this one, or the other one. */
  readonly event?: EventId | undefined;
  /** The earlier fact that causes the answer: who and when. */
  readonly because?: LoggedMovement | undefined;
  /** How far the product is on this event once this is written. */
  readonly progress?: { readonly done: number; readonly of: number } | undefined;
  /** The case it went into, came out of, or is about. */
  readonly inCase?: AssetId | undefined;
  /** What followed a case: moved along, of these not asked for, and left alone because the record says otherwise. */
  readonly contents?:
    { readonly moved: number; readonly unplanned: number; readonly skipped: number } | undefined;
  /** The case it was taken out of on its way into another. */
  readonly outOf?: AssetId | undefined;
  readonly opens?: AssetId | undefined;
  /** Against the packing list of the case the sentence is about. */
  readonly gaps?: { readonly missing: number; readonly surplus: number } | undefined;
  /** The case label that was read lists what lay in the case once, and something else lies there now. */
  readonly isLabelStale?: boolean | undefined;
  /** Our label that nothing here wears: it can be claimed. */
  readonly blankLabel?: string | undefined;
  /** The code that was read is that of a product, or of a piece, which was merged into this one. */
  readonly formerly?: ProductId | undefined;
  readonly formerlyPiece?: AssetId | undefined;
  /** What is wrong with the piece, and whether that puts it out of use. */
  readonly fault?: string | undefined;
  readonly isBlocked?: boolean | undefined;
  /** The inspection that is over. */
  readonly overdue?: string | undefined;
  /** What lies in the case and is out of use or overdue. */
  readonly unfit?: readonly AssetId[] | undefined;
  /** What the session is to do: the scan was a control code. */
  readonly control?: ControlCode | undefined;
  /** The answer a control code gave to the scan that waits. */
  readonly given?: ScanAnswer | undefined;
  /** Per event that could be meant: what is out there and what came back. */
  readonly candidates?:
    readonly { readonly event: EventId; readonly out: number; readonly back: number }[] | undefined;
}
