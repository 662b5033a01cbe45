/** What pieces of a product are worth: to replace, to rent, at customs, and in the books. Only for who may see money. */
import { For, Show, createMemo, createSignal } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import {
  asset,
  assetCost,
  bookValue,
  depreciations,
  productValue,
  setProductValue,
} from "#shared/domain/inventory";
import type { Depreciation, ProductId, ProductValue, ProductValuePatch } from "#shared/domain/inventory";
import { thingOf } from "#shared/kernel/ids";
import { sumMoney } from "#shared/kernel/money";
import type { Day, Money } from "#shared/kernel/record";
import type { Row } from "#shared/replica/types";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { createIndex, createMay, createRows, createRowsOf, useCommands } from "#client/data";
import { positionsIndex } from "#client/features/scanning";
import { Editable } from "#client/ui/editing";
import { Section } from "#client/ui/page";
import { SelectField } from "#client/ui/select-field";
import { leftOn } from "./left-on";
import { DayValue, MoneyValue, dayAt } from "./money-fields";
import { moneyMessages } from "./money-messages";
import { NumberValue, ValueFields } from "./value-fields";
import type { ValueField } from "./value-fields";

/** The values of a product. Two devices may each have begun them: the record with the lower id counts everywhere. */
export const createProductValue = (
  product: Accessor<ProductId>,
): Accessor<Row<typeof productValue> | undefined> => {
  const values = createRows(productValue, {
    where: (row) => row.product === product(),
    sort: (a, b) => (a.id < b.id ? -1 : 1),
  });
  return () => values()[0];
};

const depreciationKeys = {
  none: "none",
  "straight-line": "straightLine",
  declining: "declining",
} as const satisfies Record<Depreciation, string>;

interface ValuesProps {
  readonly known: ProductValue | undefined;
  readonly edit: (values: ProductValuePatch) => void;
}

const amounts = (props: ValuesProps): readonly ValueField[] => {
  const t = useText(moneyMessages);
  return (["replacement", "dayRate", "customs"] as const).map((field) => ({
    name: t(field),
    control: (
      <MoneyValue
        label={t(field)}
        value={props.known?.[field]}
        onCommit={(value) => props.edit({ [field]: value })}
      />
    ),
  }));
};

const rules = (props: ValuesProps): readonly ValueField[] => {
  const t = useText(moneyMessages);
  // The list of fields is made again when this changes.
  // eslint-disable-next-line solid/reactivity
  const rule = props.known?.depreciation ?? "none";
  const number = (field: "lifeMonths" | "yearlyPercent", unit?: string): ValueField => ({
    name: t(field),
    control: (
      <NumberValue
        label={t(field)}
        value={props.known?.[field]}
        {...(unit === undefined ? {} : { unit })}
        onCommit={(value) => props.edit({ [field]: value })}
      />
    ),
  });
  const residual: ValueField = {
    name: t("residualPercent"),
    control: (
      <NumberValue
        label={t("residualPercent")}
        value={props.known?.residualPercent ?? 0}
        unit="%"
        onCommit={(value) => props.edit({ residualPercent: value ?? 0 })}
      />
    ),
  };
  return [
    {
      name: t("depreciation"),
      control: (
        <SelectField<Depreciation>
          label={t("depreciation")}
          hideLabel
          quiet
          value={rule}
          options={depreciations.map((value) => ({ value, label: t(depreciationKeys[value]) }))}
          onChange={(depreciation) => props.edit({ depreciation })}
        />
      ),
    },
    ...(rule === "straight-line" ? [number("lifeMonths")] : []),
    ...(rule === "declining" ? [number("yearlyPercent", "%")] : []),
    ...(rule === "none" ? [] : [residual]),
  ];
};

/** All pieces of the product in the books on a day. */
const createTotal = (
  product: Accessor<ProductId>,
  known: Accessor<ProductValue | undefined>,
  on: Accessor<Day>,
): Accessor<{ readonly sums: readonly Money[]; readonly pieces: number }> => {
  const positions = createIndex(positionsIndex);
  const assets = createRowsOf(asset, () => thingOf(product()));
  const costs = createRows(assetCost, { where: (row) => row.product === product() });
  const total = createMemo(() => {
    const rule = known() ?? {};
    const bought = new Map(costs().map((row) => [row.asset, row.purchase]));
    const values = assets().flatMap((row) => {
      const purchase = bought.get(row.id);
      if (purchase === undefined || row.purchasedOn === undefined) return [];
      const left = leftOn(positions(), row.id);
      return bookValue({ purchase, on: row.purchasedOn, left }, rule, on()) ?? [];
    });
    return { sums: sumMoney(values), pieces: values.length };
  });
  return total;
};

const BookValues = (props: {
  readonly product: ProductId;
  readonly known: ProductValue | undefined;
}): JSX.Element => {
  const t = useText(moneyMessages);
  const format = useFormat();
  const { now } = useApp();
  const [on, setOn] = createSignal<Day>(dayAt(now()));
  const total = createTotal(
    () => props.product,
    () => props.known,
    on,
  );
  return (
    <Editable when>
      <ValueFields
        fields={[
          {
            name: t("asOf"),
            control: (
              <DayValue label={t("asOf")} value={on()} onCommit={(day) => day !== null && setOn(day)} />
            ),
          },
          {
            name: t("bookValue"),
            control: (
              <output class="quiet">
                <For each={total().sums}>{(sum) => <b>{format().money(sum)} </b>}</For>
                {t("counted", { n: total().pieces })}
              </output>
            ),
          },
        ]}
      />
    </Editable>
  );
};

export const ProductMoneySection = (props: {
  readonly product: ProductId;
  readonly hasAssets: boolean;
}): JSX.Element => {
  const t = useText(moneyMessages);
  const may = createMay();
  const commands = useCommands();
  const known = createProductValue(() => props.product);
  const edit = (values: ProductValuePatch): void => {
    const moneyThing = known()?.thing;
    void commands.runCommand(setProductValue, { product: props.product, moneyThing, values });
  };
  const fields = (): readonly ValueField[] => {
    const values = {
      edit,
      get known() {
        return known();
      },
    };
    return [...amounts(values), ...(props.hasAssets ? rules(values) : [])];
  };
  return (
    <Show when={may("read", "money")}>
      <Section title={t("values")}>
        <Editable when={may("write", "money") && may("create", "money")}>
          <ValueFields fields={fields()} />
        </Editable>
        <Show when={props.hasAssets}>
          <BookValues product={props.product} known={known()} />
        </Show>
      </Section>
    </Show>
  );
};
