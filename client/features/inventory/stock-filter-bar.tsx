import { For, Show } from "solid-js";
import type { JSX } from "solid-js";
import type { CategoryId } from "#shared/domain/settings";
import { useText } from "#client/app/i18n";
import { Checkbox } from "#client/ui/checkbox";
import { TextField } from "#client/ui/field";
import { Columns3, Search } from "#client/ui/icons";
import { Toolbar } from "#client/ui/page";
import { Popover } from "#client/ui/popover";
import { Segmented } from "#client/ui/segmented";
import { SelectField } from "#client/ui/select-field";
import type { Option } from "#client/ui/select-field";
import { customMessages } from "./custom-messages";
import { createCustomValues, readCustomFilter, writeCustomFilter } from "./custom-values";
import type { CustomOn } from "./custom-values";
import { kitMessages } from "./kit-messages";
import { messages } from "./messages";
import type { Categories } from "./places";
import { trackingKeys } from "./stock-columns";
import type { StockColumn } from "./stock-columns";
import { stockKinds } from "./stock-filters";
import type { ChangeFilters, OnlyFilter, StockFilters, StockKind } from "./stock-filters";
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
  const kit = useText(kitMessages);
  return (
    <SelectField<StockKind | "any">
      label={t("tracking")}
      hideLabel
      value={props.filters.tracking ?? any}
      options={[
        { value: any, label: t("anyTracking") },
        ...stockKinds.map((value) => ({
          value,
          label: value === "kit" ? kit("kit") : t(trackingKeys[value]),
        })),
      ]}
      onChange={(value) => props.onChange({ tracking: value === any ? undefined : value })}
    />
  );
};

/** What is asked for often: what has to be ordered; what is lost or was taken off stock. */
const OnlyFilterField = (props: FilterProps): JSX.Element => {
  const t = useText(messages);
  const options = (): readonly Option<OnlyFilter | "any">[] =>
    props.filters.view === "products"
      ? [
          { value: any, label: t("anyStock") },
          { value: "below", label: t("below") },
        ]
      : [
          { value: any, label: t("inStock") },
          { value: "lost", label: t("lost") },
          { value: "gone", label: t("offStock") },
        ];
  return (
    <SelectField<OnlyFilter | "any">
      label={t("standing")}
      hideLabel
      value={props.filters.only ?? any}
      options={options()}
      onChange={(value) => props.onChange({ only: value === any ? undefined : value })}
    />
  );
};

/** Values that stand in the company's own fields; absent while there are none. */
const OwnFilterField = (props: FilterProps & { readonly on: CustomOn }): JSX.Element => {
  const t = useText(customMessages);
  // eslint-disable-next-line solid/reactivity -- each view has a bar of its own
  const values = createCustomValues(props.on);
  const options = () =>
    values.used().map(({ field, value }) => ({
      value: writeCustomFilter({ field: field.id, value }),
      label: `${field.name}: ${values.shown(field, value)}`,
    }));
  const chosen = (): string => (props.filters.own === undefined ? any : writeCustomFilter(props.filters.own));
  return (
    <Show when={options().length > 0}>
      <SelectField
        label={t("ownFields")}
        hideLabel
        value={chosen()}
        options={[{ value: any, label: t("anyValue") }, ...options()]}
        onChange={(value) => props.onChange({ own: value === any ? undefined : readCustomFilter(value) })}
      />
    </Show>
  );
};

const Choices = (props: FilterProps & { readonly categories: Categories }): JSX.Element => (
  <div class={styles.filterPair}>
    <CategoryFilter filters={props.filters} categories={props.categories} onChange={props.onChange} />
    <Show when={props.filters.view === "products"}>
      <TrackingFilter filters={props.filters} onChange={props.onChange} />
    </Show>
    <OwnFilterField
      on={props.filters.view === "products" ? "product" : "asset"}
      filters={props.filters}
      onChange={props.onChange}
    />
    <OnlyFilterField filters={props.filters} onChange={props.onChange} />
  </div>
);

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
        onChange={(view) =>
          props.onChange({ view, only: undefined, own: undefined, sort: undefined, toggled: new Set() })
        }
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
      <Choices filters={props.filters} categories={props.categories} onChange={props.onChange} />
    </Toolbar>
  );
};
