import { For, Show } from "solid-js";
import type { Component, JSX } from "solid-js";
import { Dynamic } from "solid-js/web";
import { createObserved, createSyncState, useReplica } from "#client/data";
import { createMembership } from "#client/features/settings";
import { LinkButton } from "#client/ui/button";
import { classes } from "#client/ui/classes";
import {
  CloudAlert,
  CloudCheck,
  CloudOff,
  Inbox,
  KeyRound,
  RefreshCw,
  Smartphone,
  Warehouse,
} from "#client/ui/icons";
import { MeaningIcon } from "#client/ui/meaning-icon";
import meanings from "#client/ui/meaning.module.css";
import { ProgressBar } from "#client/ui/meter";
import { Popover } from "#client/ui/popover";
import { useApp } from "../app-context";
import { useText } from "../i18n";
import { messages } from "../messages";
import styles from "./sync-mark.module.css";
import { createSyncWords, syncKind, syncMeaning } from "./sync-words";
import type { SyncKind } from "./sync-words";
import { createThingName } from "./thing-names";

const icons: Readonly<Record<SyncKind, Component>> = {
  "handed-in": Inbox,
  left: CloudOff,
  "first-sync": RefreshCw,
  "here-only": Smartphone,
  "one-device": KeyRound,
  synced: CloudCheck,
  local: Smartphone,
  offline: CloudOff,
  hall: Warehouse,
  attention: CloudAlert,
};

/** Documents listed by name before "and n more". */
const listed = 12;

/** The state of this company's sync as the mark shows it. */
export const createSync = () => {
  const { identity, now } = useApp();
  const replica = useReplica();
  const state = createSyncState();
  const companies = createObserved(identity.companies);
  const paperKeyMissing = (): boolean =>
    companies().some((each) => each.company === replica.company && !each.paperKeySaved);
  const { view } = createMembership();
  /** Unknown is not alone. */
  const isOnlyDevice = (): boolean => view().devices.filter(({ revoked }) => revoked === null).length === 1;
  const opensHereOnly = (): boolean => paperKeyMissing() && isOnlyDevice();
  const kind = (): SyncKind => syncKind(state(), opensHereOnly());
  const thingName = createThingName();
  return { state, kind, paperKeyMissing, opensHereOnly, thingName, words: createSyncWords(now, thingName) };
};

type Sync = ReturnType<typeof createSync>;

const Pending = (props: { readonly sync: Sync }): JSX.Element => {
  const t = useText(messages);
  const state = () => props.sync.state();
  return (
    <Show when={state().hasRelay && state().pending.length > 0}>
      <div>
        <h3>{t("waiting")}</h3>
        <ul class={styles.pending}>
          <For each={state().pending.slice(0, listed)}>
            {(each) => (
              <li>
                <span class="cut">{props.sync.thingName(each.thing, each.kind)}</span>
                <span class="quiet">{t("changes", { n: each.changes })}</span>
              </li>
            )}
          </For>
        </ul>
        <Show when={state().pending.length > listed}>
          <span class="faint small">{t("moreThings", { n: state().pending.length - listed })}</span>
        </Show>
      </div>
    </Show>
  );
};

const Explanation = (props: { readonly sync: Sync }): JSX.Element => {
  const t = useText(messages);
  const state = () => props.sync.state();
  return (
    <div class={styles.card}>
      <h2 class={meanings[syncMeaning(props.sync.kind())]}>
        <Dynamic component={icons[props.sync.kind()]} />
        {props.sync.words.label(state(), props.sync.kind())}
      </h2>
      <p class="quiet">{props.sync.words.explain(state(), props.sync.kind())}</p>
      <Show when={state().firstSync}>
        {(first) => (
          <ProgressBar
            label={t("firstSync", first())}
            done={first().done}
            total={first().total}
            meaning="info"
          />
        )}
      </Show>
      <Show when={state().problems.length > 0}>
        <ul class={styles.problems}>
          <For each={state().problems}>
            {(problem) => (
              <li class={meanings.attention}>
                <MeaningIcon meaning="attention" />
                <span>{props.sync.words.problem(problem)}</span>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Pending sync={props.sync} />
      <Show when={props.sync.paperKeyMissing()}>
        <Show when={props.sync.opensHereOnly() && props.sync.kind() !== "one-device"}>
          <p class="quiet">{t("paperKeyMissing")}</p>
        </Show>
        <LinkButton href="/settings/paper-key">
          <KeyRound />
          {t("paperKeySave")}
        </LinkButton>
      </Show>
      <a class="link" href="/settings/device">
        {t("devicePage")}
      </a>
    </div>
  );
};

/** One mark in the header that always tells where the changes of this device are. */
export const SyncMark = (): JSX.Element => {
  const t = useText(messages);
  const sync = createSync();
  const isQuiet = (): boolean => sync.kind() === "synced";
  return (
    <Popover
      title={t("syncTitle")}
      placement="bottom-end"
      triggerClass={classes(styles.mark, meanings[syncMeaning(sync.kind())], !isQuiet() && styles.told)}
      trigger={
        <>
          <Dynamic component={icons[sync.kind()]} />
          <span class={styles.long}>{sync.words.label(sync.state(), sync.kind())}</span>
          <span class={styles.short}>{sync.words.short(sync.state(), sync.kind())}</span>
        </>
      }
    >
      <Explanation sync={sync} />
    </Popover>
  );
};
