import { Show } from "solid-js";
import type { JSX } from "solid-js";
import type { FaultCase } from "#shared/domain/maintenance";
import { useText } from "#client/app/i18n";
import { Badge } from "#client/ui/badge";
import styles from "./maintenance.module.css";
import { messages } from "./messages";
import { effectMeaning, effectWord, priorityWords } from "./words";

/** What the fault does to the piece; with it, how urgent it is and whether two people disagree. */
export const FaultBadges = (props: { readonly of: FaultCase; readonly brief?: boolean }): JSX.Element => {
  const t = useText(messages);
  return (
    <span class={styles.badges}>
      <Badge meaning={effectMeaning(props.of)}>{t(effectWord(props.of))}</Badge>
      <Show when={props.of.isContested}>
        <Badge meaning="attention">{t("contested")}</Badge>
      </Show>
      <Show when={props.brief !== true && props.of.state === "open" && props.of.priority !== "normal"}>
        <Badge>{t(priorityWords[props.of.priority])}</Badge>
      </Show>
    </span>
  );
};
