/** Gathers the tags an RFID reader types into batches: each tag once for as long as the session means the same. */
import { isTagNumber } from "#shared/domain/scanning";

/** A reader sweeping a pallet types without pause; a moment of silence ends the batch. */
export const batchPauseMs = 400;

export interface TagReader {
  /** True when it was a tag, and was taken. */
  take(code: string): boolean;
  close(): void;
}

export interface TagReaderDeps {
  /** Runs later; gives what cancels it. */
  readonly after: (ms: number, work: () => void) => () => void;
  /** What the session is about. Where it changes every tag counts anew. */
  readonly about: () => string;
  readonly onTags: (tags: readonly string[]) => void;
}

export const createTagReader = ({ after, about, onTags }: TagReaderDeps): TagReader => {
  let seen = new Set<string>();
  let seenFor = "";
  let batch: string[] = [];
  let cancel = (): void => undefined;
  const flush = (): void => {
    const tags = batch;
    batch = [];
    if (tags.length > 0) onTags(tags);
  };
  return {
    take: (code) => {
      if (!isTagNumber(code)) return false;
      if (seenFor !== about()) {
        seenFor = about();
        seen = new Set();
      }
      const tag = code.trim().toUpperCase();
      if (!seen.has(tag)) {
        seen.add(tag);
        batch.push(tag);
      }
      cancel();
      cancel = after(batchPauseMs, flush);
      return true;
    },
    close: () => cancel(),
  };
};
