import { For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { useFormat, useText } from "#client/app/i18n";
import { classes } from "#client/ui/classes";
import { Pencil } from "#client/ui/icons";
import { Pictogram } from "#client/ui/pictograms/pictogram";
import type { Suggestion } from "./find-products";
import styles from "./add-line.module.css";
import { kitMessages } from "./kit-messages";
import { messages } from "./messages";

/** Splits a name where the typed words stand in it, for showing them. */
const marked = (
  name: string,
  words: string,
): readonly { readonly text: string; readonly isMark: boolean }[] => {
  const parts = words
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  if (parts.length === 0) return [{ text: name, isMark: false }];
  return name
    .split(new RegExp(`(${parts.join("|")})`, "gi"))
    .filter((text) => text !== "")
    .map((text) => ({ text, isMark: new RegExp(`^(?:${parts.join("|")})$`, "i").test(text) }));
};

/** One product to add: kind, name, weight, what is free. */
export const SuggestionRow = (props: { readonly suggestion: Suggestion }): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const kit = useText(kitMessages);
  const ownedWords = (owned: number | undefined): string =>
    owned === undefined ? kit("kit") : t("ofOwned", { n: owned });
  const free = (): number => props.suggestion.found?.free ?? 0;
  return (
    <Show
      when={props.suggestion.found}
      fallback={
        <span class={styles.hit}>
          <Pencil />
          <span class="cut">{t("asText", { words: props.suggestion.words })}</span>
          <span class={classes(styles.wide, "small", "faint")}>{t("asTextNote")}</span>
        </span>
      }
    >
      {(found) => (
        <span class={styles.hit}>
          <Pictogram name={found().pictogram} />
          <span class="cut">
            <For each={marked(props.suggestion.item.name, props.suggestion.words)}>
              {(part) => (part.isMark ? <mark class={styles.mark}>{part.text}</mark> : part.text)}
            </For>{" "}
            <span class="quiet">{props.suggestion.item.maker}</span>{" "}
            <span class="faint small">{found().modelNumber}</span>
          </span>
          <span class={classes(styles.weight, "figures", "quiet")}>
            {props.suggestion.item.weightG === undefined
              ? ""
              : format().weight(props.suggestion.item.weightG)}
          </span>
          <span
            class={classes("figures", free() >= props.suggestion.quantity ? styles.enough : styles.tooFew)}
          >
            {found().free === undefined ? "" : t("freeCount", { n: free() })}
          </span>
          <span class={classes(styles.owned, "small", "faint")}>{ownedWords(found().owned)}</span>
        </span>
      )}
    </Show>
  );
};
