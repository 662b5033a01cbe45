/** The pull list under one thumb: lines as cards, adding at the bottom, everything else behind a tap. */
import { For, Match, Show, Switch, createMemo, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { lineGroup } from "#shared/domain/pull-list";
import type { LineGroupId, LineId } from "#shared/domain/pull-list";
import { useText } from "#client/app/i18n";
import { ReadOnlyNote } from "#client/app/read-only-note";
import { createRow } from "#client/data";
import { Button } from "#client/ui/button";
import { classes } from "#client/ui/classes";
import { Combobox } from "#client/ui/combobox";
import { ChevronDown, ChevronRight, Plus, Search } from "#client/ui/icons";
import { Meter } from "#client/ui/meter";
import { Pictogram } from "#client/ui/pictograms/pictogram";
import { AlongBadges } from "./along-badges";
import { ConflictBadge } from "./conflict-badge";
import type { ProductFinder, Suggestion } from "./find-products";
import { createGridRows } from "./grid-rows";
import { useGrid } from "./grid-state";
import { createLineFacts } from "./line-row";
import { kitMessages } from "./kit-messages";
import type { Item } from "./list-items";
import { messages } from "./messages";
import styles from "./phone-list.module.css";
import { ShortBadge } from "./short-badge";
import { SuggestionRow } from "./suggestion";

const rem = (): number => Number.parseFloat(getComputedStyle(document.documentElement).fontSize);

const LineCard = (props: { readonly line: LineId }): JSX.Element => {
  const t = useText(messages);
  const grid = useGrid();
  const kit = useText(kitMessages);
  const facts = createLineFacts(() => props.line);
  return (
    <Show when={facts.row()}>
      {(row) => (
        <div class={classes(styles.line, (facts.cover()?.short ?? 0) > 0 && styles.bad)}>
          <Pictogram name={facts.pictogram()} />
          <button
            type="button"
            class={styles.open}
            aria-label={t("openLine", { name: row().name, needed: row().quantity })}
            onClick={() => grid.openSheet(props.line)}
          >
            <span class={styles.title}>
              {row().name} <span class="faint">{row().isKit === true ? kit("kit") : row().maker}</span>
            </span>
            <span class={styles.state}>
              <Meter
                label={t("ofNeeded", { done: facts.counts().allocated, needed: row().quantity })}
                parts={[{ value: facts.counts().allocated, meaning: "ok" }]}
                limit={row().quantity}
              />
              <span class="small quiet">
                {t("ofNeeded", { done: facts.counts().allocated, needed: row().quantity })}
              </span>
              <Show when={(facts.cover()?.short ?? 0) > 0}>
                <ShortBadge row={row()} short={facts.cover()?.short ?? 0} />
              </Show>
              <AlongBadges line={row()} tooFew={facts.tooFew()} />
            </span>
          </button>
          <ConflictBadge row={row()} field="quantity" />
          <span class={styles.quantity} aria-hidden="true">
            {row().quantity}
          </span>
        </div>
      )}
    </Show>
  );
};

const GroupHead = (props: { readonly group: LineGroupId }): JSX.Element => {
  const t = useText(messages);
  const grid = useGrid();
  const row = createRow(lineGroup, () => props.group);
  const lines = createMemo(
    () => grid.list.sections().find(({ group }) => group?.id === props.group)?.lines.length ?? 0,
  );
  return (
    <button
      type="button"
      class={styles.group}
      aria-expanded={!grid.isCollapsed(props.group)}
      onClick={() => grid.toggleGroup(props.group)}
    >
      {grid.isCollapsed(props.group) ? <ChevronRight /> : <ChevronDown />}
      <b class="cut">{row()?.name}</b>
      <span class="small faint">{t("lines", { n: lines() })}</span>
    </button>
  );
};

const AddBar = (props: { readonly finder: ProductFinder }): JSX.Element => {
  const t = useText(messages);
  const grid = useGrid();
  const [isOpen, setOpen] = createSignal(false);
  const lastGroup = (): LineGroupId | null => grid.list.sections().at(-1)?.group?.id ?? null;
  return (
    <div class={styles.addBar}>
      <Show
        when={isOpen()}
        fallback={
          <Button variant="primary" size="hall" wide onClick={() => setOpen(true)}>
            <Plus />
            {t("addTitle")}
          </Button>
        }
      >
        <Combobox<Suggestion>
          label={t("addTitle")}
          hideLabel
          large
          autofocus
          value=""
          icon={<Search />}
          placeholder={t("addHint")}
          suggest={props.finder.suggest}
          optionKey={(option) => option.key}
          optionText={(option) => option.item.name}
          renderOption={(option) => <SuggestionRow suggestion={option} />}
          onChoose={({ item, quantity }) => void grid.actions.add([{ item, quantity }], lastGroup())}
          clearOnChoose
        />
        <Button size="hall" onClick={() => setOpen(false)}>
          {t("done")}
        </Button>
      </Show>
    </div>
  );
};

/** A line, a little further in where it goes along with another, or the head of a group. */
const PhoneItem = (props: { readonly item: Item | undefined; readonly top: number }): JSX.Element => {
  const depth = (): number => (props.item?.kind === "line" ? props.item.depth : 0);
  return (
    <li class={styles.item} style={{ top: `${props.top}px`, "--depth": depth() }}>
      <Switch>
        <Match when={props.item?.kind === "line" && props.item}>
          {(line) => <LineCard line={line().line} />}
        </Match>
        <Match when={props.item?.kind === "group" && props.item}>
          {(group) => <GroupHead group={group().group} />}
        </Match>
      </Switch>
    </li>
  );
};

export const PhoneList = (props: {
  readonly finder: ProductFinder;
  readonly empty: JSX.Element;
}): JSX.Element => {
  const t = useText(messages);
  const grid = useGrid();
  const [scroller, setScroller] = createSignal<HTMLElement>();
  const items = createMemo(() => grid.items().filter(({ kind }) => kind !== "add"));
  const indexes = createMemo(() => new Map(items().map((item, index) => [item.key, index])));
  const keys = createMemo(() => items().map(({ key }) => key));
  const rows = createGridRows({
    scroller,
    keys,
    indexOf: (key) => indexes().get(key) ?? -1,
    rowHeight: () => Math.round(rem() * 4),
    pinned: () => undefined,
    headHeight: 0,
  });
  const visible = createMemo(() => rows.visible().flatMap((index) => items()[index]?.key ?? []));
  return (
    <>
      <div ref={setScroller} class={styles.scroller} tabindex="0" role="region" aria-label={t("title")}>
        <ul
          class={styles.list}
          style={{ "--height": `${rows.height()}px`, "--row-height": `${Math.round(rem() * 4)}px` }}
        >
          <For each={visible()}>
            {(key) => (
              <PhoneItem item={items()[indexes().get(key) ?? -1]} top={rows.top(indexes().get(key) ?? 0)} />
            )}
          </For>
        </ul>
        <Show when={items().length === 0}>{props.empty}</Show>
      </div>
      <Show
        when={grid.mayEdit()}
        fallback={
          <div class={styles.addBar}>
            <ReadOnlyNote />
          </div>
        }
      >
        <AddBar finder={props.finder} />
      </Show>
    </>
  );
};
