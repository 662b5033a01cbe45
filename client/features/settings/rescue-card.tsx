import { For, Show } from "solid-js";
import type { JSX } from "solid-js";
import type { Edit, Rescue, RescuedFile } from "#shared/replica/types";
import { useFiles, useReplica } from "#client/data";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { plainEdits, saveEdits } from "#client/app/frame/edits-file";
import type { ThingName } from "#client/app/frame/thing-names";
import { createHistoryWords } from "#client/features/activity";
import { saveContent } from "#client/features/files";
import { Button } from "#client/ui/button";
import { showToast } from "#client/ui/toast";
import { createMembership } from "./membership";
import { messages } from "./messages";
import { rescueMessages } from "./rescue-messages";
import { reasonOfRescue } from "./rescue-reason";
import styles from "./settings.module.css";

const createReasons = (): ((rescue: Rescue) => string) => {
  const t = useText(rescueMessages);
  const format = useFormat();
  const { now } = useApp();
  const { view } = createMembership();
  return (rescue) => {
    const found = reasonOfRescue(rescue, view().members.find(({ self }) => self)?.grants ?? []);
    return found.because === "ended"
      ? t("ended", { time: format().moment(found.at, now()) })
      : t(found.because);
  };
};

interface EditedRecord {
  readonly record: string;
  readonly edits: readonly Edit[];
}

const byRecord = (edits: readonly Edit[]): readonly EditedRecord[] => {
  const records = new Map<string, Edit[]>();
  for (const edit of edits) {
    const known = records.get(edit.record);
    if (known === undefined) records.set(edit.record, [edit]);
    else known.push(edit);
  }
  return Array.from(records, ([record, of]) => ({ record, edits: of }));
};

/** Field by field in the words of the screens; what has no word there is only counted. */
const Edits = (props: Pick<Rescue, "code" | "edits">): JSX.Element => {
  const t = useText(messages);
  const words = createHistoryWords();
  const records = () => byRecord(props.edits.filter(({ field, value }) => words.isTold(field, value)));
  const others = (): number =>
    props.edits.length - records().reduce((sum, { edits }) => sum + edits.length, 0);
  return (
    <>
      <Show when={records().length > 0}>
        <table class={styles.edits}>
          <thead>
            <tr>
              <th scope="col">{t("rescueField")}</th>
              {/* What came through a hall and is set aside was written by others too. */}
              <th scope="col">{t(props.code.startsWith("hall-") ? "rescueWritten" : "rescueValue")}</th>
            </tr>
          </thead>
          <For each={records()}>
            {({ record, edits }) => (
              <tbody>
                <tr>
                  <th scope="rowgroup" colspan="2">
                    {words.record(record)}
                  </th>
                </tr>
                <For each={edits}>
                  {({ field, value }) => (
                    <tr>
                      <td>{words.field(field)}</td>
                      <td>{value === null ? t("emptyValue") : words.value(field, value)}</td>
                    </tr>
                  )}
                </For>
              </tbody>
            )}
          </For>
        </table>
      </Show>
      <Show when={others() > 0}>
        <p class="quiet">{t("rescueOthers", { n: others() })}</p>
      </Show>
    </>
  );
};

/** A thing that came with what was refused is gone with it; what it was to be called is among the edits. */
const givenName = ({ thing, edits }: Rescue): string | undefined => {
  const found = edits.findLast(({ record, field }) => field === "name" && record.endsWith(`:${thing}`));
  return typeof found?.value === "string" ? found.value : undefined;
};

/** Edits the relay refused: to read, to save, to let go. */
export const RescueCard = (props: {
  readonly rescue: Rescue;
  readonly thingName: ThingName;
}): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const { now } = useApp();
  const replica = useReplica();
  const files = useFiles();
  const reasonOf = createReasons();
  const saveFile = async ({ hash, name }: RescuedFile): Promise<void> => {
    if (files === undefined) return;
    const problem = await saveContent(files, { thing: props.rescue.thing, hash }, name);
    if (problem !== undefined) showToast({ text: t("rescueFileGone"), meaning: "problem" });
  };
  const save = (): void => {
    const edits = plainEdits(props.rescue.edits);
    saveEdits(`eventkit-refused-${props.rescue.id.slice(0, 8)}`, { ...props.rescue, edits });
  };
  return (
    <div class={styles.rescue}>
      <strong>
        {t("rescueOf", {
          thing: props.thingName(props.rescue.thing, undefined, givenName(props.rescue)),
          time: format().moment(props.rescue.at, now()),
        })}
      </strong>
      <p>{reasonOf(props.rescue)}</p>
      <Show when={props.rescue.why}>{(why) => <p>{t("rescueWhy", { why: why() })}</p>}</Show>
      <Edits code={props.rescue.code} edits={props.rescue.edits} />
      <div class={styles.pair}>
        <Show when={props.rescue.edits.length > 0}>
          <Button onClick={save}>{t("rescueSave")}</Button>
        </Show>
        <For each={props.rescue.files}>
          {(file) => (
            <Button onClick={() => void saveFile(file)}>{t("rescueSaveFile", { name: file.name })}</Button>
          )}
        </For>
        <Button variant="bare" onClick={() => void replica.dismissRescue(props.rescue.id)}>
          {t("rescueDismiss")}
        </Button>
      </div>
    </div>
  );
};
