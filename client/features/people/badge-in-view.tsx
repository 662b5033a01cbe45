import { For, Match, Show, Switch, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { parseId } from "#shared/kernel/ids";
import type { MemberId } from "#shared/kernel/ids";
import type { Membership } from "#shared/replica/identity/types";
import { useFormat, useText } from "#client/app/i18n";
import { QrCode, createMemberNames } from "#client/features/settings";
import { Button } from "#client/ui/button";
import { showToast } from "#client/ui/toast";
import { badgeInMessages } from "./badge-in-messages";
import { createBadgeInSession } from "./badge-in-session";
import type { BadgeInSession, BadgeInWish } from "./badge-in-session";
import { messages } from "./messages";
import styles from "./people.module.css";
import { FirstStep } from "./shown-invite";
import type { Standing } from "./standing";
import { trustAddress } from "./trust-address";

/** `14:07`, as on a clock that runs down. */
const minutesAndSeconds = (ms: number): string => {
  const seconds = Math.ceil(ms / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
};

const Arrivals = (props: { readonly session: BadgeInSession }): JSX.Element => {
  const t = useText(badgeInMessages);
  const format = useFormat();
  const names = createMemberNames();
  const nameOf = (text: string): string => {
    const member = parseId<MemberId>(text);
    return member === undefined ? text : names(member);
  };
  return (
    <section class={styles.arrivals} aria-label={t("arrivals")} aria-live="polite">
      <h3>
        {t("arrivals")}: {props.session.arrivals().length}
      </h3>
      <Show when={props.session.arrivals().length > 0} fallback={<p class="quiet">{t("nobody")}</p>}>
        <ul>
          <For each={props.session.arrivals()}>
            {({ member, at }) => (
              <li class={styles.arrival}>
                <span>{nameOf(member)}</span>
                <span class="quiet">{at === undefined ? "" : format().time(at)}</span>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </section>
  );
};

const Running = (props: { readonly session: BadgeInSession; readonly onStop: () => void }): JSX.Element => {
  const t = useText(badgeInMessages);
  const words = useText(messages);
  const [isFirstStep, setFirstStep] = createSignal(false);
  const address = (): string | undefined => {
    const link = props.session.link();
    return link === undefined ? undefined : trustAddress(link);
  };
  return (
    <Show
      when={isFirstStep() && address()}
      fallback={
        <>
          <p>{t("scan")}</p>
          <div class={styles.badge}>
            <Show when={props.session.link()} fallback={<p role="status">{t("preparing")}</p>}>
              {(link) => <QrCode label={t("code")} text={link()} />}
            </Show>
          </div>
          <p class={styles.countdown}>
            <span>{t("timeLeft", { time: minutesAndSeconds(props.session.msLeft()) })}</span>
            <span>{t("placesLeft", { n: props.session.placesLeft() })}</span>
          </p>
          <div class={styles.pair}>
            <Show when={address()}>
              <Button variant="bare" onClick={() => setFirstStep(true)}>
                {words("inviteNew")}
              </Button>
            </Show>
            <Button size="touch" onClick={() => props.onStop()}>
              {t("stop")}
            </Button>
          </div>
        </>
      }
    >
      {(found) => <FirstStep address={found()} onBack={() => setFirstStep(false)} />}
    </Show>
  );
};

const overWords = { time: "overTime", places: "overPlaces", stopped: "overStopped" } as const;

/** The code for the next to come, what is left of time and places, and who came. */
export const BadgeInView = (props: {
  readonly standing: Standing;
  readonly membership: Membership;
  readonly wish: BadgeInWish;
  readonly onAgain: () => void;
  readonly onDone: () => void;
}): JSX.Element => {
  const t = useText(badgeInMessages);
  const format = useFormat();
  // eslint-disable-next-line solid/reactivity -- made anew for each quarter of an hour
  const session = createBadgeInSession(props.standing, props.membership, props.wish, (until) =>
    showToast({ text: t("stillOpen", { time: format().time(until) }), meaning: "attention" }),
  );
  return (
    <div class={styles.centre}>
      <Switch fallback={<Running session={session} onStop={session.stop} />}>
        <Match when={session.problem()}>{(sentence) => <p role="alert">{sentence()}</p>}</Match>
        <Match when={session.over()}>
          {(why) => (
            <>
              <p role="status">{t(overWords[why()])}</p>
              <div class={styles.pair}>
                <Button size="touch" onClick={() => props.onAgain()}>
                  {t("again")}
                </Button>
                <Button variant="primary" size="touch" onClick={() => props.onDone()}>
                  {t("done")}
                </Button>
              </div>
            </>
          )}
        </Match>
      </Switch>
      <Arrivals session={session} />
    </div>
  );
};
