import { For, Suspense, createSignal, onCleanup } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import { Route, Router } from "@solidjs/router";
import type { RoutePreloadFunc } from "@solidjs/router";
import { readPreference, writePreference } from "#client/platform/preferences";
import { MeaningIcon } from "#client/ui/meaning-icon";
import { LinkButton } from "#client/ui/button";
import { EmptyState } from "#client/ui/page";
import { ToastRegion } from "#client/ui/toast";
import { WordsContext } from "#client/ui/words";
import { AppContext } from "./app-context";
import type { AppDeps } from "./app-context";
import { CompanyGate } from "./company-gate";
import { ScreenBoundary } from "./crash-screen";
import { UpdatePrompt } from "./frame/update-prompt";
import { LocaleProvider, locales, useText } from "./i18n";
import type { Locale } from "./i18n";
import { messages } from "./messages";
import { companyRoutes, openRoutes } from "./routes";
import type { ScreenRoute } from "./routes";
import { ScreenGate } from "./screen-gate";
import { createLook } from "./theme";

const tickMs = 30_000;

/**
 * The screen is fetched as soon as somebody goes there, while the company is still being opened. Not when a link is
 * pointed at: a part that is missing loads the page again.
 */
const fetchScreen =
  (route: ScreenRoute): RoutePreloadFunc =>
  ({ intent }) => {
    // Why it could not be had is said where the screen is drawn.
    if (intent !== "preload") route.screen.preload().catch(() => undefined);
  };

/** Device time, often enough for "3 minutes ago". */
const createNow = (deps: AppDeps): Accessor<number> => {
  const [now, setNow] = createSignal(deps.clock.now());
  let cancel: () => void = () => undefined;
  const tick = (): void => {
    setNow(deps.clock.now());
    cancel = deps.timers.after(tickMs, tick);
  };
  tick();
  onCleanup(() => cancel());
  return now;
};

const createLocaleChoice = () => {
  const stored = locales.find((each) => each === readPreference("locale"));
  const first: Locale = stored ?? (navigator.language.startsWith("de") ? "de" : "en");
  const [locale, setLocale] = createSignal(first);
  document.documentElement.lang = first;
  const choose = (next: Locale): void => {
    writePreference("locale", next);
    document.documentElement.lang = next;
    setLocale(next);
  };
  return { locale, choose };
};

const ComponentWords = (props: { readonly children: JSX.Element }): JSX.Element => {
  const t = useText(messages);
  const words = () => ({
    close: t("close"),
    cancel: t("cancel"),
    clear: t("clear"),
    undo: t("undo"),
    notifications: t("notifications"),
    resize: t("resize"),
    selectRow: t("selectRow"),
  });
  return <WordsContext.Provider value={words}>{props.children}</WordsContext.Provider>;
};

const Root = (props: { readonly children?: JSX.Element }): JSX.Element => (
  <>
    <ScreenBoundary>
      <Suspense>{props.children}</Suspense>
    </ScreenBoundary>
    <UpdatePrompt />
    <ToastRegion />
  </>
);

const NotFoundScreen = (): JSX.Element => {
  const t = useText(messages);
  return (
    <EmptyState
      wholeScreen
      icon={<MeaningIcon meaning="info" />}
      title={t("notFound")}
      actions={<LinkButton href="/">{t("crashToday")}</LinkButton>}
    >
      {t("notFoundText")}
    </EmptyState>
  );
};

/** The whole app. The composition root has loaded the list of companies before. */
export const App = (props: { readonly deps: AppDeps }): JSX.Element => {
  // eslint-disable-next-line solid/reactivity -- made once by the composition root
  const deps = props.deps;
  const { locale, choose } = createLocaleChoice();
  const look = createLook(document.documentElement);
  return (
    <LocaleProvider locale={locale()} onChange={choose}>
      <ComponentWords>
        <AppContext.Provider value={{ ...deps, look, now: createNow(deps) }}>
          <Router root={Root}>
            <For each={openRoutes}>{(route) => <Route path={route.path} component={route.screen} />}</For>
            <Route component={CompanyGate}>
              <For each={companyRoutes}>
                {(route) => (
                  <Route
                    path={route.path}
                    component={() => <ScreenGate route={route} />}
                    preload={fetchScreen(route)}
                  />
                )}
              </For>
              <Route path="*" component={NotFoundScreen} />
            </Route>
          </Router>
        </AppContext.Provider>
      </ComponentWords>
    </LocaleProvider>
  );
};
