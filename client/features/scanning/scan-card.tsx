import { For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { mannerOf } from "#shared/domain/scanning";
import type { ScanAnswer } from "#shared/domain/scanning";
import { Button } from "#client/ui/button";
import { classes } from "#client/ui/classes";
import { ScanLine } from "#client/ui/icons";
import type { Meaning } from "#client/ui/meaning";
import { MeaningIcon } from "#client/ui/meaning-icon";
import meanings from "#client/ui/meaning.module.css";
import { useText } from "#client/app/i18n";
import { messages } from "./messages";
import { OnePieceKey } from "./one-piece-key";
import { isWaiting } from "./scan-session";
import type { ScanEntry } from "./scan-session";
import type { Teller } from "./scan-telling";
import styles from "./scan-card.module.css";

/** Colour of the whole card: what was put aside or taken back asks for nothing any more. */
export const meaningOf = (entry: ScanEntry): Meaning | undefined => {
  if (entry.state === "failed") return "problem";
  if (entry.state === "claimed") return "ok";
  return entry.state === "undone" || entry.state === "aside" ? undefined : mannerOf(entry.decision).meaning;
};

interface ScanCardProps {
  readonly entry: ScanEntry | undefined;
  readonly teller: Teller;
  readonly onAnswer: (answer: ScanAnswer) => void;
  readonly onAside: () => void;
}

/** What the last scan was and did, readable at arm's length; a refusal with its ways on. */
export const ScanCard = (props: ScanCardProps): JSX.Element => (
  <div aria-live="assertive" aria-atomic="true">
    <Show when={props.entry} keyed fallback={<ReadyCard />}>
      {(entry) => <EntryCard {...props} entry={entry} />}
    </Show>
  </div>
);

const ReadyCard = (): JSX.Element => {
  const t = useText(messages);
  return (
    <div class={styles.card}>
      <ScanLine />
      <div>
        <div class={styles.did}>{t("ready")}</div>
        <div class={styles.note}>{t("readyNote")}</div>
      </div>
    </div>
  );
};

const EntryCard = (props: ScanCardProps & { readonly entry: ScanEntry }): JSX.Element => {
  const t = useText(messages);
  const meaning = (): Meaning | undefined => meaningOf(props.entry);
  const isFailed = (): boolean => props.entry.state === "failed";
  const isRefused = (): boolean => meaning() === "problem";
  const did = (): string => {
    if (isFailed()) return t("notSavedWhy");
    if (props.entry.state === "undone") return t("undone");
    return props.entry.state === "aside" ? t("putAside") : props.entry.telling.did;
  };
  return (
    <div
      class={classes(
        styles.card,
        meaning() && meanings[meaning() ?? "info"],
        isRefused() && styles.refusedCard,
      )}
      data-rule={props.entry.decision.rule}
    >
      <MeaningIcon meaning={meaning() ?? "info"} />
      <div>
        <div class={styles.head}>{isFailed() ? t("notSaved") : props.entry.telling.head}</div>
        <div class={styles.note}>{props.entry.telling.note}</div>
        <div class={isRefused() ? styles.why : styles.did}>{did()}</div>
      </div>
      <Show when={isWaiting(props.entry)}>
        <div class={styles.answers}>
          <For each={props.entry.decision.answers}>
            {(answer, index) => (
              <Button size="hall" onClick={() => props.onAnswer(answer)}>
                <Show when={props.entry.decision.answers.length > 1}>
                  <span class={styles.number} aria-hidden="true">
                    {index() + 1}
                  </span>
                </Show>
                {props.teller.answer(props.entry.decision, answer)}
              </Button>
            )}
          </For>
          <OnePieceKey decision={props.entry.decision} />
          <Button size="hall" onClick={() => props.onAside()}>
            {t("actAside")}
          </Button>
        </div>
      </Show>
    </div>
  );
};
