import { Show } from "solid-js";
import type { JSX } from "solid-js";
import { useLocation } from "@solidjs/router";
import { useText } from "#client/app/i18n";
import { LinkButton } from "#client/ui/button";
import { createMembership } from "./membership";
import { messages } from "./messages";
import styles from "./settings.module.css";

/** Tells on every screen that a newcomer waits to be compared and let in. */
export const JoinPrompt = (): JSX.Element => {
  const t = useText(messages);
  const location = useLocation();
  const { view } = createMembership();
  const waiting = () => (location.pathname === "/settings/people" ? undefined : view().joins[0]);
  return (
    <Show when={waiting()}>
      {(join) => (
        <div class={styles.prompt} role="status">
          {t("joinPrompt", { code: `${join().code.slice(0, 3)} ${join().code.slice(3)}` })}
          <LinkButton variant="primary" href="/settings/people">
            {t("joinLook")}
          </LinkButton>
        </div>
      )}
    </Show>
  );
};
