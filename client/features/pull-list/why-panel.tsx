/** Why a line is short: the sum from owned to free with the jobs behind it, and what would help. */
import { For, Show, createMemo } from "solid-js";
import type { JSX } from "solid-js";
import type { Availability, AvailabilityQuestion, ClaimSource, Deduction } from "#shared/domain/availability";
import { event } from "#shared/domain/events";
import { asset } from "#shared/domain/inventory";
import { localAt } from "#shared/kernel/local-time";
import type { Ms } from "#shared/kernel/clock";
import { useApp } from "#client/app/app-context";
import { useFormat, useRichText, useText } from "#client/app/i18n";
import { createRow, useReplica } from "#client/data";
import { createKnownAt } from "#client/features/availability";
import type { LineRow } from "#client/features/availability";
import { classes } from "#client/ui/classes";
import { OctagonX } from "#client/ui/icons";
import { useGrid } from "./grid-state";
import { askedFor } from "./list-items";
import { messages } from "./messages";
import { WaysOut } from "./ways-out-list";
import { kitMessages } from "./kit-messages";
import styles from "./why-panel.module.css";

const Source = (props: { readonly source: ClaimSource }): JSX.Element => {
  const t = useText(messages);
  const rich = useRichText(messages);
  const format = useFormat();
  const row = createRow(event, () => props.source.event);
  const link = (): JSX.Element => (
    <a class="link" href={`/events/${props.source.event}/pull-list`}>
      {row()?.name ?? t("unknownEvent")}
    </a>
  );
  const until = (): string => {
    const busyTo = row()?.busyTo;
    return busyTo === undefined ? "" : format().localDateTime(busyTo);
  };
  const words = (): JSX.Element => {
    if (props.source.isLate) return rich("onEventLate", { event: link(), to: until() });
    if (props.source.to === Infinity) return rich("onEventForever", { event: link() });
    return rich("onEvent", { event: link(), to: until() });
  };
  return (
    <li>
      <b>{`−${format().number(props.source.quantity)}`}</b>
      <span>{words()}</span>
    </li>
  );
};

const Less = (props: { readonly deduction: Deduction }): JSX.Element => {
  const t = useText(messages);
  const rich = useRichText(messages);
  const format = useFormat();
  const { rows } = useReplica();
  const links = (): JSX.Element => (
    <For each={props.deduction.assets.slice(0, 6)}>
      {(id, index) => (
        <>
          {index() > 0 ? ", " : ""}
          <a class="link" href={`/stock/assets/${id}`}>
            {rows.get(asset, id)?.code ?? "?"}
          </a>
        </>
      )}
    </For>
  );
  const words = (): JSX.Element => {
    if (props.deduction.kind === "away") return t("awayUnknown");
    if (props.deduction.kind === "notHere") return t("notHereThen");
    if (props.deduction.kind === "late") return t("lateNow");
    if (props.deduction.kind === "outOfUse") return rich("outOfUse", { assets: links() });
    return props.deduction.assets.length === 0 ? t("lostBulk") : rich("lost", { assets: links() });
  };
  return (
    <li>
      <b>{`−${format().number(props.deduction.quantity)}`}</b>
      <span>{words()}</span>
    </li>
  );
};

/** When the gap closes within the window, or what is still missing then. */
const Later = (props: {
  readonly answer: Availability;
  readonly needed: number;
  readonly at: (time: Ms) => string;
}): JSX.Element => {
  const t = useText(messages);
  const shortIn = (claimed: number): number => Math.max(0, props.needed - (props.answer.capacity - claimed));
  const after = createMemo(() => {
    const first = shortIn(props.answer.worst.claimed);
    return props.answer.steps.find(
      (step) => step.from > props.answer.worst.from && shortIn(step.claimed) < first,
    );
  });
  return (
    <Show when={after()}>
      {(step) => (
        <p class="small quiet">
          {shortIn(step().claimed) === 0
            ? t("laterFree", { from: props.at(step().from) })
            : t("laterShort", { from: props.at(step().from), n: shortIn(step().claimed) })}
        </p>
      )}
    </Show>
  );
};

/** Of a kit: the sum of each part that is short. */
export const WhyPanel = (props: { readonly row: LineRow; readonly short: number }): JSX.Element => {
  const kit = useText(kitMessages);
  const grid = useGrid();
  return (
    <Show when={props.row.isKit === true} fallback={<WhyOne row={props.row} short={props.short} />}>
      <p class={styles.kit}>{kit("whyShort", { n: props.short })}</p>
      <For each={grid.lackingOf(props.row.id)}>
        {(part) => <WhyOne row={part} short={grid.coverOf(part.id)?.short ?? 0} isNamed />}
      </For>
    </Show>
  );
};

interface WhyProps {
  readonly row: LineRow;
  readonly short: number;
  /** Says which line it is about. */
  readonly isNamed?: boolean;
}

const WhyOne = (props: WhyProps): JSX.Element => {
  const grid = useGrid();
  const asked = createMemo(() => {
    const question = grid.list.question();
    return question === undefined || props.row.product === undefined
      ? undefined
      : { question, product: props.row.product };
  });
  return (
    <Show when={asked()}>
      {(known) => (
        <Explained
          row={props.row}
          short={props.short}
          {...(props.isNamed === true ? { isNamed: true } : {})}
          question={known().question}
          answer={grid.list.live().index.answer(known().product, known().question)}
        />
      )}
    </Show>
  );
};

const Explained = (
  props: WhyProps & { readonly question: AvailabilityQuestion; readonly answer: Availability },
): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const app = useApp();
  const grid = useGrid();
  const knownAt = createKnownAt();
  /** Instants as clocks at the event show them. */
  const at = (time: Ms): string => {
    const zone = grid.list.event()?.zone;
    return zone === undefined ? "" : format().localDateTime(localAt(time, zone));
  };
  const day = (time: Ms): string => {
    const zone = grid.list.event()?.zone;
    return zone === undefined ? "" : format().localDate(localAt(time, zone));
  };
  const listNeeds = (): number =>
    props.row.product === undefined ? 0 : askedFor(grid.list.sections(), props.row.product);
  const sentence = (): string =>
    listNeeds() === props.row.quantity
      ? t("freeAndNeeds", { needed: props.row.quantity })
      : t("freeAndList", { total: listNeeds() });
  return (
    <div class={classes(styles.why, props.short > 0 && styles.short)}>
      <div class={styles.sum}>
        <Show when={props.isNamed}>
          <b class={styles.part}>{props.row.name}</b>
        </Show>
        <h2>
          <Show when={props.short > 0} fallback={t("whyFree")}>
            <OctagonX />
            {t("whyTitle", {
              n: props.short,
              from: day(props.answer.worst.from),
              to: day(props.answer.worst.to),
            })}
          </Show>
          <span class={styles.known}>{t("asKnown", { time: format().moment(knownAt(), app.now()) })}</span>
        </h2>
        <ul>
          <li>
            <b>{format().number(props.answer.owned)}</b>
            <span>{t("owned")}</span>
          </li>
          <For each={props.answer.deductions}>{(deduction) => <Less deduction={deduction} />}</For>
          <For each={props.answer.sources}>{(source) => <Source source={source} />}</For>
          <li class={styles.total}>
            <b>{format().number(props.answer.free)}</b>
            <span>{props.answer.free < 0 ? t("overbooked") : sentence()}</span>
          </li>
        </ul>
        <Later answer={props.answer} needed={listNeeds()} at={at} />
      </div>
      <Show when={props.short > 0}>
        <WaysOut row={props.row} short={props.short} question={props.question} />
      </Show>
    </div>
  );
};
