/** The head of a group: its name, its sums, how far it is. */
import { createMemo } from "solid-js";
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
  return createMemo(() => {
    const lines = list.sections().find(({ group }) => group?.id === id())?.lines ?? [];
    const { byLine } = list.counts();
    const allocated = lines.reduce(
      (sum, { id: line, quantity }) => sum + Math.min(quantity, byLine.get(line)?.allocated ?? 0),
      0,
    );
    return { ...totalsOf(lines), allocated };
  });
};

const GroupMenu = (props: {
  readonly group: LineGroupId;
  readonly name: string;
  readonly isEmpty: boolean;
}): JSX.Element => {
  const t = useText(messages);
  const grid = useGrid();
  const item = () => grid.items()[grid.indexOf(groupKey(props.group))];
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
          onSelect: () => queueMicrotask(() => grid.edit({ key: groupKey(props.group), column: "name" })),
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

export const GroupCells = (props: {
  readonly group: LineGroupId;
  readonly columns: readonly { readonly id: ColumnId }[];
}): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const grid = useGrid();
  const row = createRow(lineGroup, () => props.group);
  const name = (): string => row()?.name ?? "";
  const sums = createGroupSums(() => props.group);
  const isClosed = (): boolean => grid.isCollapsed(props.group);
  const has = (column: ColumnId): boolean => props.columns.some(({ id }) => id === column);
  const meterSpan = (): number =>
    ["packed", "out", "back", "free"].filter((id) => props.columns.some((column) => column.id === id)).length;
  const cell = (column: ColumnId) => ({ key: groupKey(props.group), column });
  return (
    <>
      <div class={styles.index} role="rowheader" aria-label={name()}>
        <button
          type="button"
          class={styles.toggle}
          tabindex="-1"
          aria-expanded={!isClosed()}
          aria-label={isClosed() ? t("expand", { group: name() }) : t("collapse", { group: name() })}
          onClick={() => grid.toggleGroup(props.group)}
        >
          {isClosed() ? <ChevronRight /> : <ChevronDown />}
        </button>
      </div>
      <GridCell
        cell={cell("name")}
        edit={{
          label: t("groupName"),
          value: name(),
          onCommit: (text) => text !== "" && grid.actions.renameGroup(props.group, text),
        }}
      >
        <b class="cut">{name()}</b>
        <span class="small faint">{t("lines", { n: sums().lines })}</span>
        <span class={styles.rowMenu}>
          <IconButton
            label={t("addHere", { group: name() })}
            tabindex="-1"
            onClick={() => grid.addTo(props.group)}
          >
            <Plus />
          </IconButton>
          <GroupMenu group={props.group} name={name()} isEmpty={sums().lines === 0} />
        </span>
      </GridCell>
      <GridCell cell={cell("needed")} figure>
        <b>{format().number(sums().pieces)}</b>
      </GridCell>
      {has("allocated") && (
        <GridCell cell={cell("allocated")} figure>
          {format().number(sums().allocated)}
        </GridCell>
      )}
      {meterSpan() > 0 && (
        <div
          class={styles.meter}
          role="gridcell"
          style={{ "--span": meterSpan() }}
          aria-colspan={meterSpan()}
        >
          <Meter
            label={t("allocatedOf", { group: name(), done: sums().allocated, needed: sums().pieces })}
            parts={[{ value: sums().allocated, meaning: "ok" }]}
            limit={sums().pieces}
          />
        </div>
      )}
      {has("weight") && (
        <GridCell cell={cell("weight")} figure quiet={sums().weightG === 0}>
          {sums().weightG === 0 ? "–" : format().number(sums().weightG / 1000)}
        </GridCell>
      )}
      {has("power") && (
        <GridCell cell={cell("power")} figure quiet={sums().powerW === 0}>
          {sums().powerW === 0 ? "–" : format().number(sums().powerW / 1000, 1)}
        </GridCell>
      )}
      {has("note") && (
        <GridCell cell={cell("note")}>
          {sums().pieces > 0 && sums().allocated > 0
            ? t("allocatedShare", { share: format().percent(sums().allocated / sums().pieces) })
            : ""}
        </GridCell>
      )}
    </>
  );
};
