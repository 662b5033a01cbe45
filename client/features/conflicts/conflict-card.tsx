import { For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { Avatar } from "#client/ui/avatar";
import { Badge } from "#client/ui/badge";
import { Button, LinkButton } from "#client/ui/button";
import { classes } from "#client/ui/classes";
import { Split, Undo2 } from "#client/ui/icons";
import { Kbd } from "#client/ui/kbd";
import { MeaningIcon } from "#client/ui/meaning-icon";
import meanings from "#client/ui/meaning.module.css";
import { AssetHistory } from "#client/features/scanning";
import { createDeviceNames } from "#client/features/settings";
import { useText } from "#client/app/i18n";
import { ReadOnlyNote } from "#client/app/read-only-note";
import type { AnswerView, ConflictView, SideView } from "./conflict-view";
import styles from "./conflicts.module.css";
import type { DeviceOf } from "./device-of";
import { messages } from "./messages";

const Side = (props: { readonly side: SideView; readonly deviceOf: DeviceOf }): JSX.Element => {
  const names = createDeviceNames();
  /** Only the person's own device tells more than their name. */
  const device = (): string | undefined => {
    const { log, member } = props.side;
    const writer = log === undefined ? undefined : props.deviceOf(log)();
    return writer === undefined || writer.member !== member ? undefined : names(writer.device);
  };
  return (
    <li class={styles.side}>
      <Show when={props.side.person !== ""} fallback={<Split />}>
        <Avatar name={props.side.person} colour={props.side.colour} />
      </Show>
      <div>
        <div>
          <b>{props.side.person}</b> {props.side.says}
        </div>
        <div class="small quiet">
          {props.side.note}
          <Show when={device()}>{(name) => <> · {name()}</>}</Show>
        </div>
      </div>
    </li>
  );
};

const Answer = (props: { readonly answer: AnswerView; readonly isFirst: boolean }): JSX.Element => (
  <Show
    when={props.answer.href}
    fallback={
      <Button variant={props.isFirst ? "primary" : "plain"} onClick={() => void props.answer.run?.()}>
        {props.answer.label}
      </Button>
    }
  >
    {(href) => <LinkButton href={href()}>{props.answer.label}</LinkButton>}
  </Show>
);

interface ConflictCardProps {
  readonly view: ConflictView;
  readonly isChosen: boolean;
  readonly deviceOf: DeviceOf;
  readonly onChoose: () => void;
  /** What explains it stands inside the card where there is no room beside the list. */
  readonly explains: boolean;
}

/** One disagreement: sentence, both sides, answers in words. */
export const ConflictCard = (props: ConflictCardProps): JSX.Element => (
  <article
    class={classes(styles.card, props.isChosen && styles.chosen)}
    aria-label={props.view.sentence}
    data-conflict={props.view.id}
    onFocusIn={() => props.onChoose()}
    onClick={() => props.onChoose()}
  >
    <header class={styles.head}>
      <Badge meaning={props.view.meaning}>{props.view.chip}</Badge>
      <span>{props.view.where}</span>
      <span class={styles.when}>{props.view.when}</span>
    </header>
    <p class={styles.sentence}>{props.view.sentence}</p>
    <Show when={props.view.sides.length > 0}>
      <ul class={styles.sides}>
        <For each={props.view.sides}>{(side) => <Side side={side} deviceOf={props.deviceOf} />}</For>
      </ul>
    </Show>
    <Show when={props.view.mayAnswer} fallback={<ReadOnlyNote />}>
      <div class={styles.answers}>
        <For each={props.view.answers}>
          {(answer, index) => <Answer answer={answer} isFirst={props.isChosen && index() === 0} />}
        </For>
      </div>
    </Show>
    <Show when={props.isChosen && props.explains && props.view.asset !== undefined}>
      <div class={styles.more}>
        <Explanation view={props.view} />
      </div>
    </Show>
  </article>
);

/** The facts in order, and what each answer would lead to. */
export const Explanation = (props: { readonly view: ConflictView }): JSX.Element => {
  const t = useText(messages);
  const telling = (): readonly AnswerView[] =>
    props.view.answers.filter((answer) => (answer.effects?.length ?? 0) > 0);
  return (
    <>
      <Show when={props.view.assetTitle}>
        {(title) => (
          <div>
            <h2>
              {title().code} <span class="faint">{title().product}</span>
            </h2>
            <p class="small quiet">{t("known")}</p>
          </div>
        )}
      </Show>
      <Show when={props.view.asset}>{(asset) => <AssetHistory asset={asset()} limit={8} />}</Show>
      <For each={telling()}>
        {(answer) => (
          <div class={styles.effects}>
            <h3>{answer.effectsTitle ?? answer.label}</h3>
            <For each={answer.effects}>
              {(effect) => (
                <div class={classes(styles.effect, meanings[effect.meaning])}>
                  <MeaningIcon meaning={effect.meaning} />
                  <span>{effect.text}</span>
                </div>
              )}
            </For>
          </div>
        )}
      </For>
      <Show when={props.view.mayAnswer && props.view.asset !== undefined}>
        <div class={styles.effect}>
          <Undo2 />
          <span class="quiet">{t("canTakeBack")}</span>
        </div>
      </Show>
    </>
  );
};

export const KeyHints = (): JSX.Element => {
  const t = useText(messages);
  return (
    <div class={styles.keys} aria-hidden="true">
      <span>
        <Kbd>1</Kbd> <Kbd>2</Kbd> <Kbd>3</Kbd> {t("keysChoose")}
      </span>
      <span>
        <Kbd>J</Kbd> <Kbd>K</Kbd> {t("keysMove")}
      </span>
    </div>
  );
};
