/** Says that the relay signed two orders, what each of them has, and what is left to do: choosing one is not possible. */
import { For, Show, createMemo } from "solid-js";
import type { JSX } from "solid-js";
import type { Explanation } from "#shared/protocol/membership/explain";
import type { OneOrder } from "#shared/protocol/membership/two-orders";
import { ordersApart } from "#shared/protocol/membership/two-orders";
import { createSyncState } from "#client/data";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import type { FollowedMembership } from "#client/features/settings";
import { LinkButton } from "#client/ui/button";
import { Note } from "#client/ui/note";
import { timeOf } from "./log-lines";
import { createLogWords } from "./log-words";
import styles from "./security.module.css";
import { twoOrdersMessages } from "./two-orders-messages";

/** The welcome of a relay alone can tell of a second order, before anything of it is here. */
const createFork = ({ membership, view }: FollowedMembership) => {
  const sync = createSyncState();
  const verdict = createMemo(() => {
    view();
    return membership()?.verdict.get();
  });
  const isForked = (): boolean =>
    verdict()?.fork != null ||
    sync().problems.some((problem) => problem.type === "RelayUntrusted" && problem.reason === "fork");
  const apart = createMemo(() => {
    const fork = verdict()?.fork;
    return fork == null ? undefined : ordersApart(membership()?.log() ?? [], fork);
  });
  return { isForked, apart };
};

const Order = (props: {
  readonly order: OneOrder;
  readonly lineOf: (id: string) => string | undefined;
}): JSX.Element => {
  const t = useText(twoOrdersMessages);
  const format = useFormat();
  const { now } = useApp();
  const from = (): string => format().dateTime(props.order.from, now());
  const until = (): string => format().dateTime(props.order.until, now());
  const lines = () => props.order.only.flatMap((id) => props.lineOf(id) ?? []);
  return (
    <section>
      <h3>
        {from() === until() ? t("orderOnce", { from: from() }) : t("order", { from: from(), until: until() })}
      </h3>
      <Show when={lines().length > 0} fallback={<p class="quiet">{t("none")}</p>}>
        <p class="quiet">{t("only")}</p>
        <ul class={styles.points}>
          <For each={lines()}>{(line) => <li>{line}</li>}</For>
        </ul>
      </Show>
    </section>
  );
};

const createLines = ({ membership, view }: FollowedMembership): ((id: string) => string | undefined) => {
  const words = createLogWords(() => membership()?.state().roles ?? new Map());
  const format = useFormat();
  const { now } = useApp();
  const history = createMemo((): ReadonlyMap<string, Explanation> => {
    view();
    return new Map(
      membership()
        ?.history()
        .map((line) => [line.id, line]),
    );
  });
  const lineOf = (id: string): string | undefined => {
    const line = history().get(id);
    return line === undefined
      ? undefined
      : `${format().dateTime(timeOf(line), now())} · ${words.what(line.event)} · ${words.who(line)}`;
  };
  return lineOf;
};

export const TwoOrders = (props: { readonly followed: FollowedMembership }): JSX.Element => {
  const t = useText(twoOrdersMessages);
  const format = useFormat();
  const { now } = useApp();
  // eslint-disable-next-line solid/reactivity -- one membership for as long as the screen is there
  const { isForked, apart } = createFork(props.followed);
  // eslint-disable-next-line solid/reactivity -- as above
  const lineOf = createLines(props.followed);
  const isOwner = (): boolean =>
    props.followed.view().members.some(({ self, rank }) => self && rank === "owner");
  const parted = (): string => {
    const last = apart()?.last;
    return last == null
      ? t("parted")
      : t("partedAt", { no: last.no, time: format().dateTime(last.at, now()) });
  };
  return (
    <Show when={isForked()}>
      <Note
        urgent
        meaning="problem"
        title={t("title")}
        answer={
          <Show when={isOwner()}>
            <div class={styles.row}>
              <LinkButton href="/settings/people">{t("people")}</LinkButton>
              <LinkButton href="/settings/device">{t("save")}</LinkButton>
            </div>
          </Show>
        }
      >
        <div class={styles.orders}>
          <p>
            {t("text")} {parted()}
          </p>
          <For each={apart()?.orders}>{(order) => <Order order={order} lineOf={lineOf} />}</For>
          <p>{t("follows")}</p>
          <Show when={isOwner()} fallback={<p>{t("tell")}</p>}>
            <p>{t("why")}</p>
            <ol class={styles.points}>
              <li>{t("ask")}</li>
              <li>{t("look")}</li>
              <li>{t("anew")}</li>
            </ol>
          </Show>
        </div>
      </Note>
    </Show>
  );
};
