import type { JSX } from "solid-js";
import { useNavigate } from "@solidjs/router";
import { useText } from "#client/app/i18n";
import type { LineRow } from "#client/features/availability";
import { ArrowDown, ArrowUp, Ellipsis, Package, Pencil, Search, Trash2 } from "#client/ui/icons";
import { Menu } from "#client/ui/menu";
import type { MenuEntry } from "#client/ui/menu";
import { moveItem } from "./grid-keys";
import styles from "./grid.module.css";
import { useGrid } from "./grid-state";
import { lineKey } from "./list-items";
import { messages } from "./messages";

/** What the keyboard does, for those who point. */
export const LineMenu = (props: { readonly row: LineRow }): JSX.Element => {
  const t = useText(messages);
  const grid = useGrid();
  const navigate = useNavigate();
  const item = () => grid.items()[grid.indexOf(lineKey(props.row.id))];
  const groups = () =>
    grid.list
      .sections()
      .flatMap(({ group }) => (group === undefined || group.id === props.row.group ? [] : [group]));
  const entries = (): readonly MenuEntry[] => [
    { label: t("editNote"), icon: <Pencil />, onSelect: () => grid.openSheet(props.row.id) },
    props.row.product === undefined
      ? { label: t("becomeProduct"), icon: <Search />, onSelect: () => grid.openSheet(props.row.id) }
      : {
          label: t("openProduct"),
          icon: <Package />,
          onSelect: () => navigate(`/stock/products/${props.row.product ?? ""}`),
        },
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
      onSelect: () => grid.actions.move([props.row.id], group.id, undefined),
    })),
    "line",
    {
      label: t("remove"),
      icon: <Trash2 />,
      hint: "Del",
      danger: true,
      onSelect: () => grid.actions.remove([props.row.id]),
    },
  ];
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
