/** A conflict as the inbox shows it: a sentence, two sides, answers in words. The same shape for every kind. */
import type { AssetId } from "#shared/domain/inventory";
import type { MemberId, ThingId } from "#shared/kernel/ids";
import type { Meaning } from "#client/ui/meaning";

export interface SideView {
  readonly person: string;
  readonly colour: 1 | 2 | 3 | 4;
  readonly member: MemberId | null;
  /** What this side says, after the name. */
  readonly says: string;
  /** When, and whether without a connection. */
  readonly note: string;
  /** The log it was written to: one device writes each. */
  readonly log?: ThingId | undefined;
}

export interface AnswerView {
  readonly label: string;
  /** Settles it; or leads to where it can be settled. */
  readonly run?: (() => Promise<void>) | undefined;
  readonly href?: string | undefined;
  /** What follows from this answer. */
  readonly effects?: readonly { readonly meaning: Meaning; readonly text: string }[] | undefined;
  readonly effectsTitle?: string | undefined;
}

export interface ConflictView {
  readonly id: string;
  readonly meaning: Meaning;
  readonly chip: string;
  readonly where: string;
  readonly when: string;
  readonly sentence: string;
  readonly sides: readonly SideView[];
  readonly answers: readonly AnswerView[];
  /** Whether the role of the person at this device includes settling it. */
  readonly mayAnswer: boolean;
  /** Whose history explains it. */
  readonly asset: AssetId | undefined;
  readonly assetTitle: { readonly code: string; readonly product: string } | undefined;
}
