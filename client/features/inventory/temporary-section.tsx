/** Pieces that are on their way or borrowed: how many, from which day to which. */
import { For, Show, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import {
  addTemporaryStock,
  editTemporaryStock,
  removeTemporaryStock,
  temporaryKinds,
  temporaryStock,
} from "#shared/domain/inventory";
import type { TemporaryKind, TemporaryStock, TemporaryStockPatch } from "#shared/domain/inventory";
import { thingOf } from "#shared/kernel/ids";
import type { Day } from "#shared/kernel/record";
import { useApp } from "#client/app/app-context";
import { createUndoToast } from "#client/app/frame/undo";
import { useFormat, useText } from "#client/app/i18n";
import { createMay, createRowsOf, useCommands } from "#client/data";
import { localDay } from "#client/features/scanning";
import { Badge } from "#client/ui/badge";
import { Button, IconButton } from "#client/ui/button";
import { Editable, useEditable } from "#client/ui/editing";
import { TextField } from "#client/ui/field";
import { PackagePlus, X } from "#client/ui/icons";
import { NumberField } from "#client/ui/number-field";
import { Section } from "#client/ui/page";
import { SelectField } from "#client/ui/select-field";
import { showToast } from "#client/ui/toast";
import { ArrivalDialog } from "./arrival-dialog";
import type { ArrivingProduct } from "./arrival-dialog";
import styles from "./inventory.module.css";
import { DayValue } from "./money-fields";
import { temporaryMessages } from "./temporary-messages";

interface Values {
  readonly quantity: number | undefined;
  readonly kind: TemporaryKind;
  readonly from: Day | undefined;
  readonly until: Day | undefined;
  readonly note: string | undefined;
}

/** The fields of one entry; labelled where it is new, quiet where it stands in the list. */
const EntryFields = (props: {
  readonly values: Values;
  readonly onChange: (values: TemporaryStockPatch) => void;
}): JSX.Element => {
  const t = useText(temporaryMessages);
  return (
    <>
      <NumberField
        label={t("pieces")}
        min={1}
        max={1_000_000}
        value={props.values.quantity}
        onCommit={(quantity) => quantity !== undefined && props.onChange({ quantity })}
      />
      <SelectField<TemporaryKind>
        label={t("kind")}
        value={props.values.kind}
        options={temporaryKinds.map((value) => ({ value, label: t(value) }))}
        onChange={(kind) => props.onChange({ kind })}
      />
      <DayValue
        label={t("from")}
        hideLabel={false}
        empty={t("here")}
        value={props.values.from}
        onCommit={(from) => props.onChange({ from })}
      />
      <DayValue
        label={t("until")}
        hideLabel={false}
        empty={t("stays")}
        value={props.values.until}
        onCommit={(until) => props.onChange({ until })}
      />
      <TextField
        label={t("note")}
        maxlength={500}
        value={props.values.note ?? ""}
        onCommit={(note) => props.onChange({ note: note.trim() === "" ? null : note.trim() })}
      />
    </>
  );
};

/** What is late: nobody said yet that it came, or that it went back. */
const LateNote = (props: { readonly row: TemporaryStock }): JSX.Element => {
  const t = useText(temporaryMessages);
  const format = useFormat();
  const { now } = useApp();
  const today = localDay(now());
  const late = (): string | undefined => {
    const { kind, from, until } = props.row;
    if (until !== undefined && until < today)
      return kind === "loan" ? t("overdue", { day: format().day(until) }) : undefined;
    return kind === "purchase" && from !== undefined && from <= today
      ? t("late", { day: format().day(from) })
      : undefined;
  };
  return (
    <Show when={late()}>
      {(words) => (
        <p class={styles.late}>
          <Badge meaning="attention">{words()}</Badge>
          <Show when={props.row.kind === "purchase"}>
            <span class="small quiet">{t("lateText")}</span>
          </Show>
        </p>
      )}
    </Show>
  );
};

const Arrived = (props: { readonly row: TemporaryStock; readonly product: ArrivingProduct }): JSX.Element => {
  const t = useText(temporaryMessages);
  const [isOpen, setOpen] = createSignal(false);
  return (
    <Show when={props.row.kind === "purchase"}>
      <Button aria-label={t("arrivedOf", { n: props.row.quantity })} onClick={() => setOpen(true)}>
        <PackagePlus />
        {t("arrived")}
      </Button>
      <Show when={isOpen()}>
        <ArrivalDialog entry={props.row} product={props.product} onClose={() => setOpen(false)} />
      </Show>
    </Show>
  );
};

const Entry = (props: { readonly row: TemporaryStock; readonly product: ArrivingProduct }): JSX.Element => {
  const t = useText(temporaryMessages);
  const format = useFormat();
  const isEditable = useEditable();
  const commands = useCommands();
  const offerUndo = createUndoToast();
  const of = () => ({ product: props.row.product, stock: props.row.id });
  const edit = async (values: TemporaryStockPatch): Promise<void> => {
    const done = await commands.runCommand(editTemporaryStock, { ...of(), values }, { quiet: true });
    if (!done.ok) showToast({ text: t("reversed"), meaning: "attention" });
  };
  const remove = async (): Promise<void> => {
    const n = props.row.quantity;
    const done = await commands.runCommand(removeTemporaryStock, of());
    if (done.ok) offerUndo(t("removed", { n }), done.value.change);
  };
  return (
    <li class={styles.entry}>
      <EntryFields
        values={{
          quantity: props.row.quantity,
          kind: props.row.kind,
          from: props.row.from,
          until: props.row.until,
          note: props.row.note,
        }}
        onChange={(values) => void edit(values)}
      />
      <Show when={isEditable()}>
        <IconButton
          label={t("remove", { n: format().number(props.row.quantity) })}
          onClick={() => void remove()}
        >
          <X />
        </IconButton>
      </Show>
      <div class={styles.entryFoot}>
        <LateNote row={props.row} />
        <Show when={isEditable()}>
          <Arrived row={props.row} product={props.product} />
        </Show>
      </div>
    </li>
  );
};

export const TemporarySection = (props: { readonly product: ArrivingProduct }): JSX.Element => {
  const t = useText(temporaryMessages);
  const may = createMay();
  const commands = useCommands();
  const entries = createRowsOf(temporaryStock, () => thingOf(props.product.id), {
    sort: (a, b) => ((a.from ?? "") < (b.from ?? "") ? -1 : 1),
  });
  const [isAdding, setAdding] = createSignal(false);
  const mayEdit = (): boolean => may("write", "inventory");
  const add = async (): Promise<void> => {
    setAdding(true);
    await commands.runCommand(addTemporaryStock, {
      product: props.product.id,
      quantity: 1,
      kind: "purchase",
    });
    setAdding(false);
  };
  return (
    <Show when={mayEdit() || entries().length > 0}>
      <Section
        title={t("title")}
        note={mayEdit() ? t("text") : undefined}
        actions={
          <Show when={mayEdit()}>
            <Button disabled={isAdding()} onClick={() => void add()}>
              {t("add")}
            </Button>
          </Show>
        }
      >
        <Editable when={mayEdit()}>
          <ul class={styles.lines}>
            <For each={entries()}>{(row) => <Entry row={row} product={props.product} />}</For>
          </ul>
        </Editable>
      </Section>
    </Show>
  );
};
