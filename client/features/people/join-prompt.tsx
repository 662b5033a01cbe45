import { Show } from "solid-js";
import type { JSX } from "solid-js";
import { useLocation } from "@solidjs/router";
import { useText } from "#client/app/i18n";
import { LinkButton } from "#client/ui/button";
import { MeaningIcon } from "#client/ui/meaning-icon";
import { createMembership } from "#client/features/settings";
import { messages } from "./messages";
import styles from "./people.module.css";

/** Tells on every screen that somebody uses the paper key or wants other company keys, or that a newcomer waits to be compared and let in. */
export const JoinPrompt = (): JSX.Element => {
  const t = useText(messages);
  const location = useLocation();
  const { view } = createMembership();
  const isElsewhere = (): boolean => location.pathname !== "/settings/people";
  const waiting = () => (isElsewhere() ? view().joins[0] : undefined);
  const isRecovering = (): boolean => isElsewhere() && view().recoveries.length > 0;
  const isRekeying = (): boolean =>
    location.pathname !== "/settings/keys" && (view().rootKeys?.waiting.length ?? 0) > 0;
  return (
    <Show
      when={!isRecovering() && !isRekeying() && waiting()}
      fallback={
        <Show when={isRecovering() || isRekeying()}>
          <div class={styles.prompt} role="alert">
            <MeaningIcon meaning="attention" />
            {t(isRecovering() ? "recoveries" : "rekeying")}
            <LinkButton href={isRecovering() ? "/settings/people" : "/settings/keys"}>
              {t("recoveryLook")}
            </LinkButton>
          </div>
        </Show>
      }
    >
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
