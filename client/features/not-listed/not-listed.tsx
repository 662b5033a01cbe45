/** What is on an event although its list does not ask for it: how many, where, who scanned it, and a line for it. */
import { For, Show, createMemo, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import type { EventId } from "#shared/domain/events";
import { scansOfNotListed } from "#shared/domain/scanning";
import type { NotListed } from "#shared/domain/scanning";
import { useFormat, useText } from "#client/app/i18n";
import { createIndex } from "#client/data";
import { createNames, positionsIndex } from "#client/features/scanning";
import { Badge } from "#client/ui/badge";
import { Button } from "#client/ui/button";
import { useEditable } from "#client/ui/editing";
import { ChevronDown, ChevronRight, ListPlus } from "#client/ui/icons";
import { Section } from "#client/ui/page";
import { messages } from "./messages";
import styles from "./not-listed.module.css";
import { createPutOnList } from "./put-on-list";
import type { PutOnList } from "./put-on-list";

interface NotListedProps {
  readonly event: EventId;
  readonly what: readonly NotListed[];
}

/** Codes told in full; the others as a number. */
const toldCodes = 3;

const statuses = ["packed", "out", "back", "lost"] as const;

const piecesOf = (what: readonly NotListed[]): number =>
  what.reduce((sum, { counts }) => sum + counts.allocated, 0);

const Entry = (props: {
  readonly event: EventId;
  readonly one: NotListed;
  readonly actions: PutOnList;
}): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const names = createNames();
  const positions = createIndex(positionsIndex);
  const isEditable = useEditable();
  const name = (): string => names.product(props.one.product);
  const codes = createMemo((): string | undefined => {
    const all = props.one.assets.map(names.code).toSorted();
    if (all.length === 0) return undefined;
    const told = all.slice(0, toldCodes);
    const more = all.length - told.length;
    return more > 0 ? t("moreCodes", { codes: told.join(", "), n: more }) : format().list(told);
  });
  const scanned = createMemo((): string | undefined => {
    const scans = scansOfNotListed(positions(), props.event, props.one);
    const last = scans.at(-1);
    if (last === undefined) return undefined;
    const people = format().list([...new Set(scans.map(({ by }) => by))].map(names.person));
    const time = names.time(positions().timeOf(last));
    return t(scans.length > 1 ? "scannedLast" : "scannedBy", { people, time });
  });
  return (
    <li class={styles.entry}>
      <div class={styles.words}>
        <b>{name()}</b> <span class="faint">{names.maker(props.one.product)}</span>
        <div class="small quiet">{[codes(), scanned()].filter((part) => part !== undefined).join(" · ")}</div>
      </div>
      <div class={styles.figures}>
        <For each={statuses.filter((status) => props.one.counts[status] > 0)}>
          {(status) => <Badge>{t(status, { n: format().number(props.one.counts[status]) })}</Badge>}
        </For>
      </div>
      <Show when={isEditable() && props.actions.can(props.one.product)}>
        <Button
          aria-label={t("putLabel", { n: props.one.counts.allocated, name: name() })}
          disabled={props.actions.isBusy()}
          onClick={() => void props.actions.put(props.event, props.one)}
        >
          <ListPlus />
          {t("put")}
        </Button>
      </Show>
    </li>
  );
};

const Entries = (props: NotListedProps): JSX.Element => {
  const t = useText(messages);
  const actions = createPutOnList();
  const byProduct = createMemo(() => new Map(props.what.map((one) => [one.product, one])));
  // By product: a row stays, with the focus in it, when its figures change.
  return (
    <ul class={styles.entries} aria-label={t("title")}>
      <For each={[...byProduct().keys()]}>
        {(product) => (
          <Show when={byProduct().get(product)}>
            {(one) => <Entry event={props.event} one={one()} actions={actions} />}
          </Show>
        )}
      </For>
    </ul>
  );
};

/** A part of a page; nothing where everything is on the list. */
export const NotListedSection = (props: NotListedProps): JSX.Element => {
  const t = useText(messages);
  return (
    <Show when={props.what.length > 0}>
      <Section title={t("title")} note={t("pieces", { n: piecesOf(props.what) })}>
        <div class={styles.boxed}>
          <Entries {...props} />
        </div>
      </Section>
    </Show>
  );
};

/** One row above a long list, which opens. */
export const NotListedBar = (props: NotListedProps): JSX.Element => {
  const t = useText(messages);
  const [isOpen, setOpen] = createSignal(false);
  return (
    <Show when={props.what.length > 0}>
      <section class={styles.bar} aria-label={t("title")}>
        <button
          type="button"
          class={styles.head}
          aria-expanded={isOpen()}
          onClick={() => setOpen((before) => !before)}
        >
          <Show when={isOpen()} fallback={<ChevronRight />}>
            <ChevronDown />
          </Show>
          <Badge meaning="attention">{t("title")}</Badge>
          <span class="small quiet">{t("pieces", { n: piecesOf(props.what) })}</span>
        </button>
        <Show when={isOpen()}>
          <div class={styles.open} tabindex="0" role="group" aria-label={t("title")}>
            <Entries {...props} />
          </div>
        </Show>
      </section>
    </Show>
  );
};
