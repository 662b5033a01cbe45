/** A new event, made where the list stands: name, when it goes and when it is back. */
import { createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { useNavigate } from "@solidjs/router";
import { createEvent } from "#shared/domain/events";
import type { EventId } from "#shared/domain/events";
import { companyProfile } from "#shared/domain/settings";
import { brand } from "#shared/kernel/brand";
import { addDays, atDay, dayOf, localAt, parseZone } from "#shared/kernel/local-time";
import { useApp } from "#client/app/app-context";
import { useText } from "#client/app/i18n";
import { createRows, useCommands } from "#client/data";
import { Button } from "#client/ui/button";
import { TextField } from "#client/ui/field";
import { messages } from "./messages";
import styles from "./events.module.css";
import { LocalTimeField } from "./window-fields";
import type { LocalDateTime, Zone } from "#shared/kernel/record";

/** The company's zone; before it is set, that of this device. */
export const createHomeZone = (): (() => Zone) => {
  const profiles = createRows(companyProfile);
  return () =>
    profiles()[0]?.zone ?? parseZone(Intl.DateTimeFormat().resolvedOptions().timeZone) ?? brand<Zone>("UTC");
};

type Field = "name" | "from" | "to";

/** What was typed so far, and what is wrong with it. */
const createDraft = () => {
  const t = useText(messages);
  const app = useApp();
  const commands = useCommands();
  const zone = createHomeZone();
  const daysAhead = (days: number, hour: number): LocalDateTime =>
    atDay(addDays(dayOf(localAt(app.now(), zone())), days), hour);
  const [name, setName] = createSignal("");
  const [from, setFrom] = createSignal<LocalDateTime | undefined>(daysAhead(3, 8));
  const [to, setTo] = createSignal<LocalDateTime | undefined>(daysAhead(5, 20));
  const [wrong, setWrong] = createSignal<{ readonly field: Field; readonly text: string }>();

  const explain = (problem: { readonly type: string }): void => {
    if (problem.type === "TextMissing") setWrong({ field: "name", text: t("nameMissing") });
    else if (problem.type === "WindowNotPositive") setWrong({ field: "to", text: t("windowNotPositive") });
    else setWrong({ field: "name", text: t("createFailed") });
  };
  /** The new event, or undefined when something is wrong and said so. */
  const create = async (): Promise<EventId | undefined> => {
    const [busyFrom, busyTo] = [from(), to()];
    if (busyFrom === undefined || busyTo === undefined) {
      setWrong({ field: busyFrom === undefined ? "from" : "to", text: t("dateUnreadable") });
      return undefined;
    }
    // Neighbours on a timeline should differ; which colour it is means nothing.
    const colour = 1 + (Math.floor(app.now() / 1000) % 5);
    // Somebody who plans by hand wants the equipment kept: a draft would hold nothing and stand on no day's list.
    const status = "pencilled" as const;
    const values = { name: name().trim(), status, busyFrom, busyTo, zone: zone(), colour };
    const result = await commands.runCommand(createEvent, values, { quiet: true });
    if (!result.ok) explain(result.error);
    return result.ok ? result.value.value.event : undefined;
  };
  const errorOf = (field: Field): string | undefined => {
    const current = wrong();
    return current?.field === field ? current.text : undefined;
  };
  const typeName = (text: string): void => {
    setName(text);
    setWrong(undefined);
  };
  return { name, typeName, from, setFrom, to, setTo, errorOf, create };
};

export const CreateEvent = (props: { readonly onClose: () => void }): JSX.Element => {
  const t = useText(messages);
  const navigate = useNavigate();
  const draft = createDraft();
  const submit = async (): Promise<void> => {
    const id = await draft.create();
    if (id !== undefined) navigate(`/events/${id}/pull-list`);
  };
  return (
    <form
      class={styles.create}
      aria-label={t("newEvent")}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      onKeyDown={(event) => event.key === "Escape" && props.onClose()}
    >
      <TextField
        label={t("name")}
        value={draft.name()}
        onInput={draft.typeName}
        error={draft.errorOf("name")}
        autocomplete="off"
        ref={(element) => queueMicrotask(() => element.focus())}
      />
      <LocalTimeField
        label={t("from")}
        hint={t("fromHint")}
        value={draft.from()}
        onChange={draft.setFrom}
        error={draft.errorOf("from")}
      />
      <LocalTimeField
        label={t("to")}
        hint={t("toHint")}
        value={draft.to()}
        onChange={draft.setTo}
        error={draft.errorOf("to")}
      />
      <div class={styles.createActions}>
        <Button variant="bare" onClick={() => props.onClose()}>
          {t("cancel")}
        </Button>
        <Button variant="primary" type="submit">
          {t("create")}
        </Button>
      </div>
    </form>
  );
};
