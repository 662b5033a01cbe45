import { Show } from "solid-js";
import type { JSX } from "solid-js";
import { Button } from "./button";
import { Plus } from "./icons";
import { List } from "./list";
import { EmptyState, Page, PageHead } from "./page";
import { ScreenTitle } from "./screen-title";
import type { Crumb } from "./screen-title";

interface ListScreenProps<T> {
  readonly title: string;
  readonly crumbs: readonly Crumb[];
  readonly items: readonly T[];
  /** A row of the list. */
  readonly children: (item: T) => JSX.Element;
  /** What begins a new one, where one may be begun; stands in the head, or in the middle of an empty screen. */
  readonly start: { readonly label: string; readonly onStart: () => void } | undefined;
  readonly empty: { readonly icon: JSX.Element; readonly title: string; readonly text: string };
}

const Start = (props: { readonly start: ListScreenProps<unknown>["start"] }): JSX.Element => (
  <Show when={props.start}>
    {(start) => (
      <Button variant="primary" onClick={() => start().onStart()}>
        <Plus />
        {start().label}
      </Button>
    )}
  </Show>
);

/** A screen that is one list of things, each of which opens. */
export const ListScreen = <T,>(props: ListScreenProps<T>): JSX.Element => (
  <Page>
    <ScreenTitle title={props.title} crumbs={props.crumbs} />
    <Show
      when={props.items.length > 0}
      fallback={
        <EmptyState
          icon={props.empty.icon}
          title={props.empty.title}
          wholeScreen
          actions={<Start start={props.start} />}
        >
          {props.empty.text}
        </EmptyState>
      }
    >
      <PageHead title={props.title} actions={<Start start={props.start} />} />
      <List label={props.title} items={props.items}>
        {props.children}
      </List>
    </Show>
  </Page>
);
