import { ErrorBoundary } from "solid-js";
import type { JSX } from "solid-js";
import { reloadPage } from "#client/platform/page";
import { Button, LinkButton } from "#client/ui/button";
import { MeaningIcon } from "#client/ui/meaning-icon";
import { EmptyState } from "#client/ui/page";
import { useText } from "./i18n";
import { messages } from "./messages";

const describe = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const CrashScreen = (props: { readonly error: unknown; readonly onLeave: () => void }): JSX.Element => {
  const t = useText(messages);
  return (
    <EmptyState
      icon={<MeaningIcon meaning="problem" />}
      title={t("crashTitle")}
      actions={
        <>
          <LinkButton href="/" onClick={() => props.onLeave()}>
            {t("crashToday")}
          </LinkButton>
          <Button variant="primary" onClick={reloadPage}>
            {t("crashReload")}
          </Button>
        </>
      }
    >
      {t("crashText")} <code class="code small">{describe(props.error)}</code>
    </EmptyState>
  );
};

/** A defect in one screen is shown in its place; the frame around it goes on working. */
export const ScreenBoundary = (props: { readonly children: JSX.Element }): JSX.Element => (
  <ErrorBoundary fallback={(error: unknown, reset) => <CrashScreen error={error} onLeave={reset} />}>
    {props.children}
  </ErrorBoundary>
);
