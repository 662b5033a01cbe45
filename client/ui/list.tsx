import { Dynamic } from "solid-js/web";
import { For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { classes } from "./classes";
import { ChevronRight } from "./icons";
import styles from "./list.module.css";
import type { Meaning } from "./meaning";
import meanings from "./meaning.module.css";

/** Entries with hairlines between; the form of every list on a phone. */
export const List = <Item,>(props: {
  readonly label: string;
  readonly items: readonly Item[];
  readonly boxed?: boolean | undefined;
  readonly children: (item: Item) => JSX.Element;
}): JSX.Element => (
  <ul class={classes(styles.list, props.boxed === true && styles.boxed)} aria-label={props.label}>
    <For each={props.items}>{(item) => <li class={styles.item}>{props.children(item)}</li>}</For>
  </ul>
);

interface EntryProps {
  readonly icon?: JSX.Element;
  readonly title: JSX.Element;
  readonly note?: JSX.Element;
  /** Figures, badges or buttons at the end. */
  readonly end?: JSX.Element;
  /** Colours the icon. */
  readonly meaning?: Meaning | undefined;
  /** Opens something: an address, or an action. Then `end` must not hold controls. */
  readonly href?: string | undefined;
  readonly onOpen?: (() => void) | undefined;
}

/** Icon, name, context, figures. At least 44 high on touch. */
export const Entry = (props: EntryProps): JSX.Element => {
  const element = (): "a" | "button" | "div" =>
    props.href !== undefined ? "a" : props.onOpen !== undefined ? "button" : "div";
  return (
    <Dynamic
      component={element()}
      class={classes(styles.entry, props.meaning && meanings[props.meaning])}
      href={props.href}
      type={element() === "button" ? "button" : undefined}
      onClick={() => props.onOpen?.()}
    >
      {props.icon}
      <span class={styles.words}>
        <span class={styles.name}>{props.title}</span>
        <Show when={props.note}>{(note) => <span class={styles.note}>{note()}</span>}</Show>
      </span>
      <Show when={props.end}>{(end) => <span class={styles.end}>{end()}</span>}</Show>
      <Show when={element() !== "div"}>
        <ChevronRight />
      </Show>
    </Dynamic>
  );
};

export interface Fact {
  readonly name: string;
  readonly value: JSX.Element;
}

/** Names and values, aligned. Facts without a value are left out. */
export const Facts = (props: { readonly facts: readonly Fact[] }): JSX.Element => (
  <dl class={styles.facts}>
    <For each={props.facts.filter((fact) => fact.value !== undefined && fact.value !== "")}>
      {(fact) => (
        <>
          <dt>{fact.name}</dt>
          <dd>{fact.value}</dd>
        </>
      )}
    </For>
  </dl>
);
