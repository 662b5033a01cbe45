import { Show, createMemo } from "solid-js";
import type { JSX } from "solid-js";
import type { EventId } from "#shared/domain/events";
import { file } from "#shared/domain/files";
import { useFormat, useText } from "#client/app/i18n";
import { createIds, createObserved, createSyncState, useFiles } from "#client/data";
import type { CompanyFiles } from "#client/data";
import { Checkbox } from "#client/ui/checkbox";
import { Meter } from "#client/ui/meter";
import { showToast } from "#client/ui/toast";
import styles from "./files.module.css";
import { messages } from "./messages";

const KeepOf = (props: { readonly files: CompanyFiles; readonly event: EventId }): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const sync = createSyncState();
  /* eslint-disable solid/reactivity -- one store of files per company, for as long as it is shown */
  const pins = createObserved(props.files.pins);
  const held = createObserved(props.files.held);
  const state = createObserved(props.files.state);
  /* eslint-enable solid/reactivity */
  const isPinned = (): boolean => pins().has(props.event);
  const known = createIds(file);
  const progress = createMemo(() => {
    held();
    known();
    return props.files.pinProgress(props.event);
  });
  const words = (): string => {
    const { total, here, totalBytes } = progress();
    const figures = { here, of: total, size: format().bytes(totalBytes) };
    if (total === 0) return t("keptNothing");
    if (here === total) return t("kept", { n: total, size: figures.size });
    if (state().isDeviceFull) return t("keepFull", figures);
    return sync().connected ? t("keeping", figures) : t("keepingOffline", figures);
  };
  const set = async (pinned: boolean): Promise<void> => {
    const done = await props.files.setPinned(props.event, pinned);
    if (!done.ok) showToast({ text: t("noRoom"), meaning: "problem" });
  };
  return (
    <div class={styles.pin}>
      <Checkbox label={t("keepHere")} checked={isPinned()} onChange={(pinned) => void set(pinned)} />
      <Show when={isPinned()} fallback={<p class="small quiet">{t("keepHereText")}</p>}>
        <p class="small quiet" role="status">
          {words()}
        </p>
        <Show when={progress().here < progress().total}>
          <Meter label={words()} parts={[{ value: progress().here }]} limit={progress().total} />
        </Show>
      </Show>
    </div>
  );
};

/** Everything needed to work on an event without a network, fetched before one goes where there is none. */
export const KeepEventHere = (props: { readonly event: EventId }): JSX.Element => {
  const files = useFiles();
  return <Show when={files}>{(known) => <KeepOf files={known()} event={props.event} />}</Show>;
};
