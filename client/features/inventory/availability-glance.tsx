import { For, Show, createMemo } from "solid-js";
import type { JSX } from "solid-js";
import { kitsFree } from "#shared/domain/availability";
import type { ProductId } from "#shared/domain/inventory";
import { dayMs } from "#shared/kernel/local-time";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { createIndex } from "#client/data";
import { availabilityIndex, createMayAnswer } from "#client/features/availability";
import { kitIndex } from "./kit-index";
import { messages } from "./messages";
import styles from "./inventory.module.css";
import { classes } from "#client/ui/classes";

const shownDays = 14;

/** Pieces free, of a kit those that can be made, on each of the next two weeks' days, at the worst moment of the day. */
export const AvailabilityGlance = (props: { readonly product: ProductId }): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const app = useApp();
  const mayAnswer = createMayAnswer();
  const live = createIndex(availabilityIndex);
  const kits = createIndex(kitIndex);
  const days = createMemo(() => {
    const today = new Date(app.now()).setHours(0, 0, 0, 0);
    // eslint-disable-next-line solid/reactivity -- Array.from calls it at once, inside the memo
    return Array.from({ length: shownDays }, (_, day) => {
      const window = { from: today + day * dayMs, to: today + (day + 1) * dayMs };
      const question = { window, asOf: app.now() };
      const needs = kits().book().explode(props.product);
      const { index } = live();
      const { free, capacity } =
        needs.size === 0
          ? index.answer(props.product, question)
          : {
              free: kitsFree(needs, (part) => index.free(part, question)).free,
              capacity: kitsFree(needs, (part) => index.answer(part, question).capacity).free,
            };
      return { at: window.from, free, capacity };
    });
  });
  return (
    <Show when={mayAnswer()} fallback={<p class="quiet">{t("availabilityAsk")}</p>}>
      <ol class={styles.days}>
        <For each={days()}>
          {(day) => (
            <li class={classes(styles.day, day.free < 0 && styles.dayShort)}>
              <span class={styles.dayBar} aria-hidden="true">
                <i
                  style={{
                    "--free": `${Math.round((100 * Math.max(0, day.free)) / Math.max(1, day.capacity))}%`,
                  }}
                />
              </span>
              <b class={day.free < 0 ? styles.short : undefined}>{format().number(day.free)}</b>
              <span class="small faint">
                {format().weekday(day.at)}
                <br />
                {format().dayOfMonth(day.at)}
              </span>
            </li>
          )}
        </For>
      </ol>
    </Show>
  );
};
