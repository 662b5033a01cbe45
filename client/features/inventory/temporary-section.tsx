/** Pieces that are on their way or borrowed: how many, from which day to which. */
import { For, Show, createMemo, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import {
  addTemporaryStock,
  editTemporaryStock,
  removeTemporaryStock,
  temporaryKinds,
  temporaryStock,
} from "#shared/domain/inventory";
import type {
  ProductId,
  TemporaryKind,
  TemporaryStock,
  TemporaryStockId,
  TemporaryStockPatch,
} from "#shared/domain/inventory";
import { expectationOf } from "#shared/domain/stock";
import type { Expectation } from "#shared/domain/stock";
import { companyProfile, profileIn } from "#shared/domain/settings";
import { brand } from "#shared/kernel/brand";
import { thingOf } from "#shared/kernel/ids";
import { dayOf, localAt } from "#shared/kernel/local-time";
import type { Day, Zone } from "#shared/kernel/record";
import { useApp } from "#client/app/app-context";
import { createUndoToast } from "#client/app/frame/undo";
import { useFormat, useText } from "#client/app/i18n";
import { createIdsOf, createIndex, createMay, createRow, createRows, useCommands } from "#client/data";
import { positionsIndex } from "#client/features/scanning";
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
import { Surplus, createMayTakeIn } from "./surplus";
import { temporaryMessages } from "./temporary-messages";

const utc = brand<Zone>("UTC");

interface Values {
  readonly quantity: number | undefined;
  readonly kind: TemporaryKind;
  readonly from: Day | undefined;
  readonly until: Day | undefined;
  readonly note: string | undefined;
}

const valuesOf = ({ quantity, kind, from, until, note }: TemporaryStock): Values => ({
  quantity,
  kind,
  from,
  until,
  note,
});

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
  const profiles = createRows(companyProfile);
  /** Where the company is, as what is free counts the days. */
  const today = createMemo(() => dayOf(localAt(now(), profileIn(profiles())?.zone ?? utc)));
  const late = (): { readonly badge: string; readonly text?: string } | undefined => {
    const { kind, from, until } = props.row;
    if (until !== undefined && until < today()) {
      const day = format().day(until);
      return kind === "loan"
        ? { badge: t("overdue", { day }) }
        : { badge: t("over", { day }), text: t("overText") };
    }
    return kind === "purchase" && from !== undefined && from < today()
      ? { badge: t("late", { day: format().day(from) }), text: t("lateText") }
      : undefined;
  };
  return (
    <Show when={late()}>
      {(words) => (
        <p class={styles.late}>
          <Badge meaning="attention">{words().badge}</Badge>
          <Show when={words().text}>{(text) => <span class="small quiet">{text()}</span>}</Show>
        </p>
      )}
    </Show>
  );
};

/** What of it arrived, and the button for more. */
const EntryFoot = (props: {
  readonly row: TemporaryStock;
  readonly expectation: Expectation;
  readonly onArrived: () => void;
}): JSX.Element => {
  const t = useText(temporaryMessages);
  const isEditable = useEditable();
  const mayTakeIn = createMayTakeIn();
  const row = (): TemporaryStock => props.row;
  const remaining = (): number => props.expectation.remaining;
  return (
    <div class={styles.entryFoot}>
      <Show when={props.expectation.surplus > 0}>
        <Surplus row={row()} expectation={props.expectation} />
      </Show>
      <Show when={remaining() > 0}>
        <LateNote row={row()} />
        <Show when={props.expectation.arrived > 0}>
          <span class="small quiet">
            {t("partly", {
              arrived: props.expectation.arrived,
              expected: row().quantity,
              remaining: remaining(),
            })}
          </span>
        </Show>
        <Show when={isEditable() && mayTakeIn() && row().kind === "purchase"}>
          <Button aria-label={t("arrivedOf", { n: remaining() })} onClick={() => props.onArrived()}>
            <PackagePlus />
            {t("arrived")}
          </Button>
        </Show>
      </Show>
    </div>
  );
};

const Entry = (props: {
  readonly row: TemporaryStock;
  readonly expectation: Expectation;
  readonly onArrived: () => void;
}): JSX.Element => {
  const t = useText(temporaryMessages);
  const format = useFormat();
  const isEditable = useEditable();
  const commands = useCommands();
  const offerUndo = createUndoToast();
  const of = () => ({ product: props.row.product, stock: props.row.id });
  const edit = async (values: TemporaryStockPatch): Promise<void> => {
    const quiet = ["DaysReversed"];
    const done = await commands.runCommand(editTemporaryStock, { ...of(), values }, { quiet });
    if (!done.ok && done.error.type === "DaysReversed")
      showToast({ text: t("reversed"), meaning: "attention" });
  };
  const remove = async (): Promise<void> => {
    const n = props.expectation.remaining;
    const done = await commands.runCommand(removeTemporaryStock, of());
    if (done.ok) offerUndo(t("removed", { n }), done.value.change);
  };
  return (
    <li class={styles.entry}>
      <EntryFields values={valuesOf(props.row)} onChange={(values) => void edit(values)} />
      <Show when={isEditable() && props.expectation.remaining > 0}>
        <IconButton
          label={t("remove", { n: format().number(props.expectation.remaining) })}
          onClick={() => void remove()}
        >
          <X />
        </IconButton>
      </Show>
      <EntryFoot row={props.row} expectation={props.expectation} onArrived={props.onArrived} />
    </li>
  );
};

/** Those of which pieces are still to come, or of which too many did, by their first day. */
const createEntries = (product: () => ProductId) => {
  const positions = createIndex(positionsIndex);
  const expectation = (row: TemporaryStock): Expectation => expectationOf(row, positions());
  const isOpen = (row: TemporaryStock): boolean => {
    const { remaining, surplus } = expectation(row);
    return remaining > 0 || surplus > 0;
  };
  const order = (row: TemporaryStock): string => `${row.from ?? ""} ${row.id}`;
  const ids = createIdsOf(temporaryStock, () => thingOf(product()), {
    where: isOpen,
    sort: (a, b) => (order(a) < order(b) ? -1 : 1),
  });
  return { ids, expectation };
};

/** An entry by its id: what is open or has the focus in it stays when another device changes it. */
const EntryOf = (props: {
  readonly id: TemporaryStockId;
  readonly expectation: (row: TemporaryStock) => Expectation;
  readonly onArrived: () => void;
}): JSX.Element => {
  const row = createRow(temporaryStock, () => props.id);
  return (
    <Show when={row()}>
      {(now) => <Entry row={now()} expectation={props.expectation(now())} onArrived={props.onArrived} />}
    </Show>
  );
};

export const TemporarySection = (props: { readonly product: ArrivingProduct }): JSX.Element => {
  const t = useText(temporaryMessages);
  const may = createMay();
  const commands = useCommands();
  const { ids, expectation } = createEntries(() => props.product.id);
  const [isAdding, setAdding] = createSignal(false);
  const [arriving, setArriving] = createSignal<TemporaryStockId>();
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
    <Show when={mayEdit() || ids().length > 0}>
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
            <For each={ids()}>
              {(id) => <EntryOf id={id} expectation={expectation} onArrived={() => setArriving(id)} />}
            </For>
          </ul>
        </Editable>
      </Section>
      <Show when={arriving()} keyed>
        {(stock) => (
          <ArrivalDialog stock={stock} product={props.product} onClose={() => setArriving(undefined)} />
        )}
      </Show>
    </Show>
  );
};
