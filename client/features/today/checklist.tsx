import { For, Show, createEffect, createSignal } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import { event } from "#shared/domain/events";
import { asset, product } from "#shared/domain/inventory";
import { useApp } from "#client/app/app-context";
import { useText } from "#client/app/i18n";
import { createMayOpen } from "#client/app/screen-needs";
import { createMay, createObserved, createRows, useReplica } from "#client/data";
import { createMembership } from "#client/features/settings";
import { readPreference, writePreference } from "#client/platform/preferences";
import { IconButton } from "#client/ui/button";
import { classes } from "#client/ui/classes";
import { CircleCheck, CircleDashed, X } from "#client/ui/icons";
import { messages } from "./messages";
import styles from "./today.module.css";

interface Step {
  readonly href: string;
  readonly title: "doPaperKey" | "doImport" | "doColleague" | "doEvent" | "doLabels";
  readonly text: "doPaperKeyText" | "doImportText" | "doColleagueText" | "doEventText" | "doLabelsText";
  readonly isDone: Accessor<boolean>;
}

/** Each step is done when the data says so; nobody ticks anything. */
const createSteps = (): (() => readonly Step[]) => {
  const { identity } = useApp();
  const replica = useReplica();
  const known = createObserved(identity.companies);
  const { view } = createMembership();
  const products = createRows(product);
  const events = createRows(event);
  const assets = createRows(asset);
  const isSaved = (): boolean =>
    known().find((each) => each.company === replica.company)?.paperKeySaved !== false;
  // The key was made on the founder's device and is known nowhere else.
  const isFounder = (): boolean => view().devices[0]?.self === true;
  const people = (): number => new Set(view().devices.map((device) => device.member)).size;
  const steps: readonly Step[] = [
    {
      href: "/settings/paper-key",
      title: "doPaperKey",
      text: "doPaperKeyText",
      isDone: isSaved,
    },
    { href: "/import", title: "doImport", text: "doImportText", isDone: () => products().length > 0 },
    { href: "/settings/people", title: "doColleague", text: "doColleagueText", isDone: () => people() > 1 },
    { href: "/events", title: "doEvent", text: "doEventText", isDone: () => events().length > 0 },
    {
      href: "/labels",
      title: "doLabels",
      text: "doLabelsText",
      isDone: () => assets().some((each) => each.label !== undefined),
    },
  ];
  const may = createMay();
  const mayOpen = createMayOpen();
  const isOffered = ({ href }: Step): boolean => {
    if (href === "/settings/paper-key") return !isSaved() || isFounder();
    if (href === "/settings/people") return view().mayInvitePeople;
    return href === "/events" ? may("create", "event") : mayOpen(href);
  };
  return () => steps.filter(isOffered);
};

const StepCard = (props: { readonly step: Step }): JSX.Element => {
  const t = useText(messages);
  return (
    <Show
      when={!props.step.isDone()}
      fallback={
        <span class={classes(styles.step, styles.finished)}>
          <CircleCheck />
          <span>
            {t(props.step.title)}
            <small>{t("done")}</small>
          </span>
        </span>
      }
    >
      <a class={styles.step} href={props.step.href}>
        <CircleDashed />
        <span>
          {t(props.step.title)}
          <small>{t(props.step.text)}</small>
        </span>
      </a>
    </Show>
  );
};

const OpenChecklist = (props: { readonly onHide: () => void }): JSX.Element => {
  const t = useText(messages);
  const steps = createSteps();
  const done = (): number => steps().filter((step) => step.isDone()).length;
  createEffect(() => {
    if (steps().length > 0 && done() === steps().length) props.onHide();
  });
  return (
    <Show when={steps().length > 0}>
      <section class={styles.checklist}>
        <header class={styles.head}>
          <h2>{t("checklist")}</h2>
          <span class="grow">{t("checklistDone", { done: done(), total: steps().length })}</span>
          <IconButton label={t("checklistHide")} onClick={() => props.onHide()}>
            <X />
          </IconButton>
        </header>
        <ul class={styles.steps}>
          <For each={steps()}>
            {(step) => (
              <li>
                <StepCard step={step} />
              </li>
            )}
          </For>
        </ul>
      </section>
    </Show>
  );
};

/** The first things to do in a new company. Gone for good on this device when all are done or somebody hides it. */
export const Checklist = (): JSX.Element => {
  const { company } = useReplica();
  const { companies } = useApp();
  const name = `checklist.${company}`;
  const [isHidden, setHidden] = createSignal(readPreference(name) === "hidden");
  const isDemo = (): boolean => companies.list().some((each) => each.company === company && each.demo);
  const hide = (): void => {
    writePreference(name, "hidden");
    setHidden(true);
  };
  return (
    <Show when={!isHidden() && !isDemo()}>
      <OpenChecklist onHide={hide} />
    </Show>
  );
};
