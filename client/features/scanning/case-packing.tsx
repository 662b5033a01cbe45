import { For, Show, createMemo } from "solid-js";
import type { JSX } from "solid-js";
import { packingOf } from "#shared/domain/cases";
import type { CaseSource, PackedSlot } from "#shared/domain/cases";
import type { AssetId } from "#shared/domain/inventory";
import { MeaningIcon } from "#client/ui/meaning-icon";
import meanings from "#client/ui/meaning.module.css";
import { classes } from "#client/ui/classes";
import { useText } from "#client/app/i18n";
import { messages } from "./messages";
import { createNames } from "./names";
import styles from "./case-packing.module.css";

/** While a case is open: what is still missing in it, and what lies in it that does not belong there. */
export const CasePacking = (props: {
  readonly source: CaseSource;
  readonly container: AssetId;
}): JSX.Element => {
  const t = useText(messages);
  const names = createNames();
  const packing = createMemo(() => packingOf(props.source, props.container));
  const missing = (): readonly PackedSlot[] => packing().slots.filter((slot) => slot.missing > 0);
  const missingName = ({ slot }: PackedSlot): string =>
    slot.asset === undefined
      ? names.product(slot.product)
      : `${names.product(slot.product)}, ${names.code(slot.asset)}`;
  const isWhole = (): boolean => packing().missing === 0 && packing().surplus === 0;
  return (
    <Show when={packing().hasList}>
      <section class={styles.packing} aria-label={t("packingOf", { case: names.code(props.container) })}>
        <Show when={isWhole()}>
          <p class={classes(styles.line, meanings["ok"])}>
            <MeaningIcon meaning="ok" />
            {t("packingWhole", { case: names.code(props.container) })}
          </p>
        </Show>
        <For each={missing()}>
          {(packed) => (
            <p class={classes(styles.line, meanings["attention"])}>
              <MeaningIcon meaning="attention" />
              <span>{missingName(packed)}</span>
              <b>{t("gapMissing", { n: packed.missing })}</b>
            </p>
          )}
        </For>
        <For each={packing().foreign.assets}>
          {(id) => (
            <p class={classes(styles.line, meanings["problem"])}>
              <MeaningIcon meaning="problem" />
              <span>{names.code(id)}</span>
              <b>{t("packingForeign")}</b>
            </p>
          )}
        </For>
        <For each={[...packing().foreign.bulk]}>
          {([product, quantity]) => (
            <p class={classes(styles.line, meanings["problem"])}>
              <MeaningIcon meaning="problem" />
              <span>{t("pieces", { name: names.product(product), n: quantity })}</span>
              <b>{t("packingForeign")}</b>
            </p>
          )}
        </For>
      </section>
    </Show>
  );
};
