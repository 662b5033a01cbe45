/** Contents on the screen: fetched when they are looked at, drawn only when they are what they say. */
import { createEffect, createSignal, on, onCleanup } from "solid-js";
import type { Accessor } from "solid-js";
import type { ContentHash } from "#shared/domain/files";
import { cleanName, isDrawable, readPicture } from "#shared/domain/files";
import type { ThingId } from "#shared/kernel/ids";
import { useApp } from "#client/app/app-context";
import { createObserved, createSyncState } from "#client/data";
import type { CompanyFiles, ReadProblem } from "#client/data";
import { saveFile } from "#client/platform/files";

export type Shown =
  | { readonly type: "loading" }
  | { readonly type: "picture"; readonly url: string }
  /** Can be saved and is not drawn. */
  | { readonly type: "other" }
  | { readonly type: "problem"; readonly why: ReadProblem["type"] };

export interface ContentRef {
  readonly thing: ThingId;
  readonly hash: ContentHash;
}

/** A file is named before it is sent: whoever looks meanwhile asks again. */
const askAgainMs = [2_000, 5_000, 15_000, 60_000] as const;

const askAgainAfter = (tries: number): number => askAgainMs[Math.min(tries, askAgainMs.length - 1)] ?? 0;

/**
 * Follows `wanted`; tries again when the connection is back, when something came to this device, and now and then while
 * the relay does not have it yet.
 */
export const createShown = (
  files: CompanyFiles,
  wanted: Accessor<ContentRef | undefined>,
): Accessor<Shown> => {
  const [shown, setShown] = createSignal<Shown>({ type: "loading" });
  const held = createObserved(files.held);
  const sync = createSyncState();
  let url: string | undefined;
  let turn = 0;
  let tries = 0;
  let cancel = (): void => undefined;
  const { timers } = useApp();
  const release = (): void => {
    if (url !== undefined) URL.revokeObjectURL(url);
    url = undefined;
  };
  const load = async ({ thing, hash }: ContentRef): Promise<void> => {
    const mine = ++turn;
    cancel();
    const read = await files.read(thing, hash);
    if (mine !== turn) return;
    release();
    if (!read.ok) {
      setShown({ type: "problem", why: read.error.type });
      if (read.error.type !== "NotThere") return;
      cancel = timers.after(askAgainAfter(tries++), () => void load({ thing, hash }));
      return;
    }
    const picture = readPicture(read.value);
    if (picture === undefined || !isDrawable(picture)) return void setShown({ type: "other" });
    url = URL.createObjectURL(new Blob([Uint8Array.from(read.value)], { type: picture.type }));
    setShown({ type: "picture", url });
  };
  createEffect(
    on([() => wanted()?.thing, () => wanted()?.hash], ([thing, hash]) => {
      turn += 1;
      tries = 0;
      cancel();
      setShown({ type: "loading" });
      if (thing !== undefined && hash !== undefined) void load({ thing, hash });
    }),
  );
  createEffect(
    on(
      [held, () => sync().connected],
      ([here, connected]) => {
        const now = wanted();
        if (shown().type !== "problem" || now === undefined) return;
        if (connected || here.has(now.hash)) void load(now);
      },
      { defer: true },
    ),
  );
  onCleanup(() => {
    turn += 1;
    cancel();
    release();
  });
  return shown;
};

/** As what it is: nothing of it is opened by the app. */
export const saveContent = async (
  files: CompanyFiles,
  { thing, hash }: ContentRef,
  name: string,
): Promise<ReadProblem["type"] | undefined> => {
  const read = await files.read(thing, hash);
  if (!read.ok) return read.error.type;
  saveFile(cleanName(name), new Blob([Uint8Array.from(read.value)], { type: "application/octet-stream" }));
  return undefined;
};
