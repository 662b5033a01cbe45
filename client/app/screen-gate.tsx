import { Show } from "solid-js";
import type { JSX } from "solid-js";
import { Dynamic } from "solid-js/web";
import { LinkButton } from "#client/ui/button";
import { Eye } from "#client/ui/icons";
import { EmptyState } from "#client/ui/page";
import { ScreenTitle } from "#client/ui/screen-title";
import { useText } from "./i18n";
import { messages } from "./messages";
import type { ScreenRoute } from "./routes";
import { createIsIn, createMayOpen } from "./screen-needs";

/** The screen, or why it is not for whoever followed a link to it. */
export const ScreenGate = (props: { readonly route: ScreenRoute }): JSX.Element => {
  const t = useText(messages);
  const mayOpen = createMayOpen();
  const isIn = createIsIn();
  return (
    <Show
      when={mayOpen(props.route.path)}
      fallback={
        <>
          <ScreenTitle title={t("notYours")} />
          <EmptyState
            wholeScreen
            icon={<Eye />}
            title={t("notYours")}
            actions={<LinkButton href="/">{t("crashToday")}</LinkButton>}
          >
            {t(isIn() ? "notYoursText" : "readOnlyRemoved")}
          </EmptyState>
        </>
      }
    >
      <Dynamic component={props.route.screen} />
    </Show>
  );
};
