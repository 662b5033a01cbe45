/** What a kit is made of, how many can be made now, and what there is too little of for one more. */
import { For, Show, createMemo } from "solid-js";
import type { JSX } from "solid-js";
import {
  addKitPart,
  kitPart,
  product,
  removeKitPart,
  setKitPartQuantity,
  setProductValue,
} from "#shared/domain/inventory";
import type { KitPart, Product, ProductId } from "#shared/domain/inventory";
import { compareByOrder } from "#shared/kernel/order-key";
import { thingOf } from "#shared/kernel/ids";
import { dayMs } from "#shared/kernel/local-time";
import { useApp } from "#client/app/app-context";
import { createUndoToast } from "#client/app/frame/undo";
import { useFormat, useText } from "#client/app/i18n";
import { createIndex, createMay, createRowsOf, useCommands, useReplica } from "#client/data";
import { HistoryPanel } from "#client/features/activity";
import { availabilityIndex, createMayAnswer } from "#client/features/availability";
import { FilesSection } from "#client/features/files";
import { Badge } from "#client/ui/badge";
import { IconButton } from "#client/ui/button";
import { Editable, useEditable } from "#client/ui/editing";
import { X } from "#client/ui/icons";
import { NumberField } from "#client/ui/number-field";
import { Section } from "#client/ui/page";
import { AccessorySection } from "./accessory-section";
import { AvailabilityGlance } from "./availability-glance";
import { kitsFreeFor } from "./kit-free";
import { kitIndex } from "./kit-index";
import { kitMessages } from "./kit-messages";
import styles from "./kit-section.module.css";
import { messages } from "./messages";
import { MoneyValue } from "./money-fields";
import { ProductPicker } from "./product-picker";
import { ProductLink, createProductName } from "./product-link";
import { createProductValue } from "./product-money";
import type { ProductRow } from "./product-rows";
import { ValueFields } from "./value-fields";

const Part = (props: { readonly part: KitPart; readonly isLeftOut: boolean }): JSX.Element => {
  const t = useText(kitMessages);
  const commands = useCommands();
  const isEditable = useEditable();
  const nameOf = createProductName();
  const offerUndo = createUndoToast();
  const name = (): string => nameOf(props.part.item);
  const of = () => ({ product: props.part.product, part: props.part.id });
  const remove = async (): Promise<void> => {
    const removed = name();
    const done = await commands.runCommand(removeKitPart, of());
    if (done.ok) offerUndo(t("removed", { name: removed }), done.value.change);
  };
  return (
    <li class={styles.part}>
      <NumberField
        label={t("pieces", { name: name() })}
        hideLabel
        min={1}
        max={10_000}
        value={props.part.quantity}
        onCommit={(quantity) =>
          quantity !== undefined && void commands.runCommand(setKitPartQuantity, { ...of(), quantity })
        }
      />
      <span class={styles.named}>
        <ProductLink product={props.part.item} />
        <Show when={props.isLeftOut}>
          <Badge meaning="problem">{t("circle")}</Badge>
        </Show>
      </span>
      <Show when={isEditable()}>
        <IconButton label={t("removePart", { name: name() })} onClick={() => void remove()}>
          <X />
        </IconButton>
      </Show>
    </li>
  );
};

const Parts = (props: { readonly kit: ProductId }): JSX.Element => {
  const t = useText(kitMessages);
  const may = createMay();
  const commands = useCommands();
  const { rows } = useReplica();
  const index = createIndex(kitIndex);
  const parts = createRowsOf(kitPart, () => thingOf(props.kit), { sort: compareByOrder });
  const mayEdit = (): boolean => may("write", "inventory");
  /** What is listed already, and every kit that holds this one. */
  const except = createMemo(() => {
    const book = index().book();
    const above = [...rows.all(product).values()].filter(
      ({ id, isKit }) => isKit === true && book.kitsIn(id).has(props.kit),
    );
    return new Set([...parts().map(({ item }) => item), ...above.map(({ id }) => id), props.kit]);
  });
  const add = ({ id: item }: Product): void => {
    const kitsInItem = [...index().book().kitsIn(item)];
    void commands.runCommand(addKitPart, { product: props.kit, item, quantity: 1, kitsInItem });
  };
  return (
    <Section title={t("madeOf")} note={t("madeOfText")}>
      <Show when={parts().length === 0}>
        <p class="quiet">{t("noParts")}</p>
      </Show>
      <Editable when={mayEdit()}>
        <ul class={styles.parts}>
          <For each={parts()}>
            {(part) => <Part part={part} isLeftOut={index().book().leftOut.has(part.id)} />}
          </For>
        </ul>
      </Editable>
      <Show when={mayEdit()}>
        <ProductPicker label={t("addPart")} except={except()} onChoose={add} />
      </Show>
    </Section>
  );
};

const CanBeMade = (props: { readonly kit: ProductId }): JSX.Element => {
  const t = useText(kitMessages);
  const { now } = useApp();
  const format = useFormat();
  const nameOf = createProductName();
  const kits = createIndex(kitIndex);
  const live = createIndex(availabilityIndex);
  const mayAnswer = createMayAnswer();
  const answer = createMemo(() => {
    const asOf = now();
    const question = { window: { from: asOf, to: asOf + dayMs }, asOf };
    const book = kits().book();
    const { index } = live();
    const { free, limiting } = kitsFreeFor(props.kit, book, index, question);
    const needs = book.explode(props.kit);
    const why = limiting.map((id) => ({ id, free: index.free(id, question), each: needs.get(id) ?? 0 }));
    return { free, why };
  });
  return (
    <Section title={t("canBeMade")}>
      <Show when={mayAnswer()} fallback={<p class="quiet">{t("askOffice")}</p>}>
        <p class={styles.count}>{t("kits", { n: answer().free })}</p>
        <Show when={answer().why.length > 0}>
          <p>
            {t("limitedBy", {
              names: answer()
                .why.map(({ id }) => nameOf(id))
                .join(", "),
            })}
          </p>
          <ul class={styles.why}>
            <For each={answer().why}>
              {({ id, free, each }) => (
                <li>
                  <ProductLink product={id} />{" "}
                  <span class="quiet">
                    {t("have", { free: format().number(free), each: format().number(each) })}
                  </span>
                </li>
              )}
            </For>
          </ul>
        </Show>
        <AvailabilityGlance product={props.kit} />
      </Show>
    </Section>
  );
};

/** Stands where money stands: a reader of inventory sees none of it. */
const Price = (props: { readonly kit: ProductId }): JSX.Element => {
  const t = useText(kitMessages);
  const may = createMay();
  const commands = useCommands();
  const known = createProductValue(() => props.kit);
  return (
    <Show when={may("read", "money")}>
      <Section title={t("priceTitle")} note={t("priceText")}>
        <Editable when={may("write", "money") && may("create", "money")}>
          <ValueFields
            fields={[
              {
                name: t("price"),
                control: (
                  <MoneyValue
                    label={t("price")}
                    value={known()?.dayRate}
                    onCommit={(dayRate) => {
                      const moneyThing = known()?.thing;
                      const values = { dayRate };
                      void commands.runCommand(setProductValue, { product: props.kit, moneyThing, values });
                    }}
                  />
                ),
              },
            ]}
          />
        </Editable>
      </Section>
    </Show>
  );
};

/** What is known of a kit beside its facts. It has no pieces, codes or labels. */
export const KitStock = (props: { readonly row: ProductRow }): JSX.Element => {
  const t = useText(messages);
  const thing = () => thingOf(props.row.id);
  return (
    <div class={styles.stack}>
      <Parts kit={props.row.id} />
      <CanBeMade kit={props.row.id} />
      <Price kit={props.row.id} />
      <AccessorySection product={props.row.id} />
      <FilesSection owner={{ thing: thing(), type: product, id: props.row.id, on: "inventory" }} />
      <Section title={t("history")}>
        <HistoryPanel
          thing={thing()}
          kind="product"
          record={{ type: product, id: props.row.id }}
          name={props.row.name}
        />
      </Section>
    </div>
  );
};
