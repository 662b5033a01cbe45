import { For, Show, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { useNavigate } from "@solidjs/router";
import type { PendingThing } from "#shared/replica/types";
import { createRescues, useReplica } from "#client/data";
import { useApp } from "#client/app/app-context";
import { createSync } from "#client/app/frame/sync-mark";
import { useFormat, useText } from "#client/app/i18n";
import { Button } from "#client/ui/button";
import { Dialog } from "#client/ui/dialog";
import { Entry, Facts, List } from "#client/ui/list";
import { Note } from "#client/ui/note";
import { Section } from "#client/ui/page";
import { showToast } from "#client/ui/toast";
import { syncMeaning } from "#client/app/frame/sync-words";
import { BringInSection, ExportSection } from "#client/features/export";
import { RemovalNote } from "#client/features/security";
import { ConnectRelay } from "./connect-relay";
import { DeviceFacts } from "./device-facts";
import { HallRelays } from "./hall-relays";
import { SettingsLayout } from "./layout";
import { createMembership } from "./membership";
import { messages } from "./messages";
import { RelaySpace } from "./relay-space";
import { RescueCard } from "./rescue-card";
import styles from "./settings.module.css";

type Sync = ReturnType<typeof createSync>;

const Changes = (props: { readonly sync: Sync; readonly isDemo: boolean }): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const { now } = useApp();
  const { membership } = createMembership();
  const state = () => props.sync.state();
  const moment = (at: number | null): string => (at === null ? t("never") : format().moment(at, now()));
  return (
    <Section title={t("whereTitle")}>
      <Note
        meaning={syncMeaning(props.sync.kind())}
        title={props.sync.words.label(state(), props.sync.kind())}
      >
        <p class="quiet">{props.sync.words.explain(state(), props.sync.kind())}</p>
        <For each={state().problems}>{(problem) => <p>{props.sync.words.problem(problem)}</p>}</For>
      </Note>
      <Facts
        facts={[
          ...(state().hasRelay
            ? [
                { name: t("lastReceipt"), value: moment(state().lastReceiptAt) },
                { name: t("lastHeard"), value: moment(state().lastHeardAt) },
              ]
            : []),
          { name: t("relay"), value: state().hasRelay ? membership()?.relay?.origin : t("relayNone") },
        ]}
      />
      <Show when={!state().hasRelay && !props.isDemo}>
        <ConnectRelay />
      </Show>
    </Section>
  );
};

/** Documents listed by name before "and n more". */
const listed = 12;

const OnlyHere = (props: { readonly sync: Sync }): JSX.Element => {
  const t = useText(messages);
  const pending = () => props.sync.state().pending;
  const where = ({ inHall, changes }: PendingThing): string | undefined => {
    if (inHall === 0) return undefined;
    return inHall < changes ? t("partlyInHall", { n: inHall }) : t("inHall");
  };
  const title = (): string => t(pending().some(({ inHall }) => inHall > 0) ? "notHome" : "onlyHere");
  return (
    <Section title={title()}>
      <Show when={pending().length > 0} fallback={<p class="quiet">{t("onlyHereNone")}</p>}>
        <List label={title()} items={pending().slice(0, listed)} boxed>
          {(each) => (
            <Entry
              title={props.sync.thingName(each.thing, each.kind)}
              note={where(each)}
              end={<span class="small">{t("changes", { n: each.changes })}</span>}
            />
          )}
        </List>
        <Show when={pending().length > listed}>
          <p class="quiet">{t("onlyHereMore", { n: pending().length - listed })}</p>
        </Show>
      </Show>
    </Section>
  );
};

const Leave = (props: {
  readonly sync: Sync;
  readonly companyName: string;
  readonly isDemo: boolean;
}): JSX.Element => {
  const t = useText(messages);
  const { companies } = useApp();
  const replica = useReplica();
  const navigate = useNavigate();
  const [isAsking, setAsking] = createSignal(false);
  const leave = async (): Promise<void> => {
    setAsking(false);
    const result = await companies.remove(replica.company);
    if (result.ok) navigate("/welcome");
    else showToast({ text: t("failStorage", { message: result.error.message }), meaning: "problem" });
  };
  const warning = (): string => {
    const { hasRelay, pendingChanges } = props.sync.state();
    if (!hasRelay) return t("leaveWarnLocal");
    return pendingChanges > 0 ? t("leaveWarnPending", { n: pendingChanges }) : t("leaveWarn");
  };
  return (
    <Section title={t("leaveTitle")}>
      <div class={styles.stack}>
        <p class="quiet">{t("leaveText")}</p>
        <Button variant="danger" onClick={() => setAsking(true)}>
          {t("leaveDo")}
        </Button>
      </div>
      <Dialog
        open={isAsking()}
        title={t("leaveAsk", { name: props.companyName })}
        onClose={() => setAsking(false)}
        foot={
          <>
            <Button size="touch" onClick={() => setAsking(false)}>
              {t("cancel")}
            </Button>
            <Button variant="danger" size="touch" onClick={() => void leave()}>
              {t("leaveDo")}
            </Button>
          </>
        }
      >
        <p>{props.isDemo ? t("leaveText") : warning()}</p>
      </Dialog>
    </Section>
  );
};

/** Everything about this device: what is safe, what is only here, and how to take it away. */
const DeviceScreen = (): JSX.Element => {
  const t = useText(messages);
  const replica = useReplica();
  const { companies } = useApp();
  const sync = createSync();
  const rescues = createRescues();
  const entry = () => companies.list().find((each) => each.company === replica.company);
  const name = (): string => entry()?.name ?? "";
  const isDemo = (): boolean => entry()?.demo === true;
  return (
    <SettingsLayout tab="device">
      <RemovalNote />
      <Changes sync={sync} isDemo={isDemo()} />
      {/* Without a relay everything is only here, as the line above says. */}
      <Show when={sync.state().hasRelay}>
        <OnlyHere sync={sync} />
      </Show>
      <Show when={sync.state().hasRelay && !isDemo()}>
        <HallRelays state={sync.state()} />
      </Show>
      <Show when={sync.state().space}>{(use) => <RelaySpace use={use()} />}</Show>
      <Show when={rescues().length > 0}>
        <Section title={t("rescues")}>
          <p class="quiet">{t("rescuesText")}</p>
          <List label={t("rescues")} items={rescues()} boxed>
            {(rescue) => <RescueCard rescue={rescue} thingName={sync.thingName} />}
          </List>
        </Section>
      </Show>
      <ExportSection companyName={name()} />
      <BringInSection />
      <DeviceFacts />
      <Leave sync={sync} companyName={name()} isDemo={isDemo()} />
    </SettingsLayout>
  );
};

export default DeviceScreen;
