/** The list of what happened to the membership, each line explained. */
import { Show, createMemo, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { Dynamic } from "solid-js/web";
import type { Explanation } from "#shared/protocol/membership/explain";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { createMembership, reasonMessages } from "#client/features/settings";
import { Badge } from "#client/ui/badge";
import { Button } from "#client/ui/button";
import { Building2, KeyRound, Smartphone, UserPlus, Users } from "#client/ui/icons";
import { Entry, List } from "#client/ui/list";
import { areaOf, concerns, createLogLines, timeOf } from "./log-lines";
import { logMessages } from "./log-messages";
import { createLogWords } from "./log-words";
import type { LogWords } from "./log-words";
import { messages } from "./messages";
import styles from "./security.module.css";

const icons = {
  people: Users,
  devices: Smartphone,
  invitations: UserPlus,
  roles: KeyRound,
  company: Building2,
} as const;

const shownFirst = 40;
const shownMore = 200;
/** A clock that is off by less is not worth a word. */
const noticeableMs = 10 * 60_000;

const Outcome = (props: { readonly line: Explanation }): JSX.Element => {
  const t = useText(logMessages);
  const because = useText(reasonMessages);
  return (
    <Show
      when={props.line.void}
      fallback={
        <Show when={props.line.checkpoint} fallback={<Badge meaning="attention">{t("pending")}</Badge>}>
          {(at) => (
            <Badge meaning="ok" title={t("confirmedTitle", { no: at().no })}>
              {t("confirmed", { no: at().no })}
            </Badge>
          )}
        </Show>
      }
    >
      {(why) => (
        <Badge meaning="problem" title={because(why())}>
          {t("noEffect")}
        </Badge>
      )}
    </Show>
  );
};

const Line = (props: { readonly line: Explanation; readonly words: LogWords }): JSX.Element => {
  const t = useText(logMessages);
  const because = useText(reasonMessages);
  const format = useFormat();
  const { now } = useApp();
  const isLate = (): boolean => Math.abs(timeOf(props.line) - props.line.claimedAt) > noticeableMs;
  const time = (): string => {
    const counted = format().dateTime(timeOf(props.line), now());
    return isLate()
      ? `${counted} (${t("claimed", { time: format().dateTime(props.line.claimedAt, now()) })})`
      : counted;
  };
  return (
    <Entry
      icon={<Dynamic component={icons[areaOf(props.line)]} />}
      title={props.words.what(props.line.event)}
      note={
        <>
          <Show when={props.words.detail(props.line.event)}>
            {(detail) => <span class={styles.detail}>{detail()}</span>}
          </Show>
          <Show when={props.line.void}>{(why) => <span class={styles.detail}>{because(why())}</span>}</Show>
          <span>
            {time()} · {props.words.who(props.line)}
          </span>
        </>
      }
      end={<Outcome line={props.line} />}
    />
  );
};

export const LogList = (props: {
  readonly label: string;
  readonly lines: readonly Explanation[];
  readonly words: LogWords;
}): JSX.Element => {
  const t = useText(messages);
  const [shown, setShown] = createSignal(shownFirst);
  return (
    <Show when={props.lines.length > 0} fallback={<p class="quiet">{t("logNothing")}</p>}>
      <List label={props.label} items={props.lines.slice(0, shown())} boxed>
        {(line) => <Line line={line} words={props.words} />}
      </List>
      <Show when={props.lines.length > shown()}>
        <Button onClick={() => setShown((n) => n + shownMore)}>
          {t("logMore", { n: props.lines.length - shown() })}
        </Button>
      </Show>
    </Show>
  );
};

/** What happened to one member, or was done by them. */
const MembershipLog = (props: { readonly member: string }): JSX.Element => {
  const t = useText(messages);
  const followed = createMembership();
  const lines = createLogLines(followed);
  const words = createLogWords(() => followed.membership()?.state().roles ?? new Map());
  const own = createMemo(() => lines().filter((line) => concerns(line, props.member)));
  return <LogList label={t("log")} lines={own()} words={words} />;
};

export default MembershipLog;
