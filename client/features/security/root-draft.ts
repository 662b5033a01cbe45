/** The next set of root keys while it is put together. */
import { wrongGroups } from "#shared/replica/identity/paper-sheet";
import type { NewPaperKey, RootChange, RootHolder, RootKeysView } from "#shared/replica/identity/root-types";

export const maxHolders = 5;

export interface DraftPaper {
  readonly made: NewPaperKey;
  /** Its owner typed three groups from the paper. */
  readonly isWritten: boolean;
}

export interface RootDraft {
  /** Keys in force that stay. */
  readonly keep: readonly string[];
  /** Owners' devices that get one. */
  readonly devices: readonly string[];
  readonly papers: readonly DraftPaper[];
  readonly threshold: number;
}

/** A key of a removed device opens nothing. */
export const isPowerless = ({ device }: RootHolder): boolean => device !== null && !device.counts;

/** Begins with what is in force, without powerless keys and without `instead`, and with this device. */
export const beginDraft = (
  view: RootKeysView,
  change: { readonly instead: string | null; readonly paper: NewPaperKey | null },
): RootDraft => {
  const keep = view.holders
    .filter((holder) => !isPowerless(holder) && holder.key !== change.instead)
    .map(({ key }) => key);
  const here = view.candidates.filter(({ self }) => self).map(({ device }) => device);
  const papers = change.paper === null ? [] : [{ made: change.paper, isWritten: false }];
  const draft = { keep, devices: here.slice(0, maxHolders - keep.length - papers.length), papers };
  return withinPapers(view, { ...draft, threshold: view.threshold });
};

export const holdersIn = ({ keep, devices, papers }: RootDraft): number =>
  keep.length + devices.length + papers.length;

/** Keys on paper, those that stay and new ones: only they are left when every device is gone. */
export const papersIn = (view: RootKeysView, { keep, papers }: RootDraft): number =>
  papers.length + view.holders.filter(({ key, device }) => device === null && keep.includes(key)).length;

/** Never more to agree than there are papers. */
export const withinPapers = (view: RootKeysView, draft: RootDraft): RootDraft => ({
  ...draft,
  threshold: Math.max(1, Math.min(draft.threshold, papersIn(view, draft))),
});

export const toggled = (list: readonly string[], name: string, isIn: boolean): readonly string[] =>
  isIn ? [...list.filter((each) => each !== name), name] : list.filter((each) => each !== name);

/** The draft with that paper typed back, or the positions that were wrong. */
export const checkPaper = (
  draft: RootDraft,
  index: number,
  typed: readonly [string, string, string],
): { readonly draft: RootDraft; readonly wrong: readonly number[] } => {
  const paper = draft.papers[index];
  const wrong = paper === undefined ? [] : wrongGroups(paper.made.sheet, typed);
  if (wrong.length > 0) return { draft, wrong };
  const papers = draft.papers.map((each, at) => (at === index ? { ...each, isWritten: true } : each));
  return { draft: { ...draft, papers }, wrong };
};

/** Paper keys in force that have to be typed because this device alone is not enough. */
export const agreementNeeded = (view: RootKeysView): number => {
  const isHolder = view.holders.some(({ device }) => device !== null && device.self && device.counts);
  return Math.max(0, view.threshold - (isHolder ? 1 : 0));
};

export const changeOf = (draft: RootDraft, agree: readonly string[]): RootChange => ({
  keep: draft.keep,
  devices: draft.devices,
  papers: draft.papers.map(({ made }) => made),
  threshold: draft.threshold,
  agree: agree.filter((text) => text.trim() !== ""),
});
