import { Show, createMemo, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { useParams } from "@solidjs/router";
import type { EventId } from "#shared/domain/events";
import { brand } from "#shared/kernel/brand";
import { parseId, thingOf } from "#shared/kernel/ids";
import { useText } from "#client/app/i18n";
import { ReadOnlyNote } from "#client/app/read-only-note";
import { createMayOpen } from "#client/app/screen-needs";
import { holdDocument } from "#client/data";
import { createListState } from "#client/features/availability";
import type { ListState } from "#client/features/availability";
import { EventFrame } from "#client/features/events";
import { NotListedBar } from "#client/features/not-listed";
import { Button, LinkButton } from "#client/ui/button";
import { useEditable } from "#client/ui/editing";
import { FolderPlus, ScanLine, Upload } from "#client/ui/icons";
import { createIsPhone } from "#client/ui/media";
import { EmptyState, Toolbar } from "#client/ui/page";
import { Segmented } from "#client/ui/segmented";
import { createProductFinder } from "./find-products";
import type { ProductFinder } from "./find-products";
import { PullListGrid } from "./grid";
import { GridContext, createGrid } from "./grid-state";
import type { Grid } from "./grid-state";
import { LineSheet } from "./line-sheet";
import { createListActions } from "./list-actions";
import { countOnce, filters, groupKey, passing } from "./list-items";
import type { ListFilter } from "./list-items";
import { messages } from "./messages";
import { PasteRows, createPaste, readRows } from "./paste-rows";
import { PhoneList } from "./phone-list";
import { TotalsBar } from "./totals-bar";

const labels = { all: "all", short: "short", "to-pack": "toPack" } as const;

const ListToolbar = (props: { readonly grid: Grid; readonly finder: ProductFinder }): JSX.Element => {
  const t = useText(messages);
  const isPhone = createIsPhone();
  const mayOpen = createMayOpen();
  const [isPasting, setPasting] = createSignal(false);
  const lines = createMemo(() => props.grid.list.sections().flatMap((section) => section.lines));
  const count = (filter: ListFilter): number | undefined => {
    if (filter === "all") return undefined;
    const some = lines().filter(passing(filter, props.grid.list));
    return some.length === 0 ? undefined : countOnce(lines(), some);
  };
  const newGroup = async (): Promise<void> => {
    const group = await props.grid.actions.addGroup(t("defaultGroup"));
    if (group === undefined) return;
    props.grid.setFilter("all");
    props.grid.edit({ key: groupKey(group), column: "name" });
  };
  return (
    <Toolbar
      label={t("show")}
      end={
        <>
          <Show when={!isPhone() && props.grid.mayEdit()}>
            <Button variant="bare" onClick={() => void newGroup()}>
              <FolderPlus />
              {t("newGroup")}
            </Button>
            <Button onClick={() => setPasting(true)}>
              <Upload />
              {t("pasteRows")}
            </Button>
          </Show>
          <Show when={!isPhone() && !props.grid.mayEdit()}>
            <ReadOnlyNote />
          </Show>
          <Show when={mayOpen("/scan")}>
            <LinkButton variant="primary" href={`/scan?mode=out&event=${props.grid.event()}`}>
              <ScanLine />
              {t("scanOut")}
            </LinkButton>
          </Show>
        </>
      }
    >
      <Segmented
        label={t("show")}
        value={props.grid.filter()}
        segments={filters.map((value) => ({ value, label: t(labels[value]), count: count(value) }))}
        onChange={(filter) => props.grid.setFilter(filter)}
      />
      <PasteRows
        grid={props.grid}
        finder={props.finder}
        open={isPasting() && props.grid.mayEdit()}
        onClose={() => setPasting(false)}
      />
    </Toolbar>
  );
};

/** What stands in place of lines: how a list begins, or that the filter hides them all. */
const Empty = (props: { readonly grid: Grid }): JSX.Element => {
  const t = useText(messages);
  const isBare = (): boolean => props.grid.list.sections().length === 0;
  return (
    <Show
      when={isBare()}
      fallback={
        <EmptyState
          title={t("emptyFilter")}
          actions={<Button onClick={() => props.grid.setFilter("all")}>{t("showAll")}</Button>}
        />
      }
    >
      <EmptyState title={t("title")}>{t(props.grid.mayEdit() ? "emptyHint" : "emptyAsk")}</EmptyState>
    </Show>
  );
};

const PullList = (props: { readonly event: EventId; readonly list: ListState }): JSX.Element => {
  const isPhone = createIsPhone();
  const actions = createListActions(() => props.event);
  const mayEdit = useEditable();
  // eslint-disable-next-line solid/reactivity -- the screen is keyed on the event: another one makes another list
  const grid = createGrid({ event: () => props.event, list: props.list, actions, mayEdit });
  // eslint-disable-next-line solid/reactivity -- as above
  const finder = createProductFinder(props.list);
  const paste = createPaste(grid);
  return (
    <GridContext.Provider value={grid}>
      <ListToolbar grid={grid} finder={finder} />
      <NotListedBar event={props.event} what={props.list.notListed()} />
      <Show when={!isPhone()} fallback={<PhoneList finder={finder} empty={<Empty grid={grid} />} />}>
        <PullListGrid
          finder={finder}
          onPaste={(text, group) => void paste(readRows(text, finder), group)}
          empty={<Empty grid={grid} />}
        />
        <TotalsBar list={props.list} />
      </Show>
      <LineSheet finder={finder} />
    </GridContext.Provider>
  );
};

const ListOf = (props: { readonly event: EventId }): JSX.Element => {
  const list = createListState(() => props.event);
  // eslint-disable-next-line solid/reactivity -- followed inside an effect
  holdDocument(() => thingOf(props.event));
  const lines = (): number => list.sections().reduce((sum, section) => sum + section.lines.length, 0);
  return (
    <EventFrame event={list.event()} tab="pull-list" lines={lines()}>
      <PullList event={props.event} list={list} />
    </EventFrame>
  );
};

const PullListScreen = (): JSX.Element => {
  const params = useParams<{ id: string }>();
  const id = createMemo(() => parseId<EventId>(params.id) ?? brand<EventId>("unknown"));
  return (
    <Show when={id()} keyed>
      {(event) => <ListOf event={event} />}
    </Show>
  );
};

export default PullListScreen;
