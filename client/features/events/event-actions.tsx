import { Show, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { useNavigate } from "@solidjs/router";
import { removeEvent } from "#shared/domain/events";
import { duplicateEvent, line } from "#shared/domain/pull-list";
import { thingOf } from "#shared/kernel/ids";
import { shiftLocal } from "#shared/kernel/local-time";
import type { LocalDateTime } from "#shared/kernel/record";
import { createUndoToast } from "#client/app/frame/undo";
import { useText } from "#client/app/i18n";
import { createIndex, createMay, useCommands, useReplica } from "#client/data";
import type { EventRow } from "#client/features/availability";
import { kitIndex } from "#client/features/inventory";
import { accessoriesWith } from "#client/features/pull-list";
import { Button } from "#client/ui/button";
import { Dialog } from "#client/ui/dialog";
import { useEditable } from "#client/ui/editing";
import { TextField } from "#client/ui/field";
import { Copy, Ellipsis, Trash2 } from "#client/ui/icons";
import { Menu } from "#client/ui/menu";
import type { MenuEntry } from "#client/ui/menu";
import { showToast } from "#client/ui/toast";
import { messages } from "./messages";
import styles from "./phase-list.module.css";
import { LocalTimeField } from "./window-fields";

const weekMinutes = 7 * 24 * 60;

const Duplicate = (props: {
  readonly event: EventRow;
  readonly open: boolean;
  readonly onClose: () => void;
}): JSX.Element => {
  const t = useText(messages);
  const commands = useCommands();
  const { rows } = useReplica();
  const kits = createIndex(kitIndex);
  const navigate = useNavigate();
  const [name, setName] = createSignal<string>();
  const [from, setFrom] = createSignal<LocalDateTime>();
  const copyName = (): string => name() ?? t("copyName", { name: props.event.name });
  const busyFrom = (): LocalDateTime => from() ?? shiftLocal(props.event.busyFrom, weekMinutes);
  const create = async (): Promise<void> => {
    const along = rows
      .of(line, thingOf(props.event.id))
      .filter(({ removedAt }) => removedAt === undefined)
      .map((each) => ({ line: each.id, accessories: accessoriesWith(rows, kits().book(), each) }));
    const args = { event: props.event.id, name: copyName(), busyFrom: busyFrom(), along };
    const result = await commands.runCommand(duplicateEvent, args);
    if (!result.ok) return;
    props.onClose();
    const { event, arrived } = result.value.value;
    if (arrived > 0) showToast({ text: t("copyArrived", { n: arrived }), meaning: "info" });
    navigate(`/events/${event}`);
  };
  return (
    <Dialog
      open={props.open}
      onClose={() => props.onClose()}
      title={t("duplicateTitle", { name: props.event.name })}
      foot={
        <>
          <Button variant="bare" onClick={() => props.onClose()}>
            {t("cancel")}
          </Button>
          <Button variant="primary" disabled={copyName().trim() === ""} onClick={() => void create()}>
            {t("duplicate")}
          </Button>
        </>
      }
    >
      <p class="quiet">{t("duplicateText")}</p>
      <TextField label={t("name")} value={copyName()} onInput={setName} />
      <LocalTimeField label={t("from")} value={busyFrom()} onChange={setFrom} />
    </Dialog>
  );
};

/** What is done with a whole event, rarely. */
export const EventActions = (props: { readonly event: EventRow }): JSX.Element => {
  const t = useText(messages);
  const commands = useCommands();
  const navigate = useNavigate();
  const may = createMay();
  const isEditable = useEditable();
  const [isCopying, setCopying] = createSignal(false);
  const offerUndo = createUndoToast();
  const remove = async (): Promise<void> => {
    const { id, name } = props.event;
    const result = await commands.runCommand(removeEvent, { event: id });
    if (!result.ok) return;
    navigate("/events");
    offerUndo(t("removedToast", { name }), result.value.change);
  };
  const entries = (): readonly MenuEntry[] => {
    const copying: MenuEntry = { label: t("duplicate"), icon: <Copy />, onSelect: () => setCopying(true) };
    const removal: MenuEntry = {
      label: t("remove"),
      icon: <Trash2 />,
      danger: true,
      onSelect: () => void remove(),
    };
    const copies = may("create", "event") ? [copying] : [];
    return isEditable() ? [...copies, ...(copies.length > 0 ? ["line" as const] : []), removal] : copies;
  };
  return (
    <>
      <Show when={entries().length > 0}>
        <Menu label={t("more")} triggerClass={styles.add} trigger={<Ellipsis />} entries={entries()} />
      </Show>
      <Duplicate event={props.event} open={isCopying()} onClose={() => setCopying(false)} />
    </>
  );
};
