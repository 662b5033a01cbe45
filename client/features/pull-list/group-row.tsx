/** The head of a group: its name, its sums, how far it is. */
import { Show, createMemo } from "solid-js";
import type { JSX } from "solid-js";
import { lineGroup, totalsOf } from "#shared/domain/pull-list";
import type { LineGroupId } from "#shared/domain/pull-list";
import { useFormat, useText } from "#client/app/i18n";
import { createRow } from "#client/data";
import { IconButton } from "#client/ui/button";
import {
  ArrowDown,
  ArrowUp,
  ChevronDown,
  ChevronRight,
  Ellipsis,
  Pencil,
  Plus,
  Trash2,
} from "#client/ui/icons";
import { Menu } from "#client/ui/menu";
import { Meter } from "#client/ui/meter";
import { GridCell } from "./grid-cell";
import type { ColumnId } from "./grid-columns";
import { moveItem } from "./grid-keys";
import styles from "./grid.module.css";
import { useGrid } from "./grid-state";
import { groupKey } from "./list-items";
import { messages } from "./messages";

const createGroupSums = (id: () => LineGroupId) => {
  const { list } = useGrid();
  const sums = createMemo(() => {
    const lines = list.sections().find(({ group }) => group?.id === id())?.lines ?? [];
    const { byLine } = list.counts();
    const allocated = lines.reduce(
      (sum, { id: line, quantity }) => sum + Math.min(quantity, byLine.get(line)?.allocated ?? 0),
      0,
    );
    return { ...totalsOf(lines), allocated };
  });
  return sums;
};

const GroupMenu = (props: {
  readonly group: LineGroupId;
  readonly name: string;
  readonly isEmpty: boolean;
}): JSX.Element => {
  const t = useText(messages);
  const grid = useGrid();
  const item = () => grid.items()[grid.indexOf(groupKey(props.group))];
  // The menu gives focus back when it closes; the field takes it after that.
  const rename = (): void => {
    const key = groupKey(props.group);
    requestAnimationFrame(() => grid.edit({ key, column: "name" }));
  };
  return (
    <Menu
      label={t("groupActions", { group: props.name })}
      triggerClass={styles.menuButton}
      trigger={<Ellipsis />}
      entries={[
        {
          label: t("rename"),
          icon: <Pencil />,
          hint: "↵",
          onSelect: rename,
        },
        {
          label: t("moveUp"),
          icon: <ArrowUp />,
          hint: "Alt ↑",
          onSelect: () => void moveItem(grid, item(), "ArrowUp"),
        },
        {
          label: t("moveDown"),
          icon: <ArrowDown />,
          hint: "Alt ↓",
          onSelect: () => void moveItem(grid, item(), "ArrowDown"),
        },
        "line",
        {
          label: t("removeKeep"),
          icon: <Trash2 />,
          disabled: props.isEmpty,
          onSelect: () => grid.actions.removeGroup(props.group, "keep"),
        },
        {
          label: t("removeWith"),
          icon: <Trash2 />,
          danger: true,
          onSelect: () => grid.actions.removeGroup(props.group, "remove"),
        },
      ]}
    />
  );
};

const GroupName = (props: {
  readonly group: LineGroupId;
  readonly name: string;
  readonly lines: number;
}): JSX.Element => {
  const t = useText(messages);
  const grid = useGrid();
  const rename = (text: string): void => {
    if (text !== "") grid.actions.renameGroup(props.group, text);
  };
  return (
    <GridCell
      cell={{ key: groupKey(props.group), column: "name" }}
      edit={{ label: t("groupName"), value: props.name, onCommit: rename }}
    >
      <b class="cut">{props.name}</b>
      <span class="small faint">{t("lines", { n: props.lines })}</span>
      <Show when={grid.mayEdit()}>
        <span class={styles.rowMenu}>
          <IconButton
            label={t("addHere", { group: props.name })}
            tabindex="-1"
            onClick={() => grid.addTo(props.group)}
          >
            <Plus />
          </IconButton>
          <GroupMenu group={props.group} name={props.name} isEmpty={props.lines === 0} />
        </span>
      </Show>
    </GridCell>
  );
};

const Toggle = (props: { readonly group: LineGroupId; readonly name: string }): JSX.Element => {
  const t = useText(messages);
  const grid = useGrid();
  const isClosed = (): boolean => grid.isCollapsed(props.group);
  return (
    <div class={styles.index} role="rowheader" aria-label={props.name}>
      <button
        type="button"
        class={styles.toggle}
        tabindex="-1"
        aria-expanded={!isClosed()}
        aria-label={isClosed() ? t("expand", { group: props.name }) : t("collapse", { group: props.name })}
        onClick={() => grid.toggleGroup(props.group)}
      >
        {isClosed() ? <ChevronRight /> : <ChevronDown />}
      </button>
    </div>
  );
};

const underMeter: ReadonlySet<ColumnId> = new Set<ColumnId>(["packed", "out", "back", "free"]);

/** Sums under the columns they belong to; the meter lies under those that have none. */
export const GroupCells = (props: {
  readonly group: LineGroupId;
  readonly columns: readonly { readonly id: ColumnId }[];
}): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const row = createRow(lineGroup, () => props.group);
  const name = (): string => row()?.name ?? "";
  const sums = createGroupSums(() => props.group);
  const has = (column: ColumnId): boolean => props.columns.some(({ id }) => id === column);
  const span = (): number => props.columns.filter(({ id }) => underMeter.has(id)).length;
  const Figure = (figure: {
    readonly column: ColumnId;
    readonly value: number;
    readonly decimals?: number;
  }): JSX.Element => (
    <Show when={has(figure.column)}>
      <GridCell
        cell={{ key: groupKey(props.group), column: figure.column }}
        figure
        quiet={figure.value === 0}
      >
        {figure.value === 0 ? "–" : format().number(figure.value, figure.decimals ?? 0)}
      </GridCell>
    </Show>
  );
  const share = (): string =>
    sums().allocated > 0
      ? t("allocatedShare", { share: format().percent(sums().allocated / sums().pieces) })
      : "";
  return (
    <>
      <Toggle group={props.group} name={name()} />
      <GroupName group={props.group} name={name()} lines={sums().lines} />
      <GridCell cell={{ key: groupKey(props.group), column: "needed" }} figure>
        <b>{format().number(sums().pieces)}</b>
      </GridCell>
      <Figure column="allocated" value={sums().allocated} />
      <Show when={span() > 0}>
        <div class={styles.meter} role="gridcell" style={{ "--span": span() }} aria-colspan={span()}>
          <Meter
            label={t("allocatedOf", { group: name(), done: sums().allocated, needed: sums().pieces })}
            parts={[{ value: sums().allocated, meaning: "ok" }]}
            limit={sums().pieces}
          />
        </div>
      </Show>
      <Figure column="weight" value={sums().weightG / 1000} />
      <Figure column="power" value={sums().powerW / 1000} decimals={1} />
      <Show when={has("note")}>
        <GridCell cell={{ key: groupKey(props.group), column: "note" }}>{share()}</GridCell>
      </Show>
    </>
  );
};
