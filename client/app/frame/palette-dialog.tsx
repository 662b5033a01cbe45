import { Dialog } from "@kobalte/core/dialog";
import { For, Show, createSignal, createUniqueId } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import { Dynamic } from "solid-js/web";
import { useNavigate } from "@solidjs/router";
import { createFocusReturn } from "#client/ui/focus-return";
import { Search } from "#client/ui/icons";
import { useText } from "../i18n";
import { messages } from "../messages";
import type { PaletteEntry, PaletteGroup } from "../palette";
import { createPaletteGroups } from "./palette-groups";
import styles from "./palette.module.css";

interface Chooser {
  readonly active: Accessor<number>;
  readonly setActive: (index: number) => void;
  readonly entries: Accessor<readonly PaletteEntry[]>;
  readonly choose: (entry: PaletteEntry) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

const createChooser = (groups: Accessor<readonly PaletteGroup[]>, onDone: () => void): Chooser => {
  const navigate = useNavigate();
  const [active, setActive] = createSignal(0);
  const entries = (): readonly PaletteEntry[] => groups().flatMap((group) => group.entries);
  const choose = (entry: PaletteEntry): void => {
    onDone();
    if (entry.href !== undefined) navigate(entry.href);
    entry.run?.();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const count = Math.max(1, entries().length);
    const entry = entries()[active()];
    if (event.key === "ArrowDown") setActive((active() + 1) % count);
    else if (event.key === "ArrowUp") setActive((active() + count - 1) % count);
    else if (event.key === "Enter" && entry !== undefined) choose(entry);
    else return;
    event.preventDefault();
  };
  return { active, setActive, entries, choose, onKeyDown };
};

const Results = (props: {
  readonly id: string;
  readonly label: string;
  readonly groups: readonly PaletteGroup[];
  readonly chooser: Chooser;
}): JSX.Element => (
  <div class={styles.results} role="listbox" id={props.id} aria-label={props.label}>
    <For each={props.groups}>
      {(group, groupIndex) => (
        <div role="group" aria-labelledby={`${props.id}-g${groupIndex()}`}>
          <div class={styles.title} role="presentation" id={`${props.id}-g${groupIndex()}`}>
            {group.title}
          </div>
          <For each={group.entries}>
            {(entry) => {
              const index = (): number => props.chooser.entries().indexOf(entry);
              return (
                <div
                  id={`${props.id}-${index()}`}
                  role="option"
                  class={styles.entry}
                  aria-selected={props.chooser.active() === index()}
                  onPointerMove={() => props.chooser.setActive(index())}
                  onClick={() => props.chooser.choose(entry)}
                >
                  <Dynamic component={entry.icon} />
                  <span class="cut">{entry.label}</span>
                  <Show when={entry.note}>
                    <span class="faint cut">{entry.note}</span>
                  </Show>
                </div>
              );
            }}
          </For>
        </div>
      )}
    </For>
  </div>
);

const PaletteBody = (props: { readonly onDone: () => void; readonly undo: () => void }): JSX.Element => {
  const t = useText(messages);
  const id = createUniqueId();
  const [query, setQuery] = createSignal("");
  const groups = createPaletteGroups(query, () => props.undo());
  const chooser = createChooser(groups, () => props.onDone());
  return (
    <>
      <div class={styles.field}>
        <Search />
        <input
          class={styles.input}
          role="combobox"
          autofocus
          autocomplete="off"
          spellcheck={false}
          aria-label={t("search")}
          aria-expanded={groups().length > 0}
          aria-controls={id}
          aria-autocomplete="list"
          aria-activedescendant={groups().length > 0 ? `${id}-${chooser.active()}` : undefined}
          placeholder={t("paletteHint")}
          onInput={(event) => {
            setQuery(event.currentTarget.value);
            chooser.setActive(0);
          }}
          onKeyDown={(event) => chooser.onKeyDown(event)}
        />
      </div>
      <Show
        when={groups().length > 0}
        fallback={<p class={styles.nothing}>{t("paletteNothing", { query: query() })}</p>}
      >
        <Results id={id} label={t("search")} groups={groups()} chooser={chooser} />
      </Show>
    </>
  );
};

/** Ctrl/Cmd-K: every screen, record and action from anywhere. */
export const PaletteDialog = (props: {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly undo: () => void;
}): JSX.Element => {
  const t = useText(messages);
  const focus = createFocusReturn();
  return (
    <Dialog open={props.open} onOpenChange={(open) => props.onOpenChange(open)}>
      <Dialog.Portal>
        <Dialog.Overlay class={styles.veil} />
        <div class={styles.place}>
          <Dialog.Content ref={focus.remember} onCloseAutoFocus={focus.giveBack} class={styles.palette}>
            <Dialog.Title class="hidden-label">{t("search")}</Dialog.Title>
            <PaletteBody onDone={() => props.onOpenChange(false)} undo={() => props.undo()} />
          </Dialog.Content>
        </div>
      </Dialog.Portal>
    </Dialog>
  );
};
