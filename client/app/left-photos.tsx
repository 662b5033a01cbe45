import { For, Suspense, createSignal, lazy, onMount } from "solid-js";
import type { JSX } from "solid-js";
import { useFiles } from "#client/data";
import type { BegunFile } from "#client/data";

/** Fetched only where something was left. */
const GoOn = lazy(async () => ({ default: (await import("#client/features/maintenance")).LeftPhotos }));

interface Left {
  readonly files: readonly BegunFile[];
  readonly done: () => void;
}

/** Goes on with photos of a page that died, as phones end pages when they need the memory. */
export const LeftPhotos = (): JSX.Element => {
  const files = useFiles();
  const [left, setLeft] = createSignal<readonly Left[]>([]);
  const goOn = (found: readonly BegunFile[]): Promise<void> =>
    new Promise((resolve) => {
      const entry: Left = {
        files: found,
        done: () => {
          setLeft((before) => before.filter((each) => each !== entry));
          resolve();
        },
      };
      setLeft((before) => [...before, entry]);
    });
  onMount(() => void files?.begun.takeOver(goOn));
  return (
    <For each={left()}>
      {(each) => (
        <Suspense>
          <GoOn left={each.files} onDone={() => each.done()} />
        </Suspense>
      )}
    </For>
  );
};
