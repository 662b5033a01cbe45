import { For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { trackings } from "#shared/domain/inventory";
import type { Tracking } from "#shared/domain/inventory";
import type { CategoryId } from "#shared/domain/settings";
import { useText } from "#client/app/i18n";
import { Checkbox } from "#client/ui/checkbox";
import { TextField } from "#client/ui/field";
import { Columns3, Search } from "#client/ui/icons";
import { Toolbar } from "#client/ui/page";
import { Popover } from "#client/ui/popover";
import { Segmented } from "#client/ui/segmented";
import { SelectField } from "#client/ui/select-field";
import { messages } from "./messages";
import type { Categories } from "./places";
import { trackingKeys } from "./stock-columns";
import type { StockColumn } from "./stock-columns";
import type { ChangeFilters, StockFilters } from "./stock-filters";
import styles from "./inventory.module.css";

interface FilterProps {
  readonly filters: StockFilters;
  readonly onChange: ChangeFilters;
}

const any = "any";

export const ColumnChooser = <Row,>(props: {
  readonly columns: readonly StockColumn<Row>[];
  readonly toggled: ReadonlySet<string>;
  readonly onChange: ChangeFilters;
}): JSX.Element => {
  const t = useText(messages);
  const toggle = (id: string): void => {
    const toggled = new Set(props.toggled);
    if (!toggled.delete(id)) toggled.add(id);
    props.onChange({ toggled });
  };
  return (
    <Popover
      title={t("chooseField")}
      label={t("columns")}
      trigger={<Columns3 />}
      triggerClass={styles.iconTrigger}
      placement="bottom-end"
    >
      <div class={styles.chooser}>
        <For each={props.columns.slice(1)}>
          {(column) => (
            <Checkbox
              label={column.head}
              checked={column.usual !== props.toggled.has(column.id)}
              onChange={() => toggle(column.id)}
            />
          )}
        </For>
      </div>
    </Popover>
  );
};

const CategoryFilter = (props: FilterProps & { readonly categories: Categories }): JSX.Element => {
  const t = useText(messages);
  return (
    <SelectField<CategoryId | "any">
      label={t("category")}
      hideLabel
      value={props.filters.category ?? any}
      options={[
        { value: any, label: t("anyCategory") },
        ...props.categories.nodes().map((node) => ({
          value: node.category.id,
          label: `${"\u2003".repeat(node.depth)}${node.category.name}`,
        })),
      ]}
      onChange={(value) => props.onChange({ category: value === any ? undefined : value })}
    />
  );
};

const TrackingFilter = (props: FilterProps): JSX.Element => {
  const t = useText(messages);
  return (
    <SelectField<Tracking | "any">
      label={t("tracking")}
      hideLabel
      value={props.filters.tracking ?? any}
      options={[
        { value: any, label: t("anyTracking") },
        ...trackings.map((value) => ({ value, label: t(trackingKeys[value]) })),
      ]}
      onChange={(value) => props.onChange({ tracking: value === any ? undefined : value })}
    />
  );
};

export const FilterBar = (
  props: FilterProps & {
    readonly categories: Categories;
    readonly counts: string;
    readonly chooser: JSX.Element;
    readonly actions: JSX.Element;
    /** The person left the search field. */
    readonly onSettle: () => void;
  },
): JSX.Element => {
  const t = useText(messages);
  return (
    <Toolbar
      label={t("filters")}
      end={
        <>
          <span class={`small quiet ${styles.counts ?? ""}`} role="status">
            {props.counts}
          </span>
          {props.chooser}
          {props.actions}
        </>
      }
    >
      <Segmented
        label={t("view")}
        value={props.filters.view}
        segments={[
          { value: "products", label: t("products") },
          { value: "assets", label: t("assets") },
        ]}
        onChange={(view) => props.onChange({ view, sort: undefined, toggled: new Set() })}
      />
      <div class={styles.search}>
        <TextField
          label={t("search")}
          hideLabel
          placeholder={t("search")}
          type="search"
          icon={<Search />}
          value={props.filters.text}
          onInput={(text) => props.onChange({ text })}
          onCommit={() => props.onSettle()}
        />
      </div>
      <div class={styles.filterPair}>
        <CategoryFilter filters={props.filters} categories={props.categories} onChange={props.onChange} />
        <Show when={props.filters.view === "products"}>
          <TrackingFilter filters={props.filters} onChange={props.onChange} />
        </Show>
      </div>
    </Toolbar>
  );
};
