import { Match, Show, Switch } from "solid-js";
import type { JSX } from "solid-js";
import { useLocation } from "@solidjs/router";
import { useText } from "#client/app/i18n";
import { Banner } from "#client/ui/banner";
import { LinkButton } from "#client/ui/button";
import { createMembership } from "#client/features/settings";
import { deviceNoticeMessages } from "./device-notice-messages";
import { createDeviceNotices } from "./device-notices";
import { messages } from "./messages";
import { createRecoveryWords } from "./recovery-words";

/** Only away from the screen that shows them: what was seen there is read again whenever somebody leaves it. */
const DevicePrompt = (): JSX.Element => {
  const t = useText(deviceNoticeMessages);
  const { unseen } = createDeviceNotices(createMembership());
  return (
    <Show when={unseen().length > 0}>
      <Banner
        meaning="attention"
        answers={<LinkButton href="/settings/people">{t("promptLook")}</LinkButton>}
      >
        {t("prompt")}
      </Banner>
    </Show>
  );
};

/**
 * Tells on every screen that somebody uses the paper key or wants other company keys, that a newcomer waits to be
 * compared and let in, or that somebody has another device.
 */
export const JoinPrompt = (): JSX.Element => {
  const t = useText(messages);
  const location = useLocation();
  const { view } = createMembership();
  const recovery = createRecoveryWords();
  const isElsewhere = (): boolean => location.pathname !== "/settings/people";
  const isRecovering = (): boolean => isElsewhere() && view().recoveries.length > 0;
  const isRekeying = (): boolean =>
    location.pathname !== "/settings/keys" && (view().rootKeys?.waiting.length ?? 0) > 0;
  return (
    <Switch>
      <Match when={isRecovering() || isRekeying()}>
        <Banner
          urgent
          meaning="attention"
          answers={
            <LinkButton href={isRecovering() ? "/settings/people" : "/settings/keys"}>
              {t("recoveryLook")}
            </LinkButton>
          }
        >
          {isRecovering() ? recovery.prompt(view().recoveries) : t("rekeying")}
        </Banner>
      </Match>
      <Match when={isElsewhere() && view().joins[0]}>
        {(join) => (
          <Banner
            meaning="info"
            answers={
              <LinkButton variant="primary" href="/settings/people">
                {t("joinLook")}
              </LinkButton>
            }
          >
            {t("joinPrompt", { code: `${join().code.slice(0, 3)} ${join().code.slice(3)}` })}
          </Banner>
        )}
      </Match>
      <Match when={isElsewhere()}>
        <DevicePrompt />
      </Match>
    </Switch>
  );
};
