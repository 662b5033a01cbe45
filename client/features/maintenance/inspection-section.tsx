import { For, Show, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import type { ProductId } from "#shared/domain/inventory";
import { addInspection, inspection, inspectionMethods, removeInspection } from "#shared/domain/maintenance";
import type { Inspection, InspectionMethod } from "#shared/domain/maintenance";
import { thingOf } from "#shared/kernel/ids";
import { createUndoToast } from "#client/app/frame/undo";
import { useText } from "#client/app/i18n";
import { createMay, createRowsOf, useCommands } from "#client/data";
import { Button, IconButton } from "#client/ui/button";
import { TextField } from "#client/ui/field";
import { Plus, X } from "#client/ui/icons";
import { NumberField } from "#client/ui/number-field";
import { Section } from "#client/ui/page";
import { SelectField } from "#client/ui/select-field";
import { createDueWords, methodWords } from "./due-words";
import styles from "./maintenance.module.css";
import { testMessages } from "./test-messages";

const yearly = 12;

const AddInspection = (props: { readonly product: ProductId; readonly onDone: () => void }): JSX.Element => {
  const t = useText(testMessages);
  const commands = useCommands();
  const [name, setName] = createSignal("");
  const [method, setMethod] = createSignal<InspectionMethod>("electrical");
  const [everyMonths, setMonths] = createSignal<number | undefined>(yearly);
  const [everyHours, setHours] = createSignal<number>();
  const [everyDaysOut, setDays] = createSignal<number>();
  const hasInterval = (): boolean =>
    [everyMonths(), everyHours(), everyDaysOut()].some((one) => one !== undefined);
  const shownName = (): string => (name().trim() === "" ? t(methodWords[method()]) : name().trim());
  const add = async (): Promise<void> => {
    const done = await commands.runCommand(addInspection, {
      ...{ product: props.product, name: shownName(), method: method() },
      ...{ everyMonths: everyMonths(), everyHours: everyHours(), everyDaysOut: everyDaysOut() },
    });
    if (done.ok) props.onDone();
  };
  return (
    <div class={styles.form}>
      <SelectField
        label={t("method")}
        value={method()}
        options={inspectionMethods.map((value) => ({ value, label: t(methodWords[value]) }))}
        onChange={setMethod}
      />
      <TextField
        label={t("name")}
        value={name()}
        onInput={setName}
        placeholder={t(methodWords[method()])}
        maxlength={120}
      />
      <NumberField label={t("everyMonths")} value={everyMonths()} min={1} max={240} onCommit={setMonths} />
      <NumberField label={t("everyHours")} value={everyHours()} min={1} max={1_000_000} onCommit={setHours} />
      <NumberField
        label={t("everyDaysOut")}
        error={hasInterval() ? undefined : t("intervalMissing")}
        value={everyDaysOut()}
        min={1}
        max={100_000}
        onCommit={setDays}
      />
      <div>
        <Button variant="primary" disabled={!hasInterval()} onClick={() => void add()}>
          {t("addInspection")}
        </Button>
      </div>
    </div>
  );
};

/** What each asset of a product needs again and again. */
const InspectionSection = (props: { readonly product: ProductId }): JSX.Element => {
  const t = useText(testMessages);
  const may = createMay();
  const commands = useCommands();
  const offerUndo = createUndoToast();
  const words = createDueWords();
  const [isAdding, setAdding] = createSignal(false);
  const all = createRowsOf(inspection, () => thingOf(props.product), {
    sort: (a, b) => (a.name < b.name ? -1 : 1),
  });
  const mayEdit = (): boolean => may("write", "inventory");
  const remove = async ({ id, name }: Inspection): Promise<void> => {
    const done = await commands.runCommand(removeInspection, { product: props.product, inspection: id });
    if (done.ok) offerUndo(t("removed", { name }), done.value.change);
  };
  return (
    <Show when={mayEdit() || all().length > 0}>
      <Section
        title={t("inspections")}
        note={mayEdit() ? t("inspectionsText") : undefined}
        actions={
          <Show when={mayEdit() && !isAdding()}>
            <Button onClick={() => setAdding(true)}>
              <Plus />
              {t("addInspection")}
            </Button>
          </Show>
        }
      >
        <ul class={styles.costs}>
          <For each={all()}>
            {(one) => (
              <li>
                <span>
                  {one.name} <span class="quiet">{words.interval(one)}</span>
                </span>
                <span class="quiet">{t(methodWords[one.method])}</span>
                <Show when={mayEdit()}>
                  <IconButton
                    label={t("removeInspection", { name: one.name })}
                    onClick={() => void remove(one)}
                  >
                    <X />
                  </IconButton>
                </Show>
              </li>
            )}
          </For>
        </ul>
        <Show when={isAdding() && mayEdit()}>
          <AddInspection product={props.product} onDone={() => setAdding(false)} />
        </Show>
      </Section>
    </Show>
  );
};

export default InspectionSection;
