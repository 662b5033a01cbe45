import { createMemo, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { useNavigate } from "@solidjs/router";
import { location, locationTree } from "#shared/domain/inventory";
import { category, categoryTree } from "#shared/domain/settings";
import { startStocktake } from "#shared/domain/stocktake";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { createRows, useCommands } from "#client/data";
import { Button } from "#client/ui/button";
import { Checkbox } from "#client/ui/checkbox";
import { Dialog } from "#client/ui/dialog";
import { TextField } from "#client/ui/field";
import { SelectField } from "#client/ui/select-field";
import { messages } from "./messages";
import styles from "./stocktake.module.css";

const all = "all";
const indent = (depth: number, name: string): string => `${"\u2003".repeat(depth)}${name}`;

/** What is counted: a place, a category, both, or everything. */
const createChoices = () => {
  const t = useText(messages);
  const locations = createRows(location);
  const categories = createRows(category);
  const places = createMemo(() => locationTree(locations()));
  const kinds = createMemo(() => categoryTree(categories()));
  return {
    places: () => [
      { value: all, label: t("everywhere") },
      ...places().map(({ location: { id, name }, depth }) => ({ value: id, label: indent(depth, name) })),
    ],
    kinds: () => [
      { value: all, label: t("everyCategory") },
      ...kinds().map(({ category: { id, name }, depth }) => ({ value: id, label: indent(depth, name) })),
    ],
    placeOf: (value: string) => places().find((node) => node.location.id === value)?.location,
    kindOf: (value: string) => kinds().find((node) => node.category.id === value)?.category,
  };
};

export const StartDialog = (props: { readonly open: boolean; readonly onClose: () => void }): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const { now } = useApp();
  const navigate = useNavigate();
  const commands = useCommands();
  const choices = createChoices();
  const [name, setName] = createSignal<string>();
  const [place, setPlace] = createSignal(all);
  const [kind, setKind] = createSignal(all);
  const [isBlind, setBlind] = createSignal(false);
  const shownName = (): string =>
    name() ??
    [
      t("nameNew", { day: format().date(now()) }),
      choices.placeOf(place())?.name,
      choices.kindOf(kind())?.name,
    ]
      .filter((part) => part !== undefined)
      .join(", ");
  const start = async (): Promise<void> => {
    const made = await commands.runCommand(startStocktake, {
      name: shownName(),
      location: choices.placeOf(place())?.id,
      category: choices.kindOf(kind())?.id,
      isBlind: isBlind(),
    });
    if (made.ok) navigate(`/stock/stocktakes/${made.value.value}`);
  };
  return (
    <Dialog
      open={props.open}
      onClose={() => props.onClose()}
      title={t("startTitle")}
      foot={
        <Button variant="primary" disabled={shownName().trim() === ""} onClick={() => void start()}>
          {t("startNow")}
        </Button>
      }
    >
      <div class={styles.form}>
        <SelectField label={t("where")} value={place()} options={choices.places()} onChange={setPlace} />
        <SelectField label={t("what")} value={kind()} options={choices.kinds()} onChange={setKind} />
        <TextField label={t("name")} value={shownName()} onInput={setName} maxlength={200} />
        <Checkbox label={t("blind")} checked={isBlind()} onChange={setBlind} />
        <p class="small quiet">{t("frozen")}</p>
      </div>
    </Dialog>
  );
};
