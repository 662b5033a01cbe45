/** A moment of a record beside what it is now, and the choice of what goes back to it. */
import { For, Show, createMemo, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { restoreRecords } from "#shared/domain/activity";
import { documentKinds } from "#shared/documents/kinds";
import { brand } from "#shared/kernel/brand";
import { parseLocalDateTime } from "#shared/kernel/local-time";
import type { LocalDateTime } from "#shared/kernel/record";
import type { AuditEntry, AuditMoment } from "#shared/replica/types";
import { createUndoToast } from "#client/app/frame/undo";
import { useFormat, useText } from "#client/app/i18n";
import { createMay, scopeOf, useCommands } from "#client/data";
import { Badge } from "#client/ui/badge";
import { Button } from "#client/ui/button";
import { Checkbox } from "#client/ui/checkbox";
import { classes } from "#client/ui/classes";
import { Dialog } from "#client/ui/dialog";
import { TextField } from "#client/ui/field";
import { Segmented } from "#client/ui/segmented";
import { showToast } from "#client/ui/toast";
import styles from "./activity.module.css";
import { createHistoryWords } from "./history-words";
import type { HistoryWords } from "./history-words";
import { messages } from "./messages";
import { chosenRecords, createRestoreState } from "./restore-state";
import type { ComparedValue, Subject } from "./restore-state";

interface RestoreDialogProps extends Subject {
  readonly name: string;
  readonly moment: AuditMoment;
  readonly entries: readonly AuditEntry[];
  readonly onMoment: (moment: AuditMoment) => void;
  readonly onClose: () => void;
}

/** More differences than this are counted, not drawn. */
const drawn = 300;

const pad = (value: number): string => String(value).padStart(2, "0");

/** A time of this device as the date field wants it. */
const asLocal = (at: number): LocalDateTime => {
  const date = new Date(at);
  const day = [date.getFullYear(), pad(date.getMonth() + 1), pad(date.getDate())].join("-");
  return brand<LocalDateTime>(`${day}T${pad(date.getHours())}:${pad(date.getMinutes())}`);
};

const Value = (props: {
  readonly value: ComparedValue;
  readonly whole: boolean;
  readonly words: HistoryWords;
  readonly isChosen: boolean;
  readonly mayChoose: boolean;
  readonly onChoose: (isChosen: boolean) => void;
}): JSX.Element => {
  const t = useText(messages);
  const name = (): string => {
    const field = props.words.field(props.value.field);
    return props.whole ? t("of", { record: props.words.record(props.value.record), what: field }) : field;
  };
  const then = (): string => {
    if (props.value.field !== "removedAt" || !props.value.isDifferent)
      return props.words.value(props.value.field, props.value.then);
    return t(props.value.now === null ? "goesAway" : "comesBack");
  };
  return (
    <tr class={classes(props.value.isDifferent && styles.differs)}>
      <th scope="row">
        <Show when={props.value.isDifferent && props.mayChoose} fallback={name()}>
          <Checkbox label={name()} checked={props.isChosen} onChange={props.onChoose} />
        </Show>
      </th>
      <td>{then()}</td>
      <td>
        {props.words.value(props.value.field, props.value.now)}
        <Show when={props.value.since}>
          {(since) => (
            <div>
              <Badge meaning="attention">
                {t("changedSince", {
                  name: props.words.member(since().member),
                  time: props.words.time(since().at, since().isExact),
                })}
              </Badge>
            </div>
          )}
        </Show>
      </td>
    </tr>
  );
};

const createRestoring = (props: RestoreDialogProps) => {
  const t = useText(messages);
  const commands = useCommands();
  const offerUndo = createUndoToast();
  const [isWhole, setWhole] = createSignal(false);
  const subject = createMemo((): Subject => ({
    thing: props.thing,
    kind: props.kind,
    record: isWhole() ? undefined : props.record,
  }));
  // eslint-disable-next-line solid/reactivity -- followed inside effects and memos
  const state = createRestoreState(subject, () => props.moment);
  const [left, setLeft] = createSignal<ReadonlySet<string>>(new Set());
  const chosen = createMemo(() =>
    (state.values() ?? []).filter(({ id, isDifferent }) => isDifferent && !left().has(id)),
  );
  const choose = (id: string, isChosen: boolean): void => {
    const next = new Set(left());
    if (isChosen) next.delete(id);
    else next.add(id);
    setLeft(next);
  };
  const restore = async (): Promise<void> => {
    const leftOut = left();
    const records = chosenRecords(state.plan(), (id) => !leftOut.has(id));
    const done = await commands.runCommand(
      restoreRecords(documentKinds[props.kind].class),
      { thing: props.thing, records },
      { quiet: true },
    );
    if (!done.ok) {
      showToast({ text: t("changedMeanwhile"), meaning: "attention" });
      state.reload();
      return;
    }
    const { change, value } = done.value;
    offerUndo(t("restored", { n: value.fields }), change);
    props.onClose();
  };
  return { ...state, isWhole, setWhole, left, chosen, choose, restore };
};

const Values = (props: {
  readonly values: readonly ComparedValue[];
  readonly whole: boolean;
  readonly words: HistoryWords;
  readonly mayChoose: boolean;
  readonly left: ReadonlySet<string>;
  readonly onChoose: (id: string, isChosen: boolean) => void;
}): JSX.Element => {
  const t = useText(messages);
  return (
    <>
      <table class={styles.compared}>
        <thead>
          <tr>
            <th scope="col">{t("fieldHead")}</th>
            <th scope="col">{t("thenHead")}</th>
            <th scope="col">{t("nowHead")}</th>
          </tr>
        </thead>
        <tbody>
          <For each={props.values.slice(0, drawn)}>
            {(value) => (
              <Value
                value={value}
                whole={props.whole}
                words={props.words}
                mayChoose={props.mayChoose}
                isChosen={!props.left.has(value.id)}
                onChoose={(isChosen) => props.onChoose(value.id, isChosen)}
              />
            )}
          </For>
        </tbody>
      </table>
      <Show when={props.values.length > drawn}>
        <p class="small quiet">{t("andMore", { n: props.values.length - drawn })}</p>
      </Show>
    </>
  );
};

const Moment = (props: {
  readonly restoring: ReturnType<typeof createRestoring>;
  readonly values: readonly ComparedValue[];
  readonly whole: boolean;
  readonly mayWrite: boolean;
}): JSX.Element => {
  const t = useText(messages);
  const words = createHistoryWords();
  const others = (): number => props.restoring.chosen().filter(({ since }) => since !== undefined).length;
  const untaken = (): number => props.restoring.plan().untaken.length;
  return (
    <>
      <Show when={!props.restoring.existed()}>
        <p>{t("notThere")}</p>
      </Show>
      <Show
        when={props.values.some(({ isDifferent }) => isDifferent)}
        fallback={<p class="quiet">{t("sameAsNow")}</p>}
      >
        <p class="small quiet">{props.mayWrite ? t("restoreText") : t("mayNot")}</p>
      </Show>
      <Show when={props.mayWrite && others() > 0}>
        <p>
          <Badge meaning="attention">{t("othersWrote", { n: others() })}</Badge>
        </p>
      </Show>
      <Show when={props.values.length > 0}>
        <Values
          values={props.values}
          whole={props.whole}
          words={words}
          mayChoose={props.mayWrite}
          left={props.restoring.left()}
          onChoose={props.restoring.choose}
        />
      </Show>
      <Show when={untaken() > 0}>
        <p class="small quiet">{t("untaken", { n: untaken() })}</p>
      </Show>
    </>
  );
};

const MomentChoice = (props: {
  readonly dialog: RestoreDialogProps;
  readonly restoring: ReturnType<typeof createRestoring>;
}): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const at = (): LocalDateTime => {
    const { moment, entries } = props.dialog;
    return asLocal(
      "at" in moment ? moment.at : (entries.find(({ change }) => change === moment.change)?.at ?? 0),
    );
  };
  const choose = (text: string): void => {
    const local = parseLocalDateTime(text);
    if (local !== undefined) props.dialog.onMoment({ at: new Date(local).getTime() + 59_999 });
  };
  return (
    <div class={styles.asked}>
      <TextField
        type="datetime-local"
        label={t("moment")}
        hint={t("momentHint")}
        value={at()}
        shown={format().localDateTime(at())}
        onCommit={choose}
      />
      <Show when={props.dialog.record !== undefined}>
        <Segmented
          label={t("area")}
          value={props.restoring.isWhole() ? "whole" : "record"}
          segments={[
            { value: "record", label: t("thisRecord") },
            { value: "whole", label: t("wholeDocument") },
          ]}
          onChange={(value) => props.restoring.setWhole(value === "whole")}
        />
      </Show>
    </div>
  );
};

export const RestoreDialog = (props: RestoreDialogProps): JSX.Element => {
  const t = useText(messages);
  const may = createMay();
  const restoring = createRestoring(props);
  const mayWrite = (): boolean => {
    const on = documentKinds[props.kind].class;
    return may("write", on, scopeOf(on, props.thing));
  };
  return (
    <Dialog
      open
      wide
      onClose={() => props.onClose()}
      title={t("momentTitle", { name: props.name })}
      foot={
        <>
          <Button onClick={() => props.onClose()}>{t("cancel")}</Button>
          <Show when={mayWrite()}>
            <Button
              variant="primary"
              disabled={restoring.chosen().length === 0}
              onClick={() => void restoring.restore()}
            >
              {t("restoreSome", { n: restoring.chosen().length })}
            </Button>
          </Show>
        </>
      }
    >
      <MomentChoice dialog={props} restoring={restoring} />
      <Show when={restoring.values()} fallback={<p class="quiet">{t("reading")}</p>}>
        {(values) => (
          <Moment
            restoring={restoring}
            values={values()}
            whole={restoring.isWhole() || props.record === undefined}
            mayWrite={mayWrite()}
          />
        )}
      </Show>
    </Dialog>
  );
};
