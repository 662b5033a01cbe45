import { For, Show, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { countRules } from "#shared/domain/stocktake";
import type { CountAnswer } from "#shared/domain/stocktake";
import { useFormat, useText } from "#client/app/i18n";
import { cardStyles } from "#client/features/scanning";
import { Button } from "#client/ui/button";
import { classes } from "#client/ui/classes";
import { TextField } from "#client/ui/field";
import { ScanLine, Undo2 } from "#client/ui/icons";
import type { Meaning } from "#client/ui/meaning";
import { MeaningIcon } from "#client/ui/meaning-icon";
import meanings from "#client/ui/meaning.module.css";
import { isWaiting } from "./count-session";
import type { CountEntry } from "./count-session";
import type { CountWords } from "./count-words";
import { messages } from "./messages";
import styles from "./stocktake.module.css";

export const meaningOf = (entry: CountEntry): Meaning => {
  if (entry.state === "failed") return "problem";
  return entry.state === "undone" || entry.state === "aside"
    ? "info"
    : countRules[entry.decision.rule].meaning;
};

/** How many pieces lie here; zero counts too. */
const HowMany = (props: { readonly onQuantity: (quantity: number) => void }): JSX.Element => {
  const t = useText(messages);
  const [text, setText] = createSignal("");
  return (
    <form
      class={styles.quantity}
      onSubmit={(event) => {
        event.preventDefault();
        if (/^\d{1,7}$/.test(text().trim())) props.onQuantity(Number(text().trim()));
      }}
    >
      <TextField
        label={t("howManyField")}
        large
        inputMode="numeric"
        autocomplete="off"
        value={text()}
        onInput={setText}
        ref={(element: HTMLInputElement) => queueMicrotask(() => element.focus())}
      />
      <Button type="submit" size="hall" variant="primary">
        {t("countThem")}
      </Button>
    </form>
  );
};

interface CountCardProps {
  readonly entry: CountEntry | undefined;
  readonly words: CountWords;
  readonly onAnswer: (answer: CountAnswer) => void;
  readonly onAside: () => void;
}

/** What the last count was and did, readable at arm's length. */
export const CountCard = (props: CountCardProps): JSX.Element => {
  const t = useText(messages);
  return (
    <div aria-live="assertive" aria-atomic="true">
      <Show
        when={props.entry}
        keyed
        fallback={
          <div class={cardStyles.card}>
            <ScanLine />
            <div>
              <div class={cardStyles.did}>{t("ready")}</div>
              <div class={cardStyles.note}>{t("readyNote")}</div>
            </div>
          </div>
        }
      >
        {(entry) => <EntryCard {...props} entry={entry} />}
      </Show>
    </div>
  );
};

const EntryCard = (props: CountCardProps & { readonly entry: CountEntry }): JSX.Element => {
  const t = useText(messages);
  const did = (): string => {
    const { state } = props.entry;
    if (state === "failed") return t("notSavedWhy");
    if (state === "undone") return t("undone");
    return state === "aside" ? t("putAside") : props.words.says(props.entry.decision);
  };
  return (
    <div
      class={classes(cardStyles.card, meanings[meaningOf(props.entry)])}
      data-rule={props.entry.decision.rule}
    >
      <MeaningIcon meaning={meaningOf(props.entry)} />
      <div>
        <div class={cardStyles.head}>{props.words.head(props.entry.decision)}</div>
        <div class={cardStyles.note}>{props.words.note(props.entry.decision)}</div>
        <div class={cardStyles.did}>{did()}</div>
      </div>
      <Show when={isWaiting(props.entry)}>
        <div class={cardStyles.answers}>
          <Show when={props.entry.decision.rule === "COUNT-20"}>
            <HowMany onQuantity={(quantity) => props.onAnswer({ type: "quantity", quantity })} />
          </Show>
          <For each={props.entry.decision.answers}>
            {(answer) => (
              <Button size="hall" onClick={() => props.onAnswer(answer)}>
                {props.words.answer(props.entry.decision, answer)}
              </Button>
            )}
          </For>
          <Button size="hall" onClick={() => props.onAside()}>
            {t("aside")}
          </Button>
        </div>
      </Show>
    </div>
  );
};

/** The last counts, newest first, each with its undo. */
export const CountList = (props: {
  readonly entries: readonly CountEntry[];
  readonly words: CountWords;
  readonly onUndo: (entry: CountEntry) => void;
}): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const short = (entry: CountEntry): string => {
    if (entry.state === "undone") return t("undone");
    if (entry.state === "failed") return t("notSaved");
    return entry.state === "aside" ? t("putAside") : props.words.says(entry.decision);
  };
  return (
    <ul aria-label={t("lastCounts")}>
      <For each={props.entries}>
        {(entry) => (
          <li class={classes(styles.counted, meanings[meaningOf(entry)])}>
            <MeaningIcon meaning={meaningOf(entry)} />
            <div>
              <b>{props.words.head(entry.decision)}</b>
              <small>{short(entry)}</small>
            </div>
            <span class="quiet">{format().time(entry.at)}</span>
            <Show when={entry.state === "done"} fallback={<span />}>
              <button
                type="button"
                class={styles.key}
                aria-label={t("undoOne", { what: props.words.head(entry.decision) })}
                onClick={() => props.onUndo(entry)}
              >
                <Undo2 />
              </button>
            </Show>
          </li>
        )}
      </For>
    </ul>
  );
};
