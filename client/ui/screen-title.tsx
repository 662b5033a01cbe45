import { createContext, createEffect, onCleanup, useContext } from "solid-js";
import type { JSX } from "solid-js";

export interface Crumb {
  readonly label: string;
  readonly href: string;
}

export interface ScreenTitleValue {
  readonly title: string;
  /** The way here, outermost first, without the screen itself. */
  readonly crumbs: readonly Crumb[];
}

/** Where the frame listens for the title of the screen it shows. */
export const ScreenTitleContext = createContext<(value: ScreenTitleValue | undefined) => void>(
  () => undefined,
);

/** Names the screen in the frame's header and in the window's title. Draws nothing itself. */
export const ScreenTitle = (props: {
  readonly title: string;
  readonly crumbs?: readonly Crumb[];
}): JSX.Element => {
  const set = useContext(ScreenTitleContext);
  createEffect(() => set({ title: props.title, crumbs: props.crumbs ?? [] }));
  onCleanup(() => set(undefined));
  return <></>;
};
