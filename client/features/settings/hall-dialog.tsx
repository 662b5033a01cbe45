import { Show, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { addHallRelay } from "#shared/domain/settings";
import { bytesEqual, toBase64Url } from "#shared/kernel/bytes";
import type { RelayInfo } from "#shared/protocol/enrolment";
import type { Membership } from "#shared/replica/identity/types";
import { useCommands } from "#client/data";
import { useApp } from "#client/app/app-context";
import { useText } from "#client/app/i18n";
import { Button } from "#client/ui/button";
import { Dialog } from "#client/ui/dialog";
import { TextField } from "#client/ui/field";
import { Facts } from "#client/ui/list";
import { showToast } from "#client/ui/toast";
import { hallAddress, problemOfLooking, problemOfShowing } from "./hall-address";
import { hallMessages } from "./hall-messages";
import { shortKey } from "./membership";
import styles from "./settings.module.css";

interface AddHallRelayProps {
  readonly membership: Membership;
  readonly onClose: () => void;
}

/** `case-1.local` stands on `case-1`. */
const nameIn = (origin: string): string => {
  const { hostname } = new URL(origin);
  return /^[a-z]/.test(hostname) ? (hostname.split(".")[0] ?? hostname) : hostname;
};

const createAdding = (membership: () => Membership, onDone: () => void) => {
  const t = useText(hallMessages);
  const { identity, origin: page } = useApp();
  const commands = useCommands();
  const [address, setAddress] = createSignal("");
  const [found, setFound] = createSignal<RelayInfo>();
  const [name, setName] = createSignal("");
  const [problem, setProblem] = createSignal<string>();
  const [isBusy, setBusy] = createSignal(false);
  /** Settles with what is wrong. */
  const ask = async (): Promise<string | undefined> => {
    const there = hallAddress(address(), page);
    if (!there.ok) return t(there.error);
    const info = await identity.relayAt(there.value);
    if (!info.ok) return t(problemOfLooking(info.error));
    const home = membership().relay;
    if (home !== null && bytesEqual(home.key, info.value.relayKey)) return t("ownRelay");
    setName(nameIn(info.value.origin));
    setFound(info.value);
    return undefined;
  };
  const add = async (relay: RelayInfo): Promise<string | undefined> => {
    const shown = await membership().acquaint({ origin: relay.origin, key: relay.relayKey });
    if (!shown.ok) return t(problemOfShowing(shown.error), { origin: page });
    const named = { name: name(), address: relay.origin, key: toBase64Url(relay.relayKey) };
    const added = await commands.runCommand(addHallRelay, named, { quiet: true });
    if (!added.ok) return wordsOf(added.error);
    showToast({ text: t("added", { name: name().trim() }), meaning: "ok" });
    onDone();
    return undefined;
  };
  const go = async (): Promise<void> => {
    if (isBusy()) return;
    setBusy(true);
    setProblem(undefined);
    const relay = found();
    setProblem(relay === undefined ? await ask() : await add(relay));
    setBusy(false);
  };
  const wordsOf = (failed: { readonly type: string; readonly max?: number }): string => {
    if (failed.type === "NameMissing") return t("nameMissing");
    if (failed.type === "HallRelayKnown") return t("known");
    if (failed.type === "HallRelayIsHome") return t("ownRelay");
    if (failed.type === "HallRelayUnsound") return t("badAddress");
    return failed.type === "HallRelaysTooMany" ? t("tooMany", { max: failed.max ?? 0 }) : t("notTaken");
  };
  const again = (): void => {
    setProblem(undefined);
    setFound(undefined);
  };
  return { address, setAddress, found, name, setName, problem, isBusy, go, again };
};

type Adding = ReturnType<typeof createAdding>;

const Asking = (props: { readonly adding: Adding }): JSX.Element => {
  const t = useText(hallMessages);
  return (
    <TextField
      label={t("address")}
      hint={t("addressHint")}
      error={props.adding.problem()}
      inputMode="url"
      autocomplete="off"
      autocapitalize="none"
      spellcheck={false}
      value={props.adding.address()}
      onInput={props.adding.setAddress}
    />
  );
};

const Found = (props: { readonly adding: Adding; readonly relay: RelayInfo }): JSX.Element => {
  const t = useText(hallMessages);
  return (
    <>
      <Facts
        facts={[
          { name: t("found"), value: props.relay.origin },
          {
            name: t("keyName"),
            value: <span class="code">{shortKey(toBase64Url(props.relay.relayKey))}</span>,
          },
        ]}
      />
      <p class="quiet">{t("foundText")}</p>
      <TextField
        label={t("name")}
        hint={t("nameHint")}
        error={props.adding.problem()}
        maxlength={80}
        value={props.adding.name()}
        onInput={props.adding.setName}
      />
    </>
  );
};

/** Its address is asked for; what the relay says of itself is shown before anything is written. */
export const AddHallRelay = (props: AddHallRelayProps): JSX.Element => {
  const t = useText(hallMessages);
  const adding = createAdding(
    () => props.membership,
    () => props.onClose(),
  );
  const goWords = (): string => {
    if (adding.isBusy()) return t("looking");
    return t(adding.found() === undefined ? "lookUp" : "confirm");
  };
  return (
    <Dialog
      open
      title={t("addTitle")}
      onClose={() => props.onClose()}
      foot={
        <>
          <Show
            when={adding.found()}
            fallback={
              <Button size="touch" onClick={() => props.onClose()}>
                {t("cancel")}
              </Button>
            }
          >
            <Button size="touch" onClick={adding.again}>
              {t("back")}
            </Button>
          </Show>
          <Button variant="primary" size="touch" type="submit" form="hall-relay" disabled={adding.isBusy()}>
            {goWords()}
          </Button>
        </>
      }
    >
      <form
        id="hall-relay"
        class={styles.dialogForm}
        aria-label={t("addTitle")}
        onSubmit={(event) => {
          event.preventDefault();
          void adding.go();
        }}
      >
        <Show when={adding.found()} fallback={<Asking adding={adding} />}>
          {(relay) => <Found adding={adding} relay={relay()} />}
        </Show>
      </form>
    </Dialog>
  );
};
