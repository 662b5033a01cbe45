import { createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { classes } from "./classes";
import styles from "./split-pane.module.css";
import { useWords } from "./words";

interface SplitPaneProps {
  readonly main: JSX.Element;
  readonly side: JSX.Element;
  readonly sideLabel: string;
  /** Width of the side in pixels at first. */
  readonly initial?: number | undefined;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/** List and detail side by side with a grip between; one below the other on narrow screens. */
export const SplitPane = (props: SplitPaneProps): JSX.Element => {
  const words = useWords();
  const [chosen, setChosen] = createSignal<number>();
  const min = (): number => props.min ?? 280;
  const max = (): number => props.max ?? 720;
  const width = (): number => chosen() ?? props.initial ?? 400;
  const resize = (to: number): void => void setChosen(Math.min(max(), Math.max(min(), to)));
  const onPointerDown = (event: PointerEvent & { currentTarget: HTMLElement }): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
    event.preventDefault();
  };
  const onPointerMove = (event: PointerEvent & { currentTarget: HTMLElement }): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const end = event.currentTarget.parentElement?.getBoundingClientRect().right;
    if (end !== undefined) resize(end - event.clientX);
  };
  return (
    <div class={styles.panes} style={{ "--side": `${width()}px` }}>
      <div class={styles.pane}>{props.main}</div>
      <div
        class={styles.grip}
        role="separator"
        tabindex="0"
        aria-orientation="vertical"
        aria-label={words().resize}
        aria-valuemin={min()}
        aria-valuemax={max()}
        aria-valuenow={width()}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onKeyDown={(event) => {
          if (event.key === "ArrowLeft") resize(width() + 16);
          if (event.key === "ArrowRight") resize(width() - 16);
        }}
      />
      <aside class={classes(styles.pane, styles.side)} aria-label={props.sideLabel}>
        {props.side}
      </aside>
    </div>
  );
};
