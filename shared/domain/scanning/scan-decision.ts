/** The terms of a scan decision: what it is asked with, what it looks at, what it answers. */
import type { Asset, AssetId, LocationId, Product, ProductId } from "#shared/domain/inventory";
import type { EventId } from "#shared/domain/events";
import type { Line, LineId } from "#shared/domain/pull-list";
import type { CodeOwner } from "./code-index";
import type { EventCounts } from "./event-counts";
import type { LoggedMovement } from "./facts";
import type { Positions } from "./positions";
import type { LabelReading } from "./read-scan";
import type { ScanRule } from "./scan-rules";
import type { MovementId, MovementKind } from "./types";

export type ScanMode = "out" | "in";

export type AssetFacts = Pick<Asset, "id" | "product" | "code" | "isCase" | "removedAt">;
export type ProductFacts = Pick<Product, "id" | "tracking" | "removedAt">;
export type LineFacts = Pick<Line, "id" | "product" | "quantity" | "order" | "removedAt">;

/** What this device knows; all of it local and at once. */
export interface ScanState {
  readonly positions: Positions;
  readLabel(text: string): LabelReading;
  findCode(text: string): readonly CodeOwner[];
  assetsWithLabel(label: string): readonly AssetId[];
  asset(id: AssetId): AssetFacts | undefined;
  product(id: ProductId): ProductFacts | undefined;
  lines(event: EventId): readonly LineFacts[];
  counts(event: EventId): EventCounts;
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
  /** What the person answered when this same text asked or was refused. */
  readonly answer?: ScanAnswer | undefined;
}

export type ScanAnswer =
  /** "It is here, take it": the thing in the hand is stronger than the record. */
  | { readonly type: "take" }
  | { readonly type: "thing"; readonly owner: CodeOwner }
  | { readonly type: "event"; readonly event: EventId };

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
  readonly opens?: AssetId | undefined;
  /** Per event that could be meant: what is out there and what came back. */
  readonly candidates?:
    readonly { readonly event: EventId; readonly out: number; readonly back: number }[] | undefined;
}
