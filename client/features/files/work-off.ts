/** Chosen files one after the other, and what becomes of their originals that lie on the disk meanwhile. */
import type { FileId } from "#shared/domain/files";
import type { BegunFile, CompanyFiles } from "#client/data";

/** Under its key where it is on the disk already. */
export interface Chosen {
  readonly file: File;
  readonly key?: string | undefined;
  readonly tries?: number;
  /** A page that is gone may have named it in its last moment. */
  readonly isLeft?: boolean;
}

/**
 * What may pass: a device without memory for it just now, or without room. A photo that says where it was taken and
 * cannot be freed of that waits for whoever chose it to save it as another.
 */
export type PutOff = "unreadable" | "full" | "not-kept" | "placed";

export interface Added {
  readonly change: string | null;
  readonly ids: readonly FileId[];
}

export type Outcome =
  /** Named, before or now, or refused for good: its original is of no use any more. */
  { readonly isOver: true; readonly added?: Added } | { readonly isOver: false; readonly why: PutOff };

interface Work {
  readonly begun: Pick<CompanyFiles["begun"], "tried" | "end">;
  readonly add: (each: Chosen, at: number) => Promise<Outcome>;
  /** It is tried again by the next page, where it has a key. */
  readonly onPutOff: (each: Chosen, why: PutOff) => void;
  /** It is on the disk and stays there until somebody says what becomes of it. */
  readonly onGivenUp: (file: File, key: string) => void;
}

/** One more and a photo that a phone cannot draw would end page after page. */
export const mostTries = 3;

/** Each by itself: what is ready is safe before the next one is begun. */
export const workOff = async (chosen: readonly Chosen[], work: Work): Promise<void> => {
  for (const [at, each] of chosen.entries()) {
    const { file, key, tries = 0 } = each;
    if (key === undefined) {
      const done = await work.add(each, at);
      if (!done.isOver) work.onPutOff(each, done.why);
      continue;
    }
    if (tries >= mostTries) {
      work.onGivenUp(file, key);
      continue;
    }
    // Before it is begun: a page that dies of it says nothing afterwards.
    await work.begun.tried(key, tries + 1);
    const done = await work.add(each, at);
    if (done.isOver) await work.begun.end(key);
    else if (tries + 1 < mostTries) work.onPutOff(each, done.why);
    else work.onGivenUp(file, key);
  }
};

export const asChosen = ({ key, tries, bytes, name, mediaType, lastModified }: BegunFile): Chosen => ({
  ...{ key, tries, isLeft: true },
  file: new File([bytes], name, { type: mediaType, lastModified }),
});
