import { Show } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import type { MovementReason } from "#shared/domain/scanning";
import { lineKey, reasonsFor } from "#shared/domain/stocktake";
import type { TallyLine } from "#shared/domain/stocktake";
import { useText } from "#client/app/i18n";
import { Badge } from "#client/ui/badge";
import { SelectField } from "#client/ui/select-field";
import { VirtualTable } from "#client/ui/virtual-table";
import type { Column } from "#client/ui/virtual-table";
import type { LineWords } from "./line-words";
import { messages } from "./messages";
import styles from "./stocktake.module.css";
import { listOf, meaningOfList, reasonWords } from "./words";

/** Which lines are put right, and why. */
export interface LineChoice {
  readonly chosen: ReadonlySet<string>;
  readonly setChosen: (chosen: ReadonlySet<string>) => void;
  readonly reasonOf: (line: TallyLine) => MovementReason | undefined;
  readonly setReason: (line: TallyLine, reason: MovementReason) => void;
}

interface LineTableProps {
  readonly label: string;
  readonly lines: readonly TallyLine[];
  readonly words: LineWords;
  readonly empty: string;
  /** Nobody is missing while people still count. */
  readonly isCounting?: boolean | undefined;
  /** In review: how each line is judged and what becomes of it. */
  readonly choice?: LineChoice | undefined;
}

const Thing = (props: { readonly line: TallyLine; readonly words: LineWords }): JSX.Element => (
  <span class={styles.thing}>
    <Show when={props.words.code(props.line)} fallback={<span>{props.words.name(props.line)}</span>}>
      {(code) => (
        <span>
          <b>{code()}</b> <span class="quiet">{props.words.name(props.line)}</span>
        </span>
      )}
    </Show>
  </span>
);

/** The judgement in a word: which list, and by how much. */
const VerdictBadge = (props: { readonly line: TallyLine; readonly isCounting: boolean }): JSX.Element => {
  const t = useText(messages);
  const list = () => listOf[props.line.verdict];
  const difference = (): number =>
    props.line.type === "asset" || props.line.counted === undefined
      ? 0
      : props.line.counted - props.line.recorded;
  const text = (): string => {
    const by = difference();
    if (by === 0) return t(list());
    return by < 0 ? t("short", { n: -by }) : t("over", { n: by });
  };
  return (
    <Show
      when={props.isCounting && props.line.verdict === "missing"}
      fallback={<Badge meaning={meaningOfList[list()]}>{text()}</Badge>}
    >
      <Badge>{t("notCounted")}</Badge>
    </Show>
  );
};

const Reason = (props: { readonly line: TallyLine; readonly choice: LineChoice }): JSX.Element => {
  const t = useText(messages);
  return (
    <SelectField
      label={t("columnReason")}
      hideLabel
      quiet
      value={props.choice.reasonOf(props.line)}
      options={reasonsFor[props.line.verdict].map((value) => ({ value, label: t(reasonWords[value]) }))}
      onChange={(reason) => props.choice.setReason(props.line, reason)}
    />
  );
};

const createColumns = (props: LineTableProps): (() => readonly Column<TallyLine>[]) => {
  const t = useText(messages);
  const text = (of: (line: TallyLine) => string) => (line: Accessor<TallyLine>) => (
    <span class="cut">{of(line())}</span>
  );
  // eslint-disable-next-line solid/reactivity -- read when the table asks for its columns
  return () => [
    {
      id: "thing",
      head: t("columnThing"),
      width: "minmax(12rem, 1.5fr)",
      cell: (line) => <Thing line={line()} words={props.words} />,
    },
    ...(props.choice === undefined
      ? []
      : [
          {
            id: "verdict",
            head: t("columnVerdict"),
            width: "8rem",
            cell: (line: Accessor<TallyLine>) => <VerdictBadge line={line()} isCounting={false} />,
          },
        ]),
    {
      id: "recorded",
      head: t("columnRecorded"),
      width: "minmax(8rem, 1fr)",
      cell: text(props.words.recorded),
    },
    {
      id: "seen",
      head: t("columnSeen"),
      width: "minmax(8rem, 1fr)",
      hideBelow: 700,
      cell: text(props.words.seen),
    },
    {
      id: "expected",
      head: t("columnExpected"),
      width: "6rem",
      align: "end",
      hideBelow: 560,
      cell: text(props.words.expected),
    },
    { id: "counted", head: t("columnCounted"), width: "7rem", align: "end", cell: text(props.words.counted) },
    {
      id: "by",
      head: t("columnBy"),
      width: "minmax(9rem, 1fr)",
      hideBelow: 820,
      cell: text(props.words.by),
    },
    ...choiceColumns(props.choice, t("columnReason")),
  ];
};

const choiceColumns = (choice: LineChoice | undefined, head: string): readonly Column<TallyLine>[] =>
  choice === undefined
    ? []
    : [
        {
          id: "reason",
          head,
          width: "11rem",
          cell: (line) => <Reason line={line()} choice={choice} />,
        },
      ];

const Card = (props: { readonly line: TallyLine; readonly table: LineTableProps }): JSX.Element => (
  <div class={styles.card}>
    <span class={styles.thing}>
      <Thing line={props.line} words={props.table.words} />
      <span class="small quiet">
        {[props.table.words.recorded(props.line), props.table.words.by(props.line)]
          .filter((part) => part !== "")
          .join(" · ")}
      </span>
    </span>
    <VerdictBadge line={props.line} isCounting={props.table.isCounting === true} />
  </div>
);

/** Lines of a stocktake, however many. */
export const LineTable = (props: LineTableProps): JSX.Element => {
  const columns = createColumns(props);
  return (
    <div class={styles.table}>
      <VirtualTable
        label={props.label}
        rows={props.lines}
        rowId={lineKey}
        columns={columns()}
        card={props.choice === undefined ? (line) => <Card line={line()} table={props} /> : undefined}
        selected={props.choice?.chosen}
        onSelect={props.choice === undefined ? undefined : (chosen) => props.choice?.setChosen(chosen)}
        empty={<p class="quiet">{props.empty}</p>}
      />
    </div>
  );
};
