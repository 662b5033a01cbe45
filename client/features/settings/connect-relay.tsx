import { Show, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import type { CreationRule } from "#shared/protocol/enrolment";
import type { RelayProblem } from "#shared/replica/identity/types";
import { useReplica } from "#client/data";
import { useApp } from "#client/app/app-context";
import { useText } from "#client/app/i18n";
import { Button } from "#client/ui/button";
import { TextField } from "#client/ui/field";
import { showToast } from "#client/ui/toast";
import { connectMessages } from "./connect-messages";
import { messages } from "./messages";
import styles from "./settings.module.css";

const createWords = (): ((problem: RelayProblem) => string) => {
  const t = useText(messages);
  const connect = useText(connectMessages);
  return (problem) => {
    if (problem.type !== "RelayRefused") return t("notConnected");
    if (problem.code === "creation-token") return connect("tokenWrong");
    return problem.code === "creation-unlisted" ? connect("unlisted") : connect("closed");
  };
};

/** A company that lives on this device alone finds a relay: with its code, or its number on the relay's list. */
export const ConnectRelay = (): JSX.Element => {
  const t = useText(messages);
  const words = useText(connectMessages);
  const { identity, origin } = useApp();
  const replica = useReplica();
  const problemWords = createWords();
  const [rule, setRule] = createSignal<CreationRule>("open");
  void identity.relayAt(origin).then((asked) => asked.ok && setRule(asked.value.creation));
  const [isBusy, setBusy] = createSignal(false);
  const [token, setToken] = createSignal("");
  const connect = async (): Promise<void> => {
    setBusy(true);
    const result = await identity.attachRelay(replica.company, origin, token().trim());
    setBusy(false);
    showToast(
      result.ok
        ? { text: t("connected"), meaning: "ok" }
        : { text: problemWords(result.error), meaning: "problem" },
    );
  };
  return (
    <div class={styles.stack}>
      <Show when={rule() === "token"}>
        <TextField
          label={words("token")}
          hint={words("tokenHint")}
          name="token"
          autocomplete="off"
          value={token()}
          onInput={setToken}
        />
      </Show>
      <Show when={rule() === "listed"}>
        <p>{words("listed")}</p>
        <p class="code">{replica.company}</p>
      </Show>
      <Show when={rule() === "closed"}>
        <p>{words("closed")}</p>
      </Show>
      <Button disabled={isBusy()} onClick={() => void connect()}>
        {isBusy() ? t("connecting") : t("connectRelay", { relay: origin })}
      </Button>
    </div>
  );
};
