/** The company's root keys: who holds one, what waits, and how they are changed. */
import { For, Show, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { fromBase64Url } from "#shared/kernel/bytes";
import type { RootHolder, RootKeysView } from "#shared/replica/identity/root-types";
import type { Membership } from "#shared/replica/identity/types";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import {
  SettingsLayout,
  createMembership,
  createMembershipWords,
  createPatience,
} from "#client/features/settings";
import { stayUntil } from "#client/platform/stay";
import { Badge } from "#client/ui/badge";
import { Button, LinkButton } from "#client/ui/button";
import { KeyRound, Smartphone } from "#client/ui/icons";
import { Entry, List } from "#client/ui/list";
import { Note } from "#client/ui/note";
import { Section } from "#client/ui/page";
import { showToast } from "#client/ui/toast";
import { createHolderNames } from "./holder-words";
import { proposalMessages } from "./proposal-messages";
import { RootChangeForm } from "./root-change";
import { beginDraft, isPowerless, maxHolders } from "./root-draft";
import type { RootDraft } from "./root-draft";
import { rootMessages } from "./root-messages";
import styles from "./security.module.css";

const createHolderWords = () => {
  const t = useText(rootMessages);
  const { holder: nameOf, member: members } = createHolderNames();
  return {
    nameOf,
    noteOf: ({ device, ...holder }: RootHolder): string => {
      if (device === null) return t("paperNote");
      const name = members(device.member);
      if (isPowerless({ device, ...holder })) return t("powerlessNote", { name });
      return device.self ? t("hereNote") : t("deviceNote", { name });
    },
  };
};

const Waiting = (props: { readonly view: RootKeysView; readonly membership: Membership }): JSX.Element => {
  const t = useText(rootMessages);
  const format = useFormat();
  const words = createMembershipWords();
  const patience = createPatience();
  const refuse = async (id: string): Promise<void> => {
    const keys = fromBase64Url(id);
    if (keys === undefined) return;
    await patience();
    const result = await stayUntil(props.membership.perform({ kind: "keys.refuse", keys }));
    showToast(
      result.ok ? { text: t("refused"), meaning: "ok" } : { text: words(result.error), meaning: "problem" },
    );
  };
  return (
    <For each={props.view.waiting}>
      {(change) => (
        <Note
          urgent
          meaning="attention"
          title={t("waiting")}
          answer={
            <Show
              when={props.view.mayChange && !change.refused}
              fallback={change.refused ? "" : t("ownersOnly")}
            >
              <Button variant="danger" onClick={() => void refuse(change.id)}>
                {t("refuse")}
              </Button>
            </Show>
          }
        >
          {change.refused
            ? t("refusing")
            : change.from === null
              ? t("waitingAsked")
              : t("waitingText", { time: format().dateTime(change.from) })}
        </Note>
      )}
    </For>
  );
};

const Holders = (props: {
  readonly view: RootKeysView;
  readonly words: ReturnType<typeof createHolderWords>;
  /** Undefined for those who may not change anything now. */
  readonly onRenew: ((key: string) => void) | undefined;
}): JSX.Element => {
  const t = useText(rootMessages);
  const format = useFormat();
  const { now } = useApp();
  return (
    <Section
      title={t("holders")}
      note={t("made", { no: props.view.no, time: format().dateTime(props.view.issued, now()) })}
    >
      <p class="quiet">{t("lead")}</p>
      <List label={t("holders")} items={props.view.holders} boxed>
        {(holder) => (
          <Entry
            icon={holder.device === null ? <KeyRound /> : <Smartphone />}
            title={props.words.nameOf(holder)}
            note={props.words.noteOf(holder)}
            end={
              <>
                <Show when={isPowerless(holder)}>
                  <Badge meaning="attention">{t("powerless")}</Badge>
                </Show>
                <Show when={holder.device === null && props.onRenew}>
                  {(renew) => <Button onClick={() => renew()(holder.key)}>{t("renew")}</Button>}
                </Show>
              </>
            }
          />
        )}
      </List>
      <p>{t("enough", { n: props.view.threshold })}</p>
    </Section>
  );
};

/** What can be done while nothing is being changed. */
const Begin = (props: {
  readonly view: RootKeysView;
  readonly onAdd: () => void;
  readonly onChange: () => void;
}): JSX.Element => {
  const t = useText(rootMessages);
  const isHere = (): boolean => props.view.holders.some(({ device }) => device?.self === true);
  return (
    <Show when={props.view.mayChange} fallback={<p class="quiet">{t("ownersOnly")}</p>}>
      <div class={styles.stack}>
        <Show when={props.view.holders.some(isPowerless)}>
          <Badge meaning="attention">{t("powerlessOne")}</Badge>
        </Show>
        <Show when={!isHere()}>
          <p class="quiet">{t("hereNot")}</p>
        </Show>
        <div class={styles.row}>
          <Show when={props.view.holders.length < maxHolders}>
            <Button onClick={() => props.onAdd()}>{t("add")}</Button>
          </Show>
          <Button onClick={() => props.onChange()}>{t("change")}</Button>
        </div>
        <p class="quiet">{t("addText")}</p>
      </div>
    </Show>
  );
};

const RootKeys = (props: { readonly view: RootKeysView; readonly membership: Membership }): JSX.Element => {
  const words = createHolderWords();
  const ofOthers = useText(proposalMessages);
  const [first, setFirst] = createSignal<RootDraft>();
  const begin = (instead: string | null, withPaper: boolean): void => {
    const paper = withPaper ? props.membership.newPaperKey() : null;
    setFirst(beginDraft(props.view, { instead, paper }));
  };
  const isIdle = (): boolean => first() === undefined;
  return (
    <>
      <Waiting view={props.view} membership={props.membership} />
      <Holders
        view={props.view}
        words={words}
        onRenew={props.view.mayChange && isIdle() ? (key) => begin(key, true) : undefined}
      />
      <Show
        when={first()}
        fallback={
          <>
            <Begin view={props.view} onAdd={() => begin(null, true)} onChange={() => begin(null, false)} />
            <div class={styles.row}>
              <LinkButton href="/settings/keys/agree">{ofOthers("agreeLink")}</LinkButton>
              <span class="quiet">{ofOthers("agreeLinkText")}</span>
            </div>
          </>
        }
      >
        {(draft) => (
          <RootChangeForm
            membership={props.membership}
            view={props.view}
            first={draft()}
            nameOf={words.nameOf}
            onEnd={() => setFirst(undefined)}
          />
        )}
      </Show>
    </>
  );
};

const RootKeysScreen = (): JSX.Element => {
  const t = useText(rootMessages);
  const followed = createMembership();
  return (
    <SettingsLayout tab="security" title={t("title")}>
      <Show when={followed.membership()}>
        {(membership) => (
          <Show when={followed.view().rootKeys}>
            {(view) => <RootKeys view={view()} membership={membership()} />}
          </Show>
        )}
      </Show>
    </SettingsLayout>
  );
};

export default RootKeysScreen;
