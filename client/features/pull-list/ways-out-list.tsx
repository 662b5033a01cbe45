import { For, Show, createMemo } from "solid-js";
import type { JSX } from "solid-js";
import type { AvailabilityQuestion } from "#shared/domain/availability";
import { lineItemOf } from "#shared/domain/pull-list";
import { useFormat, useText } from "#client/app/i18n";
import { useReplica } from "#client/data";
import type { LineRow } from "#client/features/availability";
import { Button } from "#client/ui/button";
import { Minus, RefreshCw } from "#client/ui/icons";
import { useGrid } from "./grid-state";
import { askedFor } from "./list-items";
import { messages } from "./messages";
import { accessoryMessages } from "./accessory-messages";
import { waysOutOf } from "./ways-out";
import type { WayOut } from "./ways-out";
import styles from "./why-panel.module.css";

const signed = (value: number, text: string): string => (value > 0 ? `+${text}` : text);

const Way = (props: {
  readonly icon: JSX.Element;
  readonly kind: string;
  readonly text: string;
  readonly verb: string;
  readonly onTake: () => void;
}): JSX.Element => {
  const grid = useGrid();
  return (
    <div class={styles.way}>
      {props.icon}
      <b>{props.kind}</b>
      <span class={styles.wayText}>{props.text}</span>
      <Show when={grid.mayEdit()}>
        <Button onClick={() => props.onTake()}>{props.verb}</Button>
      </Show>
    </div>
  );
};

/** What changes when another product takes the place of this many pieces. */
const createWayWords = (): ((way: WayOut) => string) => {
  const t = useText(messages);
  const format = useFormat();
  return (way) => {
    const name = [way.product.maker, way.product.name].filter(Boolean).join(" ");
    const base = t("alternativeText", { n: way.quantity, name, free: t("leftFree", { n: way.left }) });
    const changes = [
      way.powerW === undefined || way.powerW === 0
        ? undefined
        : signed(way.powerW, format().power(way.powerW)),
      way.weightG === undefined || way.weightG === 0
        ? undefined
        : signed(way.weightG, format().weight(way.weightG)),
    ].filter((each) => each !== undefined);
    return [base, ...changes].join(", ");
  };
};

/** One way out per line, each with one verb. */
export const WaysOut = (props: {
  readonly row: LineRow;
  readonly short: number;
  readonly question: AvailabilityQuestion;
}): JSX.Element => {
  const t = useText(messages);
  const along = useText(accessoryMessages);
  const wordsFor = createWayWords();
  const grid = useGrid();
  const { rows } = useReplica();
  const alternatives = createMemo(() =>
    waysOutOf({
      line: props.row,
      short: props.short,
      question: props.question,
      rows,
      live: grid.list.live(),
      askedFor: (each) => askedFor(grid.list.sections(), each.id),
    }),
  );
  const covered = (): number => props.row.quantity - props.short;
  return (
    <div class={styles.ways}>
      <h2>{t("waysOut")}</h2>
      <For each={alternatives()}>
        {(way) => (
          <Way
            icon={<RefreshCw />}
            kind={way.isNamed ? along("standIn") : t("alternative")}
            text={wordsFor(way)}
            verb={t("swap", { n: way.quantity })}
            onTake={() => grid.actions.substitute(props.row.id, lineItemOf(way.product), way.quantity)}
          />
        )}
      </For>
      <Show when={covered() > 0}>
        <Way
          icon={<Minus />}
          kind={t("less")}
          text={t("lessText", { n: covered() })}
          verb={t("takeLess", { n: covered() })}
          onTake={() => grid.actions.setQuantity(props.row.id, covered())}
        />
      </Show>
      <Show when={alternatives().length === 0}>
        <p class="small quiet">{t("noWays")}</p>
      </Show>
    </div>
  );
};
