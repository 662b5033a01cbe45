/** Relays in halls: which there are, whether this device reaches one, and what of its work is not at home. */
import { Show, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import type { HallRelay } from "#shared/domain/settings";
import { hallRelay, removeHallRelay } from "#shared/domain/settings";
import type { SyncState } from "#shared/replica/types";
import { createMay, createRows, useCommands } from "#client/data";
import { createUndoToast } from "#client/app/frame/undo";
import { useFormat, useText } from "#client/app/i18n";
import { Badge } from "#client/ui/badge";
import { Button, IconButton } from "#client/ui/button";
import { Plus, Warehouse, X } from "#client/ui/icons";
import { Entry, Facts, List } from "#client/ui/list";
import { Section } from "#client/ui/page";
import { AddHallRelay } from "./hall-dialog";
import { hallMessages } from "./hall-messages";
import { createMembership, shortKey } from "./membership";
import styles from "./settings.module.css";

const Line = (props: {
  readonly relay: HallRelay;
  readonly hall: SyncState["hall"];
  readonly mayChange: boolean;
}): JSX.Element => {
  const t = useText(hallMessages);
  const commands = useCommands();
  const isReached = (): boolean => props.hall?.reached.includes(props.relay.key) === true;
  const isResting = (): boolean => props.hall?.resting.includes(props.relay.key) === true;
  const isUnproven = (): boolean => props.hall?.unproven.includes(props.relay.key) === true;
  const state = () =>
    isResting() ? "letGo" : isUnproven() ? "notProven" : isReached() ? "reached" : "notReached";
  const about = (): string => `${props.relay.address} · ${t("key", { key: shortKey(props.relay.key) })}`;
  const why = (): string | undefined =>
    isResting() ? t("letGoText") : isUnproven() ? t("unproven") : undefined;
  const offerUndo = createUndoToast();
  const remove = async (): Promise<void> => {
    const { id, name } = props.relay;
    const done = await commands.runCommand(removeHallRelay, { relay: id });
    if (done.ok) offerUndo(t("removed", { name }), done.value.change);
  };
  return (
    <Entry
      icon={<Warehouse />}
      title={props.relay.name}
      note={why() === undefined ? about() : `${about()} · ${why()}`}
      end={
        <>
          <Badge meaning={why() !== undefined ? "attention" : isReached() ? "ok" : undefined}>
            {t(state())}
          </Badge>
          <Show when={props.mayChange}>
            <IconButton label={t("remove", { name: props.relay.name })} onClick={() => void remove()}>
              <X />
            </IconButton>
          </Show>
        </>
      }
    />
  );
};

/** What of this device lies in a hall, or came through one, and is not at home. */
const Counts = (props: { readonly hall: NonNullable<SyncState["hall"]> }): JSX.Element => {
  const t = useText(hallMessages);
  const format = useFormat();
  const counted = (count: number): string => (count === 0 ? "" : format().number(count));
  return (
    <Facts
      facts={[
        { name: t("notHome"), value: counted(props.hall.notAtHome) },
        { name: t("kept"), value: counted(props.hall.kept) },
      ]}
    />
  );
};

export const HallRelays = (props: { readonly state: SyncState }): JSX.Element => {
  const t = useText(hallMessages);
  const may = createMay();
  const relays = createRows(hallRelay);
  const { membership } = createMembership();
  const [isAdding, setAdding] = createSignal(false);
  const mayChange = (): boolean => may("write", "settings");
  const notHome = () => {
    const { hall } = props.state;
    return hall !== null && hall.notAtHome + hall.kept > 0 ? hall : undefined;
  };
  const isShown = (): boolean => relays().length > 0 || mayChange();
  return (
    <Show when={isShown()}>
      <Section title={t("title")}>
        <div class={styles.stack}>
          <p class="quiet">{t("text")}</p>
          <Show when={notHome()}>{(hall) => <Counts hall={hall()} />}</Show>
        </div>
        <Show when={relays().length > 0}>
          <List label={t("title")} items={relays()} boxed>
            {(relay) => <Line relay={relay} hall={props.state.hall} mayChange={mayChange()} />}
          </List>
        </Show>
        <Show when={mayChange()}>
          <div class={styles.pair}>
            <Button onClick={() => setAdding(true)}>
              <Plus />
              {t("add")}
            </Button>
          </div>
        </Show>
        <Show when={isAdding() ? membership() : undefined}>
          {(found) => <AddHallRelay membership={found()} onClose={() => setAdding(false)} />}
        </Show>
      </Section>
    </Show>
  );
};
