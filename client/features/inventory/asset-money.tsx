/** What one piece cost, brought and is worth; where it says nothing of its own its product does. */
import { Show, createMemo, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { assetCost, bookValue, setAssetCost } from "#shared/domain/inventory";
import type { AssetCostPatch } from "#shared/domain/inventory";
import type { Day, Money } from "#shared/kernel/record";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { createIndex, createMay, createRows, useCommands } from "#client/data";
import { positionsIndex } from "#client/features/scanning";
import { Editable } from "#client/ui/editing";
import { Section } from "#client/ui/page";
import type { AssetRow } from "./asset-rows";
import { leftOn } from "./left-on";
import { DayValue, MoneyValue, dayAt } from "./money-fields";
import { moneyMessages } from "./money-messages";
import { createProductValue } from "./product-money";
import { ValueFields } from "./value-fields";
import type { ValueField } from "./value-fields";

const BookValue = (props: { readonly row: AssetRow; readonly purchase: Money | undefined }): JSX.Element => {
  const t = useText(moneyMessages);
  const format = useFormat();
  const { now } = useApp();
  const positions = createIndex(positionsIndex);
  const known = createProductValue(() => props.row.product);
  const [on, setOn] = createSignal<Day>(dayAt(now()));
  const words = createMemo(() => {
    const [purchase, { id, purchasedOn }] = [props.purchase, props.row];
    if (purchase === undefined || purchasedOn === undefined) return t("noBookValue");
    const rule = known() ?? {};
    const bought = { purchase, on: purchasedOn, left: leftOn(positions(), id) };
    const value = bookValue(bought, rule, on());
    return value === undefined ? t("notOwned") : format().money(value);
  });
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
          { name: t("bookValue"), control: <output>{words()}</output> },
        ]}
      />
    </Editable>
  );
};

export const AssetMoneySection = (props: { readonly row: AssetRow }): JSX.Element => {
  const t = useText(moneyMessages);
  const may = createMay();
  const commands = useCommands();
  const ofProduct = createProductValue(() => props.row.product);
  const costs = createRows(assetCost, {
    where: (row) => row.asset === props.row.id,
    sort: (a, b) => (a.id < b.id ? -1 : 1),
  });
  const known = () => costs()[0];
  const set = (values: AssetCostPatch): void => {
    // The first amount of a piece goes where its product's amounts stand.
    const moneyThing = known()?.thing ?? ofProduct()?.thing;
    const { product, id } = props.row;
    void commands.runCommand(setAssetCost, { product, asset: id, moneyThing, values });
  };
  const amount = (field: "purchase" | "replacement" | "dayRate" | "soldFor"): ValueField => ({
    name: t(field),
    control: (
      <MoneyValue
        label={t(field)}
        value={known()?.[field]}
        usual={field === "replacement" || field === "dayRate" ? ofProduct()?.[field] : undefined}
        onCommit={(value) => set({ [field]: value })}
      />
    ),
  });
  return (
    <Show when={may("read", "money")}>
      <Section title={t("cost")}>
        <Editable when={may("write", "money") && may("create", "money")}>
          <ValueFields
            fields={[amount("purchase"), amount("replacement"), amount("dayRate"), amount("soldFor")]}
          />
        </Editable>
        <BookValue row={props.row} purchase={known()?.purchase} />
      </Section>
    </Show>
  );
};
