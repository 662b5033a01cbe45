/** One line with everything there is to it: the form of a line under a thumb, and for notes and products anywhere. */
import { Show } from "solid-js";
import type { JSX } from "solid-js";
import { line } from "#shared/domain/pull-list";
import type { LineId } from "#shared/domain/pull-list";
import { useFormat, useText } from "#client/app/i18n";
import { ReadOnlyNote } from "#client/app/read-only-note";
import { HistoryButton } from "#client/features/activity";
import { Button, IconButton, LinkButton } from "#client/ui/button";
import { Combobox } from "#client/ui/combobox";
import { Dialog } from "#client/ui/dialog";
import { TextField } from "#client/ui/field";
import { Minus, Package, Plus, Search, Trash2 } from "#client/ui/icons";
import { Facts } from "#client/ui/list";
import { NumberField } from "#client/ui/number-field";
import { SelectField } from "#client/ui/select-field";
import type { LineRow } from "#client/features/availability";
import type { ProductFinder, Suggestion } from "./find-products";
import { useGrid } from "./grid-state";
import { LineAccessories } from "./line-accessories";
import { createLineFacts } from "./line-row";
import type { LineFacts } from "./line-row";
import { messages } from "./messages";
import styles from "./line-sheet.module.css";
import { SuggestionRow } from "./suggestion";
import { WhyPanel } from "./why-panel";

const Stepper = (props: { readonly row: LineRow }): JSX.Element => {
  const t = useText(messages);
  const grid = useGrid();
  const set = (quantity: number): void => grid.actions.setQuantity(props.row.id, Math.max(0, quantity));
  return (
    <div class={styles.stepper}>
      <IconButton label={t("fewer")} variant="plain" size="hall" onClick={() => set(props.row.quantity - 1)}>
        <Minus />
      </IconButton>
      <NumberField
        label={t("needed")}
        hideLabel
        large
        min={0}
        max={1_000_000}
        value={props.row.quantity}
        onCommit={(value) => set(value ?? 0)}
      />
      <IconButton label={t("more")} variant="plain" size="hall" onClick={() => set(props.row.quantity + 1)}>
        <Plus />
      </IconButton>
    </div>
  );
};

/** Of a list that is only read: how many are needed, and what is noted. */
const Told = (props: { readonly row: LineRow }): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  return (
    <>
      <Facts
        facts={[
          { name: t("needed"), value: format().number(props.row.quantity) },
          { name: t("note"), value: props.row.note },
          { name: t("clientNote"), value: props.row.clientNote },
        ]}
      />
      <ReadOnlyNote />
    </>
  );
};

const Fields = (props: { readonly row: LineRow; readonly finder: ProductFinder }): JSX.Element => {
  const t = useText(messages);
  const grid = useGrid();
  const none = "none";
  const groups = () => grid.list.sections().flatMap(({ group }) => (group === undefined ? [] : [group]));
  const home = (): string => groups().find(({ id }) => id === props.row.group)?.id ?? none;
  return (
    <>
      <Show when={props.row.product === undefined}>
        <Combobox<Suggestion>
          label={t("becomeProduct")}
          value={props.row.name}
          icon={<Search />}
          suggest={(typed) => props.finder.suggest(typed).filter(({ found }) => found !== undefined)}
          optionKey={(option) => option.key}
          optionText={(option) => option.item.name}
          renderOption={(option) => <SuggestionRow suggestion={option} />}
          onChoose={(option) => grid.actions.setItem(props.row.id, option.item)}
        />
      </Show>
      <TextField
        label={t("note")}
        placeholder={t("addNote")}
        value={props.row.note ?? ""}
        onCommit={(text) => grid.actions.setNote(props.row.id, "note", text)}
      />
      <TextField
        label={t("clientNote")}
        placeholder={t("addClientNote")}
        value={props.row.clientNote ?? ""}
        onCommit={(text) => grid.actions.setNote(props.row.id, "clientNote", text)}
      />
      <Show when={groups().length > 0}>
        <SelectField
          label={t("group")}
          value={home()}
          options={[
            { value: none, label: t("ungrouped") },
            ...groups().map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(id) =>
            grid.actions.move(
              [props.row.id],
              groups().find((group) => group.id === id)?.id ?? null,
              undefined,
            )
          }
        />
      </Show>
    </>
  );
};

const Counts = (props: { readonly facts: LineFacts; readonly row: LineRow }): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const figure = (value: number | undefined): string => (value === undefined ? "–" : format().number(value));
  return (
    <dl class={styles.counts}>
      <div>
        <dt>{t("allocated")}</dt>
        <dd>{figure(props.facts.counts().allocated)}</dd>
      </div>
      <div>
        <dt>{t("out")}</dt>
        <dd>{figure(props.facts.counts().out)}</dd>
      </div>
      <div>
        <dt>{t("back")}</dt>
        <dd>{figure(props.facts.counts().back)}</dd>
      </div>
      <div>
        <dt>{t("free")}</dt>
        <dd>{figure(props.facts.cover()?.free)}</dd>
      </div>
    </dl>
  );
};

const SheetFoot = (props: { readonly row: LineRow; readonly onClose: () => void }): JSX.Element => {
  const t = useText(messages);
  const grid = useGrid();
  return (
    <>
      <Show when={grid.mayEdit()}>
        <Button
          variant="danger"
          onClick={() => {
            props.onClose();
            grid.actions.remove([props.row.id]);
          }}
        >
          <Trash2 />
          {t("remove")}
        </Button>
      </Show>
      <HistoryButton
        thing={props.row.thing}
        kind="event"
        record={{ type: line, id: props.row.id }}
        name={props.row.name}
      />
      <Show when={props.row.product}>
        {(product) => (
          <LinkButton href={`/stock/products/${product()}`}>
            <Package />
            {t("openProduct")}
          </LinkButton>
        )}
      </Show>
      <Button variant="primary" onClick={() => props.onClose()}>
        {t("done")}
      </Button>
    </>
  );
};

const Sheet = (props: { readonly line: LineId; readonly finder: ProductFinder }): JSX.Element => {
  const grid = useGrid();
  const facts = createLineFacts(() => props.line);
  const living = (): LineRow | undefined => {
    const row = facts.row();
    return row?.removedAt === undefined ? row : undefined;
  };
  const close = (): void => grid.openSheet(undefined);
  return (
    <Show when={living()}>
      {(row) => (
        <Dialog open onClose={close} title={row().name} foot={<SheetFoot row={row()} onClose={close} />}>
          <Show when={grid.mayEdit()} fallback={<Told row={row()} />}>
            <Stepper row={row()} />
          </Show>
          <Counts facts={facts} row={row()} />
          <Show when={(facts.cover()?.short ?? 0) > 0}>
            <WhyPanel row={row()} short={facts.cover()?.short ?? 0} />
          </Show>
          <LineAccessories line={row()} />
          <Show when={grid.mayEdit()}>
            <Fields row={row()} finder={props.finder} />
          </Show>
        </Dialog>
      )}
    </Show>
  );
};

/** Shows whichever line the grid was asked to open. */
export const LineSheet = (props: { readonly finder: ProductFinder }): JSX.Element => {
  const grid = useGrid();
  return (
    <Show when={grid.sheet()} keyed>
      {(line) => <Sheet line={line} finder={props.finder} />}
    </Show>
  );
};
