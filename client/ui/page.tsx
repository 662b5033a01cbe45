import { Show } from "solid-js";
import type { JSX } from "solid-js";
import { Dynamic } from "solid-js/web";
import { classes } from "./classes";
import styles from "./page.module.css";

interface PageHeadProps {
  readonly title: JSX.Element;
  /** Context beside the title, in a lighter ink. */
  readonly note?: JSX.Element;
  readonly actions?: JSX.Element;
}

/** Title line of a screen, with what can be done on it. */
export const PageHead = (props: PageHeadProps): JSX.Element => (
  <header class={styles.head}>
    <h1 class={styles.title} data-screen-title>
      {props.title}
    </h1>
    <Show when={props.note}>{(note) => <div class={styles.note}>{note()}</div>}</Show>
    <Show when={props.actions}>{(actions) => <div class={styles.actions}>{actions()}</div>}</Show>
  </header>
);

/** Filters and views at the left, actions at the right. */
export const Toolbar = (props: {
  readonly label: string;
  readonly children?: JSX.Element;
  readonly end?: JSX.Element;
  /** On a phone the actions stand behind the filters instead of beside the first of them. */
  readonly endLast?: boolean;
}): JSX.Element => (
  <div class={styles.toolbar} role="group" aria-label={props.label}>
    {props.children}
    <Show when={props.end}>
      {(end) => <div class={classes(styles.end, props.endLast === true && styles.last)}>{end()}</div>}
    </Show>
  </div>
);

/** A screen that scrolls as a whole. */
export const Page = (props: { readonly children: JSX.Element }): JSX.Element => (
  <div class={styles.page}>{props.children}</div>
);

/** A readable column of sections inside a page. */
export const PageBody = (props: { readonly children: JSX.Element }): JSX.Element => (
  <div class={styles.body}>{props.children}</div>
);

export const Section = (props: {
  readonly title: string;
  readonly note?: JSX.Element;
  readonly actions?: JSX.Element;
  readonly children: JSX.Element;
}): JSX.Element => (
  <section class={styles.section} aria-label={props.title}>
    <div class={styles.sectionHead}>
      <h2>{props.title}</h2>
      <Show when={props.note}>{(note) => <span class={styles.note}>{note()}</span>}</Show>
      <Show when={props.actions}>{(actions) => <div class={styles.actions}>{actions()}</div>}</Show>
    </div>
    {props.children}
  </section>
);

interface EmptyStateProps {
  readonly icon?: JSX.Element;
  readonly title: string;
  /** It is all there is on the screen: its title is the screen's. */
  readonly wholeScreen?: boolean | undefined;
  /** What would stand here and how it comes about. */
  readonly children?: JSX.Element;
  readonly actions?: JSX.Element;
}

/** Where nothing is yet: says so and offers the first step. */
export const EmptyState = (props: EmptyStateProps): JSX.Element => (
  <div class={styles.empty}>
    {props.icon}
    <Dynamic component={props.wholeScreen === true ? "h1" : "h2"} class={styles.emptyTitle}>
      {props.title}
    </Dynamic>
    <Show when={props.children}>{(children) => <p>{children()}</p>}</Show>
    <Show when={props.actions}>{(actions) => <div class={styles.emptyActions}>{actions()}</div>}</Show>
  </div>
);
