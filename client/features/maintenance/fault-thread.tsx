import { For, Show, createMemo, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { addFaultEntry, undoFaultEntry } from "#shared/domain/maintenance";
import type { FaultCase, LoggedFaultEntry } from "#shared/domain/maintenance";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { createMay, useCommands, useReplica } from "#client/data";
import { createNames } from "#client/features/scanning";
import { Button, IconButton } from "#client/ui/button";
import { TextArea } from "#client/ui/field";
import { Undo2 } from "#client/ui/icons";
import { Section } from "#client/ui/page";
import styles from "./maintenance.module.css";
import { messages } from "./messages";
import { createSaidWords } from "./said-words";

const Said = (props: {
  readonly of: FaultCase;
  readonly entry: LoggedFaultEntry;
  readonly words: (entry: LoggedFaultEntry) => readonly string[];
}): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const { now } = useApp();
  const { member } = useReplica();
  const may = createMay();
  const names = createNames();
  const commands = useCommands();
  const said = (): string => props.words(props.entry).join(". ");
  const holds = (): boolean => props.of.entries.some(({ id }) => id === props.entry.id);
  /** A photo that was removed is nowhere else to be had: whoever may add photos brings it back. */
  const mayTakeBack = (): boolean =>
    may("write", "movements") && (props.entry.by === member || props.entry.isPhotoRemoved === true);
  return (
    <li class={styles.said}>
      <p>
        <Show when={holds()} fallback={<del>{said()}</del>}>
          {said()}
        </Show>
      </p>
      <Show when={holds() && mayTakeBack()}>
        <IconButton
          label={t("takeBack", { what: said() })}
          onClick={() => void commands.runCommand(undoFaultEntry, { entry: props.entry })}
        >
          <Undo2 />
        </IconButton>
      </Show>
      <small>
        {t("by", { person: names.person(props.entry.by), time: format().moment(props.entry.at, now()) })}
      </small>
    </li>
  );
};

const AddNote = (props: { readonly of: FaultCase }): JSX.Element => {
  const t = useText(messages);
  const commands = useCommands();
  const [text, setText] = createSignal("");
  const send = async (): Promise<void> => {
    const done = await commands.runCommand(addFaultEntry, {
      fault: props.of.fault.id,
      entry: { text: text() },
    });
    if (done.ok) setText("");
  };
  return (
    <div class={styles.stack}>
      <TextArea label={t("addNote")} value={text()} onInput={setText} maxlength={4000} rows={2} />
      <div>
        <Button disabled={text().trim() === ""} onClick={() => void send()}>
          {t("send")}
        </Button>
      </div>
    </div>
  );
};

/** Everything said and done about a fault, oldest first. Whoever wrote a line may take it back. */
export const FaultThread = (props: { readonly of: FaultCase }): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const { now } = useApp();
  const names = createNames();
  const may = createMay();
  const words = createSaidWords();
  const lines = createMemo(() => props.of.all.filter(({ undoes }) => undoes === undefined));
  const reported = (): string => {
    const { effect, note } = props.of.fault;
    const told = t("saidReported", {
      effect: t(effect === "block" ? "effectBlock" : "effectFlag").toLowerCase(),
    });
    return note === undefined ? told : `${told}\n${note}`;
  };
  return (
    <Section title={t("thread")}>
      <ul class={styles.thread} aria-label={t("thread")}>
        <li class={styles.said}>
          <p>{reported()}</p>
          <small>
            {t("by", {
              person: names.person(props.of.fault.by),
              time: format().moment(props.of.from, now()),
            })}
          </small>
        </li>
        <For each={lines()}>{(entry) => <Said of={props.of} entry={entry} words={words} />}</For>
      </ul>
      <Show when={may("write", "movements")}>
        <AddNote of={props.of} />
      </Show>
    </Section>
  );
};
