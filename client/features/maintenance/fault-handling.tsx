import { Show, createMemo } from "solid-js";
import type { JSX } from "solid-js";
import { addFaultEntry, faultEffects, faultPriorities } from "#shared/domain/maintenance";
import type { FaultCase, NewEntry } from "#shared/domain/maintenance";
import { person } from "#shared/domain/settings";
import { parseDay } from "#shared/kernel/local-time";
import { useFormat, useText } from "#client/app/i18n";
import { createMay, createRows, useCommands } from "#client/data";
import { createNames } from "#client/features/scanning";
import { Button } from "#client/ui/button";
import { Editable } from "#client/ui/editing";
import { TextField } from "#client/ui/field";
import { Facts } from "#client/ui/list";
import { Section } from "#client/ui/page";
import { SelectField } from "#client/ui/select-field";
import styles from "./maintenance.module.css";
import { messages } from "./messages";
import { priorityWords, severityWords } from "./words";

const nobody = "nobody";

/** Writes one entry about the fault. */
export const createSay = (of: () => FaultCase): ((entry: NewEntry) => Promise<boolean>) => {
  const commands = useCommands();
  return async (entry) => (await commands.runCommand(addFaultEntry, { fault: of().fault.id, entry })).ok;
};

const Choices = (props: { readonly of: FaultCase }): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();

  const say = createSay(() => props.of);
  const people = createRows(person, { sort: (a, b) => (a.name < b.name ? -1 : 1) });
  const assignees = createMemo(() => [
    { value: nobody, label: t("nobody") },
    ...people().map(({ id, name }) => ({ value: id, label: name })),
  ]);
  const assign = (value: string): void => {
    const chosen = people().find(({ id }) => id === value);
    void say(chosen === undefined ? { isUnassigned: true } : { assignee: chosen.id });
  };
  const setUntil = (text: string): void => {
    const until = parseDay(text);
    if (until !== undefined) void say({ until });
  };
  return (
    <div class={styles.form}>
      <SelectField
        label={t("effect")}
        value={props.of.effect}
        options={faultEffects.map((value) => ({
          value,
          label: t(value === "block" ? "effectBlock" : "effectFlag"),
        }))}
        onChange={(effect) => void say({ effect })}
      />
      <SelectField
        label={t("priority")}
        value={props.of.priority}
        options={faultPriorities.map((value) => ({ value, label: t(priorityWords[value]) }))}
        onChange={(priority) => void say({ priority })}
      />
      <SelectField
        label={t("assignee")}
        value={props.of.assignee ?? nobody}
        options={assignees()}
        onChange={assign}
      />
      <Show when={props.of.effect === "block"}>
        <TextField
          type="date"
          label={t("until")}
          value={props.of.until ?? ""}
          shown={props.of.until === undefined ? t("untilNone") : format().day(props.of.until)}
          onCommit={setUntil}
        />
        <Show when={props.of.until !== undefined}>
          <div>
            <Button onClick={() => void say({ isUntilUnknown: true })}>{t("untilClear")}</Button>
          </div>
        </Show>
      </Show>
    </div>
  );
};

/** Who looks after it, how urgent it is, until when it is out of use. Read where somebody may not decide. */
export const FaultHandling = (props: { readonly of: FaultCase }): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const may = createMay();
  const names = createNames();
  const severity = (): string | undefined => {
    const { severity: known } = props.of.fault;
    return known === undefined ? undefined : t(severityWords[known]);
  };
  const cameFrom = (): JSX.Element => (
    <Show when={props.of.fault.event}>
      {(event) => (
        <a class="link" href={`/events/${event()}`}>
          {names.event(event())}
        </a>
      )}
    </Show>
  );
  return (
    <Section title={t("handling")}>
      <Editable when={may("write", "work") && may("write", "movements") && props.of.state === "open"}>
        <Choices of={props.of} />
      </Editable>
      <Facts
        facts={[
          {
            name: t("asset"),
            value: (
              <a class="link" href={`/stock/assets/${props.of.fault.asset}`}>
                {names.code(props.of.fault.asset)}
              </a>
            ),
          },
          {
            name: t("product"),
            value: (
              <a class="link" href={`/stock/products/${props.of.fault.product}`}>
                {names.product(props.of.fault.product)}
              </a>
            ),
          },
          { name: t("from"), value: format().dateTime(props.of.from) },
          { name: t("severity"), value: severity() },
          { name: t("ofEvent"), value: props.of.fault.event === undefined ? undefined : cameFrom() },
        ]}
      />
    </Section>
  );
};
