import { For, Show } from "solid-js";
import type { JSX } from "solid-js";
import type { Scalar } from "#shared/kernel/record";
import type { Rescue } from "#shared/replica/types";
import { useReplica } from "#client/data";
import { saveFile } from "#client/platform/files";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import type { ThingName } from "#client/app/frame/thing-names";
import { Button } from "#client/ui/button";
import { createMembership } from "./membership";
import { messages } from "./messages";
import { rescueMessages } from "./rescue-messages";
import { reasonOfRescue } from "./rescue-reason";
import styles from "./settings.module.css";

const asText = (value: Scalar): string =>
  value instanceof Uint8Array ? `${value.length} bytes` : String(value);

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

/** Edits the relay refused: to read, to save, to let go. */
export const RescueCard = (props: {
  readonly rescue: Rescue;
  readonly thingName: ThingName;
}): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const { now } = useApp();
  const replica = useReplica();
  const reasonOf = createReasons();
  const save = (): void => {
    const edits = props.rescue.edits.map((edit) => ({
      ...edit,
      value: edit.value === null ? null : asText(edit.value),
    }));
    const text = JSON.stringify({ ...props.rescue, edits }, null, 2);
    saveFile(
      `eventkit-refused-${props.rescue.id.slice(0, 8)}.json`,
      new Blob([text], { type: "application/json" }),
    );
  };
  return (
    <div class={styles.rescue}>
      <strong>
        {t("rescueOf", {
          thing: props.thingName(props.rescue.thing),
          time: format().moment(props.rescue.at, now()),
        })}
      </strong>
      <p>{reasonOf(props.rescue)}</p>
      <Show when={props.rescue.why}>{(why) => <p>{t("rescueWhy", { why: why() })}</p>}</Show>
      <table class={styles.edits}>
        <thead>
          <tr>
            <th scope="col">{t("rescueField")}</th>
            <th scope="col">{t("rescueValue")}</th>
          </tr>
        </thead>
        <tbody>
          <For each={props.rescue.edits}>
            {(edit) => (
              <tr>
                <td class="code">{edit.field}</td>
                <td>{edit.value === null ? t("emptyValue") : asText(edit.value)}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
      <div class={styles.pair}>
        <Button onClick={save}>{t("rescueSave")}</Button>
        <Button variant="bare" onClick={() => void replica.dismissRescue(props.rescue.id)}>
          {t("rescueDismiss")}
        </Button>
      </div>
    </div>
  );
};
