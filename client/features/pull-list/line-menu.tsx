import type { JSX } from "solid-js";
import { useNavigate } from "@solidjs/router";
import { useText } from "#client/app/i18n";
import type { LineRow } from "#client/features/availability";
import { ArrowDown, ArrowUp, Ellipsis, Eye, Package, Pencil, Search, Trash2 } from "#client/ui/icons";
import { Menu } from "#client/ui/menu";
import type { MenuEntry } from "#client/ui/menu";
import { moveItem } from "./grid-keys";
import styles from "./grid.module.css";
import { useGrid } from "./grid-state";
import { lineKey } from "./list-items";
import { messages } from "./messages";

/** What only those who may change the list do with a line. */
const createEdits = (row: () => LineRow): (() => readonly MenuEntry[]) => {
  const t = useText(messages);
  const grid = useGrid();
  const item = () => grid.items()[grid.indexOf(lineKey(row().id))];
  const groups = () =>
    grid.list
      .sections()
      .flatMap(({ group }) => (group === undefined || group.id === row().group ? [] : [group]));
  return () => [
    "line",
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
    ...groups().map((group) => ({
      label: t("moveTo", { group: group.name }),
      onSelect: () => grid.actions.move([row().id], group.id, undefined),
    })),
    "line",
    {
      label: t("remove"),
      icon: <Trash2 />,
      hint: "Del",
      danger: true,
      onSelect: () => grid.actions.remove([row().id]),
    },
  ];
};

/** What the keyboard does, for those who point. */
export const LineMenu = (props: { readonly row: LineRow }): JSX.Element => {
  const t = useText(messages);
  const grid = useGrid();
  const navigate = useNavigate();
  const edits = createEdits(() => props.row);
  const sheet = (): MenuEntry => ({
    label: t(grid.mayEdit() ? "editNote" : "openSheet"),
    icon: grid.mayEdit() ? <Pencil /> : <Eye />,
    onSelect: () => grid.openSheet(props.row.id),
  });
  const product = (): readonly MenuEntry[] => {
    const { product: id } = props.row;
    if (id !== undefined)
      return [
        { label: t("openProduct"), icon: <Package />, onSelect: () => navigate(`/stock/products/${id}`) },
      ];
    return grid.mayEdit()
      ? [{ label: t("becomeProduct"), icon: <Search />, onSelect: () => grid.openSheet(props.row.id) }]
      : [];
  };
  const entries = (): readonly MenuEntry[] => [sheet(), ...product(), ...(grid.mayEdit() ? edits() : [])];
  return (
    <span class={styles.rowMenu}>
      <Menu
        label={t("lineActions", { name: props.row.name })}
        triggerClass={styles.menuButton}
        trigger={<Ellipsis />}
        entries={entries()}
      />
    </span>
  );
};
