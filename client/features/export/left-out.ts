/** What an archive lacks, as sentences, and where that still is. */
import type { ContentHash } from "#shared/domain/files";
import type { LeftOutFiles } from "./company-archive";

export interface LeftOutSentence {
  readonly key: "notThere" | "onRelay" | "onlyHere" | "withoutPreview";
  readonly n: number;
}

/** `isOnRelay`: whether the relay has a content whole. Empty where the archive lacks nothing. */
export const leftOutSentences = (
  { notThere, tooMuch, withoutPreview }: LeftOutFiles,
  isOnRelay: (hash: ContentHash) => boolean,
): readonly LeftOutSentence[] => {
  const onRelay = tooMuch.filter(isOnRelay).length;
  const sentences: readonly LeftOutSentence[] = [
    { key: "notThere", n: notThere },
    { key: "onRelay", n: onRelay },
    { key: "onlyHere", n: tooMuch.length - onRelay },
    { key: "withoutPreview", n: withoutPreview },
  ];
  return sentences.filter(({ n }) => n > 0);
};
