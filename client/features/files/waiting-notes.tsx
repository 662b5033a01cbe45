import { Show } from "solid-js";
import type { JSX } from "solid-js";
import { useFormat, useText } from "#client/app/i18n";
import { createObserved } from "#client/data";
import type { CompanyFiles, SendProblem } from "#client/data";
import { Note } from "#client/ui/note";
import { messages } from "./messages";
import styles from "./files.module.css";

const problemKeys = {
  full: "relayFull",
  refused: "relayRefused",
  failed: "relayFailed",
} as const satisfies Record<SendProblem, string>;

/** What is only on this device, how far it is on its way, and what is in the way. */
export const WaitingNotes = (props: { readonly files: CompanyFiles }): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  // eslint-disable-next-line solid/reactivity -- one store of files per company, for as long as it is shown
  const state = createObserved(props.files.state);
  return (
    <Show when={state().waitingFiles > 0}>
      <div class={styles.notes} role="status">
        <p class="small quiet">
          {t("waiting", { n: state().waitingFiles, size: format().bytes(state().waitingBytes) })}
          <Show when={state().sentBytes > 0}>
            {" · "}
            {t("sending", {
              sent: format().bytes(state().sentBytes),
              size: format().bytes(state().waitingBytes),
            })}
          </Show>
        </p>
        <Show when={state().problem}>
          {(problem) => <Note meaning="attention">{t(problemKeys[problem()])}</Note>}
        </Show>
      </div>
    </Show>
  );
};
