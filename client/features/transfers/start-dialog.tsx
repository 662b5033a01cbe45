import { Show, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { useNavigate } from "@solidjs/router";
import { location, locationTree } from "#shared/domain/inventory";
import type { Location, LocationId } from "#shared/domain/inventory";
import { startTransfer } from "#shared/domain/transfers";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { createRows, useCommands } from "#client/data";
import { Button, LinkButton } from "#client/ui/button";
import { Dialog } from "#client/ui/dialog";
import { TextField } from "#client/ui/field";
import { SelectField } from "#client/ui/select-field";
import { messages } from "./messages";
import styles from "./transfers.module.css";

/** The places to choose from, and what is likely: the first warehouses, the first vehicle. */
const createChoices = () => {
  const locations = createRows(location);
  const nodes = () => locationTree(locations());
  const houses = (): readonly Location[] =>
    nodes()
      .filter(({ depth, location: row }) => depth === 0 && row.kind !== "vehicle")
      .map((node) => node.location);
  const vehicle = (): Location | undefined =>
    nodes().find((node) => node.location.kind === "vehicle")?.location;
  const [from, setFrom] = createSignal<LocationId>();
  const [to, setTo] = createSignal<LocationId>();
  const [via, setVia] = createSignal<LocationId>();
  return {
    options: () => nodes().map((node) => ({ value: node.location.id, label: node.path.join(" / ") })),
    isPossible: () => nodes().length > 2,
    nameOf: (id: LocationId | undefined) =>
      nodes().find((node) => node.location.id === id)?.location.name ?? "",
    from: () => from() ?? houses()[0]?.id,
    to: () => to() ?? houses()[1]?.id,
    via: () => via() ?? vehicle()?.id,
    ...{ setFrom, setTo, setVia },
  };
};

type Choices = ReturnType<typeof createChoices>;

const PlaceFields = (props: { readonly choices: Choices; readonly isRefused: boolean }): JSX.Element => {
  const t = useText(messages);
  return (
    <>
      <SelectField
        label={t("from")}
        value={props.choices.from()}
        options={props.choices.options()}
        onChange={(place) => props.choices.setFrom(place)}
      />
      <SelectField
        label={t("to")}
        value={props.choices.to()}
        options={props.choices.options()}
        onChange={(place) => props.choices.setTo(place)}
      />
      <SelectField
        label={t("via")}
        value={props.choices.via()}
        options={props.choices.options()}
        error={props.isRefused ? t("samePlace") : undefined}
        onChange={(place) => props.choices.setVia(place)}
      />
    </>
  );
};

export const StartDialog = (props: { readonly onClose: () => void }): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const { now } = useApp();
  const navigate = useNavigate();
  const commands = useCommands();
  const choices = createChoices();
  const [name, setName] = createSignal<string>();
  const [isRefused, setRefused] = createSignal(false);
  const usualName = (): string => {
    const [from, to] = [choices.nameOf(choices.from()), choices.nameOf(choices.to())];
    return from === "" || to === "" ? t("start") : t("nameNew", { from, to, day: format().date(now()) });
  };
  const shownName = (): string => name() ?? usualName();
  const start = async (): Promise<void> => {
    const [from, to, via] = [choices.from(), choices.to(), choices.via()];
    if (from === undefined || to === undefined || via === undefined) return void setRefused(true);
    const args = { name: shownName(), from, to, via };
    const made = await commands.runCommand(startTransfer, args, { quiet: true });
    if (made.ok) navigate(`/stock/transfers/${made.value.value}`);
    else setRefused(true);
  };
  return (
    <Dialog
      open
      onClose={() => props.onClose()}
      title={t("start")}
      foot={
        <Show
          when={choices.isPossible()}
          fallback={<LinkButton href="/stock/locations">{t("locations")}</LinkButton>}
        >
          <Button variant="primary" onClick={() => void start()}>
            {t("startNow")}
          </Button>
        </Show>
      }
    >
      <Show when={choices.isPossible()} fallback={<p>{t("needPlaces")}</p>}>
        <div class={styles.form}>
          <PlaceFields choices={choices} isRefused={isRefused()} />
          <TextField label={t("name")} maxlength={200} value={shownName()} onInput={setName} />
        </div>
      </Show>
    </Dialog>
  );
};
