import { For, Show, createSignal, createUniqueId } from "solid-js";
import type { JSX } from "solid-js";
import type { HeldLog, HeldStep } from "#shared/replica/types";
import { useReplica } from "#client/data";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import {
  createDeviceNames,
  createMemberNames,
  createMembership,
  createMembershipWords,
  createPatience,
} from "#client/features/settings";
import { stayUntil } from "#client/platform/stay";
import { Button } from "#client/ui/button";
import { classes } from "#client/ui/classes";
import { Note } from "#client/ui/note";
import { showToast } from "#client/ui/toast";
import { adoptSteps } from "./adopting";
import { DiscardDialog } from "./discard-dialog";
import { scansIn } from "./held-count";
import styles from "./held.module.css";
import { createHeldWords } from "./held-words";
import { messages } from "./messages";

const whys = { left: "whyLeft", lost: "whyLost", rotated: "whyRotated" } as const;

/** Why the device may not write any more, as the membership says. */
const createWhy = (log: () => HeldLog): (() => string) => {
  const t = useText(messages);
  const { view } = createMembership();
  return () => {
    const reason = view().devices.find(({ device }) => device === log().device)?.revoked ?? null;
    return reason === "left" || reason === "lost" || reason === "rotated" ? t(whys[reason]) : t("whyEnded");
  };
};

const Step = (props: { readonly log: HeldLog; readonly step: HeldStep }): JSX.Element => {
  const words = createHeldWords(() => props.log.thing);
  return (
    <For each={props.step.movements}>
      {(fact) => (
        <span class={styles.fact}>
          <span>
            <strong>{words.what(fact)}</strong> {words.did(fact)}
          </span>
          <span class="small quiet">{words.when(fact)}</span>
          <span class="small quiet">{words.before(fact)}</span>
        </span>
      )}
    </For>
  );
};

const Steps = (props: {
  readonly log: HeldLog;
  readonly upTo: number;
  readonly onChoose: (index: number) => void;
}): JSX.Element => {
  const t = useText(messages);
  const name = createUniqueId();
  const lastScan = (): number =>
    props.log.steps.slice(0, props.upTo + 1).findLastIndex(({ movements }) => movements.length > 0);
  return (
    <fieldset class={styles.steps}>
      <legend class="small quiet">{t("order")}</legend>
      <For each={props.log.steps}>
        {(step, index) => (
          <Show when={step.movements.length > 0}>
            <label class={classes(styles.step, index() > props.upTo && styles.left)}>
              <input
                type="radio"
                name={name}
                aria-label={t("upTo")}
                aria-describedby={`${name}-${index()}`}
                checked={index() === lastScan()}
                onChange={() => props.onChoose(index())}
              />
              <span id={`${name}-${index()}`} class={styles.facts}>
                <Step log={props.log} step={step} />
              </span>
            </label>
          </Show>
        )}
      </For>
    </fieldset>
  );
};

/** One log of one device: what it holds and the three answers. */
export const HeldLogCard = (props: { readonly log: HeldLog }): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const { now } = useApp();
  const replica = useReplica();
  const names = createMemberNames();
  const devices = createDeviceNames();
  const why = createWhy(() => props.log);
  const [isDiscarding, setDiscarding] = createSignal(false);
  const person = (): string => (props.log.member === null ? t("someone") : names(props.log.member));
  const title = (): string => t("logOf", { person: person(), device: devices(props.log.device) });
  const ended = (): string | undefined => {
    const { ended: end } = props.log;
    if (end === null) return undefined;
    const who =
      end.member === null ? t("someone") : end.member === replica.member ? t("me") : names(end.member);
    const time = format().moment(end.at, now());
    return end.why === "" ? t("discardedPlain", { who, time }) : t("discarded", { who, time, why: end.why });
  };
  return (
    <section class={styles.card} aria-label={title()}>
      <header class={styles.head}>
        <h2>{title()}</h2>
        <span class="quiet">{why()}</span>
      </header>
      <Show
        when={ended()}
        fallback={
          <>
            <Decision log={props.log} onDiscard={() => setDiscarding(true)} />
            <p class="small faint">{t("until", { time: format().date(props.log.until) })}</p>
          </>
        }
      >
        {(sentence) => <p>{sentence()}</p>}
      </Show>
      <DiscardDialog
        open={isDiscarding()}
        person={person()}
        onClose={() => setDiscarding(false)}
        onDiscard={(reason) => replica.discardHeld(props.log.doc, reason)}
      />
    </section>
  );
};

const Decision = (props: { readonly log: HeldLog; readonly onDiscard: () => void }): JSX.Element => {
  const t = useText(messages);
  const { membership } = createMembership();
  const words = createMembershipWords();
  const patience = createPatience();
  const [chosen, setChosen] = createSignal<string>();
  /** What only compares clocks goes with the scan before it. */
  const upTo = (): number => {
    const at = props.log.steps.findIndex(({ hash }) => hash === chosen());
    const next = props.log.steps.findIndex(({ movements }, index) => index > at && movements.length > 0);
    return at < 0 || next < 0 ? props.log.steps.length - 1 : next - 1;
  };
  const taken = (): readonly HeldStep[] => props.log.steps.slice(0, upTo() + 1);
  const adopt = async (): Promise<void> => {
    const found = membership();
    if (found === undefined) return;
    await patience();
    const adopted = await stayUntil(adoptSteps(found, props.log, taken()));
    showToast(
      adopted.ok ? { text: t("adopted"), meaning: "ok" } : { text: words(adopted.error), meaning: "problem" },
    );
  };
  return (
    <>
      <Show when={props.log.isReadable} fallback={<Note meaning="problem">{t("unreadable")}</Note>}>
        <Steps log={props.log} upTo={upTo()} onChoose={(index) => setChosen(props.log.steps[index]?.hash)} />
      </Show>
      <div class={styles.answers}>
        <Show when={props.log.isReadable}>
          <Button variant="primary" size="touch" onClick={() => void adopt()}>
            {upTo() === props.log.steps.length - 1
              ? t("adoptAll", { n: scansIn(props.log.steps) })
              : t("adoptSome", { n: scansIn(taken()), of: scansIn(props.log.steps) })}
          </Button>
        </Show>
        <Button size="touch" onClick={() => props.onDiscard()}>
          {t("discard")}
        </Button>
      </div>
    </>
  );
};
