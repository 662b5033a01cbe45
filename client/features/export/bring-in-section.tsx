import { Match, Show, Switch, createResource } from "solid-js";
import type { JSX } from "solid-js";
import { createIsWhole, createRows } from "#client/data";
import { useApp } from "#client/app/app-context";
import { useText } from "#client/app/i18n";
import { Button } from "#client/ui/button";
import { Dialog } from "#client/ui/dialog";
import { Upload } from "#client/ui/icons";
import { Note } from "#client/ui/note";
import { Section } from "#client/ui/page";
import { asset, location, product } from "#shared/domain/inventory";
import { event } from "#shared/domain/events";
import type { BringInDeps } from "#shared/replica/bring-in/bring-in";
import { unfinishedBringIn } from "#shared/replica/bring-in/bring-in";
import { bringInMessages as messages } from "./bring-in-messages";
import { BringInProgress } from "./bring-in-progress";
import type { BringInState } from "./bring-in-state";
import { createBringIn } from "./bring-in-state";
import { createBringInWords } from "./bring-in-words";
import styles from "./export.module.css";

/** Everything of an archive into a company that has nothing yet. Owners see it. */
export const BringInSection = (): JSX.Element => {
  const { companies } = useApp();
  return (
    <Show when={companies.bringIn()} keyed>
      {(deps) => (
        <Show when={deps.isOwner()}>
          <ForOwners deps={deps} />
        </Show>
      )}
    </Show>
  );
};

const ForOwners = (props: { readonly deps: BringInDeps }): JSX.Element => {
  const t = useText(messages);
  const isWhole = createIsWhole();
  const rows = [createRows(product), createRows(asset), createRows(location), createRows(event)] as const;
  const isEmpty = (): boolean => rows.every((some) => some().length === 0);
  const [unfinished, { refetch }] = createResource(() => unfinishedBringIn(props.deps));
  const hasBegun = (): boolean => (unfinished() ?? null) !== null;
  // eslint-disable-next-line solid/reactivity -- one section per open company
  const state = createBringIn(props.deps, () => void refetch());
  const isBusy = (): boolean => state.progress() !== undefined;
  return (
    <Section title={t("title")}>
      <Switch fallback={<p class="quiet">{t("notWhole")}</p>}>
        <Match when={!isBusy() && !hasBegun() && !isEmpty()}>
          <p class="quiet">{t("notEmpty")}</p>
        </Match>
        <Match when={isBusy() || hasBegun() || isWhole()}>
          <div class={styles.copy}>
            <Show when={hasBegun() && !isBusy()}>
              <Note meaning="attention" title={t("unfinished")}>
                <p>{t("unfinishedText")}</p>
              </Note>
            </Show>
            <p class="quiet">{t("text")}</p>
            <Choice state={state} />
          </div>
          <Ask state={state} />
        </Match>
      </Switch>
    </Section>
  );
};

const Choice = (props: { readonly state: BringInState }): JSX.Element => {
  const t = useText(messages);
  return (
    <>
      <Show
        when={props.state.progress()}
        fallback={
          <Button onClick={() => void props.state.choose()}>
            <Upload />
            {t("choose")}
          </Button>
        }
      >
        {(now) => <BringInProgress now={now()} onStop={() => props.state.stop()} />}
      </Show>
      <Show when={props.state.problem()}>
        {(text) => (
          <Note meaning="problem" title={t("refused")}>
            <p>{text()}</p>
          </Note>
        )}
      </Show>
    </>
  );
};

const Ask = (props: { readonly state: BringInState }): JSX.Element => {
  const t = useText(messages);
  const words = createBringInWords();
  return (
    <Dialog
      open={props.state.ready() !== undefined}
      title={t("ask")}
      onClose={() => props.state.leave()}
      foot={
        <>
          <Button size="touch" onClick={() => props.state.leave()}>
            {t("cancel")}
          </Button>
          <Show when={props.state.ready()}>
            {(archive) => (
              <Button variant="primary" size="touch" onClick={() => void props.state.begin(archive())}>
                {t("begin")}
              </Button>
            )}
          </Show>
        </>
      }
    >
      <Show when={props.state.ready()}>{(archive) => <p>{words.found(archive())}</p>}</Show>
      <p class="quiet">{t("askText")}</p>
    </Dialog>
  );
};
