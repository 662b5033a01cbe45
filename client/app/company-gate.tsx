import { Match, Show, Suspense, Switch, createEffect, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { Navigate, useLocation } from "@solidjs/router";
import { ReplicaProvider } from "#client/data";
import type { OpenProblem } from "#client/data";
import { IntroduceMyself } from "#client/features/first-run";
import { NameThisDevice } from "#client/features/settings";
import { LinkButton } from "#client/ui/button";
import { MeaningIcon } from "#client/ui/meaning-icon";
import { EmptyState } from "#client/ui/page";
import { useApp } from "./app-context";
import { createFailureToast } from "./frame/failures";
import { Frame } from "./frame/frame";
import { NoteName } from "./frame/note-name";
import { useText } from "./i18n";
import { LeftPhotos } from "./left-photos";
import { messages } from "./messages";
import { createRights } from "./rights";
import { companyRoutes } from "./routes";

const OpenFailed = (props: { readonly problem: OpenProblem }): JSX.Element => {
  const t = useText(messages);
  const sentence = (): string => {
    switch (props.problem.type) {
      case "CompanyUnknown":
        return t("openUnknown");
      case "StorageFailed":
        return t("openStorage", { message: props.problem.message });
      case "VersionTooOld":
        return t("openTooOld");
    }
  };
  return (
    <EmptyState
      icon={<MeaningIcon meaning="problem" />}
      title={t("openingFailed")}
      actions={<LinkButton href="/welcome">{t("chooseOther")}</LinkButton>}
    >
      {sentence()}
    </EmptyState>
  );
};

/** Opens the company used last. Without any company the way leads to the first page. */
const createOpening = () => {
  const { companies } = useApp();
  const [problem, setProblem] = createSignal<OpenProblem>();
  const latest = () => [...companies.list()].sort((a, b) => b.openedAt - a.openedAt)[0];
  // Tried once, and again only after another was on screen: what cannot be opened is said, not tried for ever.
  let tried: string | undefined;
  createEffect(() => {
    const wanted = latest()?.company;
    if (companies.current() !== undefined) tried = undefined;
    else if (!companies.isOpening() && wanted !== undefined && wanted !== tried) {
      tried = wanted;
      void companies.open(wanted).then((result) => setProblem(result.ok ? undefined : result.error));
    }
  });
  return { problem, hasNone: () => companies.list().length === 0 };
};

/** Whether an address is one of the screen's: `:name` stands for any part. */
const isAt = (path: string, address: string): boolean => {
  const [parts, given] = [path.split("/"), address.split("/")];
  return (
    parts.length === given.length && parts.every((part, at) => part.startsWith(":") || part === given[at])
  );
};

/** Screens below need an open company; this sees to it and puts the frame around them. */
export const CompanyGate = (props: { readonly children?: JSX.Element }): JSX.Element => {
  const { companies } = useApp();
  const opening = createOpening();
  const onFailure = createFailureToast();
  const location = useLocation();
  const isFullScreen = (): boolean =>
    companyRoutes.some((route) => route.fullScreen === true && isAt(route.path, location.pathname));
  return (
    <Switch>
      <Match when={companies.current()} keyed>
        {(replica) => {
          const rights = createRights(replica.company);
          return (
            <ReplicaProvider
              replica={replica}
              files={companies.files()}
              rights={rights}
              onFailure={onFailure}
            >
              <NoteName />
              <IntroduceMyself />
              <NameThisDevice />
              <LeftPhotos />
              <Frame fullScreen={isFullScreen()}>
                <Suspense>{props.children}</Suspense>
              </Frame>
            </ReplicaProvider>
          );
        }}
      </Match>
      <Match when={opening.problem()}>{(problem) => <OpenFailed problem={problem()} />}</Match>
      <Match when={opening.hasNone()}>
        <Show when={location.pathname !== "/welcome"}>
          <Navigate href="/welcome" />
        </Show>
      </Match>
    </Switch>
  );
};
