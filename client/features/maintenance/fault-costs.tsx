import { For, Show, createMemo, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import {
  addFaultEntry,
  addRepairCost,
  costKinds,
  removeRepairCost,
  repairCost,
} from "#shared/domain/maintenance";
import type { CostKind, FaultCase } from "#shared/domain/maintenance";
import { sumMoney } from "#shared/kernel/money";
import type { Money } from "#shared/kernel/record";
import { createUndoToast } from "#client/app/frame/undo";
import { useFormat, useText } from "#client/app/i18n";
import { createMay, createRows, useCommands } from "#client/data";
import { Button, IconButton } from "#client/ui/button";
import { TextField } from "#client/ui/field";
import { X } from "#client/ui/icons";
import { Facts } from "#client/ui/list";
import { NumberField } from "#client/ui/number-field";
import { Section } from "#client/ui/page";
import { SelectField } from "#client/ui/select-field";
import { createAmounts, createMoneyThing } from "./amount";
import styles from "./maintenance.module.css";
import { messages } from "./messages";
import { costWords } from "./words";

const AddPart = (props: { readonly of: FaultCase }): JSX.Element => {
  const t = useText(messages);
  const commands = useCommands();
  const [part, setPart] = createSignal("");
  const [quantity, setQuantity] = createSignal(1);
  const add = async (): Promise<void> => {
    const entry = { part: part().trim(), quantity: quantity() };
    const done = await commands.runCommand(addFaultEntry, { fault: props.of.fault.id, entry });
    if (!done.ok) return;
    setPart("");
    setQuantity(1);
  };
  return (
    <div class={styles.line}>
      <TextField label={t("part")} value={part()} onInput={setPart} maxlength={200} />
      <NumberField
        label={t("quantity")}
        value={quantity()}
        min={1}
        max={100_000}
        onCommit={(value) => setQuantity(value ?? 1)}
      />
      <Button disabled={part().trim() === ""} onClick={() => void add()}>
        {t("addPart")}
      </Button>
    </div>
  );
};

/** What was built in; the thread says who and when. */
export const FaultParts = (props: { readonly of: FaultCase }): JSX.Element => {
  const t = useText(messages);
  const may = createMay();
  const mayWork = (): boolean => may("write", "work") && may("write", "movements");
  const parts = createMemo(() => props.of.entries.filter(({ part }) => part !== undefined));
  return (
    <Show when={mayWork() || parts().length > 0}>
      <Section title={t("parts")}>
        <ul class={styles.costs}>
          <For each={parts()}>
            {(entry) => <li>{t("partLine", { n: entry.quantity ?? 1, part: entry.part ?? "" })}</li>}
          </For>
        </ul>
        <Show when={mayWork()}>
          <AddPart of={props.of} />
        </Show>
      </Section>
    </Show>
  );
};

const AddCost = (props: { readonly of: FaultCase }): JSX.Element => {
  const t = useText(messages);
  const commands = useCommands();
  const amounts = createAmounts();
  const moneyThing = createMoneyThing();
  const [kind, setKind] = createSignal<CostKind>("part");
  const [what, setWhat] = createSignal("");
  const [amount, setAmount] = createSignal("");
  const read = (): Money | undefined => amounts.read(amount());
  const add = async (): Promise<void> => {
    const paid = read();
    if (paid === undefined) return;
    const { id: about, asset, product } = props.of.fault;
    const done = await commands.runCommand(addRepairCost, {
      ...{ product, asset, fault: about, kind: kind(), amount: paid },
      what: what().trim() === "" ? t(costWords[kind()]) : what().trim(),
      moneyThing: moneyThing(product),
    });
    if (!done.ok) return;
    setWhat("");
    setAmount("");
  };
  return (
    <div class={styles.money}>
      <SelectField
        label={t("kind")}
        value={kind()}
        options={costKinds.map((value) => ({ value, label: t(costWords[value]) }))}
        onChange={setKind}
      />
      <TextField label={t("details")} value={what()} onInput={setWhat} maxlength={200} />
      <TextField
        label={t("amount")}
        error={amount().trim() !== "" && read() === undefined ? t("badAmount") : undefined}
        inputMode="decimal"
        value={amount()}
        onInput={setAmount}
        suffix={amounts.currency()}
      />
      <Button disabled={read() === undefined} onClick={() => void add()}>
        {t("addCost")}
      </Button>
    </div>
  );
};

/** What the repair cost and what the client pays of it; for those who see money. */
export const FaultCosts = (props: { readonly of: FaultCase }): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const may = createMay();
  const commands = useCommands();
  const offerUndo = createUndoToast();
  const all = createRows(repairCost, { sort: (a, b) => a.at - b.at });
  const costs = createMemo(() => all().filter(({ fault }) => fault === props.of.fault.id));
  const mayWrite = (): boolean => may("write", "money");
  const total = (isCharged: boolean): string =>
    sumMoney(costs().flatMap(({ kind, amount }) => ((kind === "client") === isCharged ? [amount] : [])))
      .map((sum) => format().money(sum))
      .join(" + ");
  const remove = async (cost: ReturnType<typeof costs>[number]): Promise<void> => {
    const done = await commands.runCommand(removeRepairCost, { moneyThing: cost.thing, cost: cost.id });
    if (done.ok) offerUndo(t("takenBack"), done.value.change);
  };
  return (
    <Show when={may("read", "money")}>
      <Section title={t("costs")} note={t("costsNote")}>
        <ul class={styles.costs}>
          <For each={costs()}>
            {(cost) => (
              <li>
                <span>
                  {cost.what} <span class="quiet">{t(costWords[cost.kind])}</span>
                </span>
                <b>{format().money(cost.amount)}</b>
                <Show when={mayWrite()}>
                  <IconButton label={t("removeCost", { what: cost.what })} onClick={() => void remove(cost)}>
                    <X />
                  </IconButton>
                </Show>
              </li>
            )}
          </For>
        </ul>
        <Show when={costs().length > 0}>
          <Facts
            facts={[
              { name: t("repairTotal"), value: total(false) },
              { name: t("clientTotal"), value: total(true) },
            ]}
          />
        </Show>
        <Show when={mayWrite() && may("create", "money")}>
          <AddCost of={props.of} />
        </Show>
      </Section>
    </Show>
  );
};
