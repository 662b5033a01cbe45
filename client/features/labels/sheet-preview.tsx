import { For, Index } from "solid-js";
import type { JSX } from "solid-js";
import { useText } from "#client/app/i18n";
import { classes } from "#client/ui/classes";
import type { PlacedLabel } from "./label-layout";
import { messages } from "./messages";
import type { LabelSheet } from "./sheets";
import { textWidth } from "./text-fit";
import styles from "./labels.module.css";

/** Letters of the built-in font are about half as wide as they are high. */
const letterWidth = 0.52;

const PrintedLabel = (props: { readonly label: PlacedLabel }): JSX.Element => (
  <g class={styles.ink} aria-hidden="true">
    <path
      d={props.label.modules
        .map(({ x, y, width, height }) => `M${x} ${y}h${width}v${height}h${-width}z`)
        .join("")}
    />
    <For each={props.label.texts}>
      {(line) => (
        <text
          x={line.x}
          y={line.y}
          font-size={String(line.size)}
          // The fonts of a device are wider or narrower than that of the PDF: codes stand as they will be printed.
          textLength={line.isStrong ? textWidth(line.text) * line.size : undefined}
          lengthAdjust="spacingAndGlyphs"
          class={classes(line.isStrong && styles.strong)}
        >
          {line.isStrong ? line.text : line.text.slice(0, Math.floor(line.width / (line.size * letterWidth)))}
        </text>
      )}
    </For>
  </g>
);

/** The first page as it will be printed. A free label is a button: printing starts there. */
export const SheetPreview = (props: {
  readonly sheet: LabelSheet;
  readonly labels: readonly PlacedLabel[];
  readonly onStart: (slot: number) => void;
}): JSX.Element => {
  const t = useText(messages);
  const slots = () =>
    // eslint-disable-next-line solid/reactivity -- Array.from calls it at once, inside the caller
    Array.from({ length: props.sheet.columns * props.sheet.rows }, (_, index) => ({
      x: props.sheet.left + (index % props.sheet.columns) * props.sheet.stepX,
      y: props.sheet.top + Math.floor(index / props.sheet.columns) * props.sheet.stepY,
    }));
  return (
    <svg
      class={styles.paper}
      viewBox={`0 0 ${props.sheet.pageWidth} ${props.sheet.pageHeight}`}
      role="group"
      aria-label={t("preview", { page: 1 })}
    >
      <Index each={slots()}>
        {(slot, index) => (
          <rect
            class={styles.slot}
            x={slot().x}
            y={slot().y}
            width={props.sheet.width}
            height={props.sheet.height}
            rx={1.5}
            role="button"
            tabindex={index === 0 ? 0 : -1}
            aria-label={t("useLabel", { n: index + 1 })}
            onClick={() => props.onStart(index)}
            onKeyDown={(event) => event.key === "Enter" && props.onStart(index)}
          />
        )}
      </Index>
      <For each={props.labels}>{(label) => <PrintedLabel label={label} />}</For>
    </svg>
  );
};
