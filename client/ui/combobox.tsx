import { For, Show, createEffect, createMemo, createSignal, createUniqueId, onCleanup } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import { classes } from "./classes";
import styles from "./combobox.module.css";
import { Field } from "./field";
import type { FieldProps } from "./field";
import fieldStyles from "./field.module.css";

export interface ComboboxProps<Option> extends FieldProps {
  /** Text shown while nobody types, usually the chosen option's. */
  readonly value: string;
  /** What fits the typed text, best first. Must answer at once; keep it to what fits on screen. */
  readonly suggest: (query: string) => readonly Option[];
  readonly optionKey: (option: Option) => string;
  /** What is read out. Drawn too unless `renderOption` is given. */
  readonly optionText: (option: Option) => string;
  readonly renderOption?: ((option: Option, query: string) => JSX.Element) | undefined;
  readonly onChoose: (option: Option, query: string) => void;
  /** Enter without a chosen option. Without it the text falls back to `value`. */
  readonly onText?: ((text: string) => void) | undefined;
  /** Hints under the list. */
  readonly foot?: JSX.Element;
  readonly icon?: JSX.Element;
  readonly placeholder?: string | undefined;
  readonly autofocus?: boolean | undefined;
  /** Suggest before anything is typed. */
  readonly openOnFocus?: boolean | undefined;
  /** Empties the field after a choice, ready for the next. */
  readonly clearOnChoose?: boolean | undefined;
}

/** Keeps the list under its field, in the top layer, wherever the field scrolls to. */
const createPlacement = (anchor: () => HTMLElement | undefined, isOpen: Accessor<boolean>) => {
  const [place, setPlace] = createSignal<Readonly<Record<string, string>>>({});
  const measure = (): void => {
    const box = anchor()?.getBoundingClientRect();
    if (!box) return;
    const below = window.innerHeight - box.bottom - 12;
    const above = box.top - 12;
    // A field at the lower edge opens upwards.
    const isUp = below < 280 && above > below;
    setPlace({
      "--top": isUp ? "auto" : `${box.bottom + 4}px`,
      "--bottom": isUp ? `${window.innerHeight - box.top + 4}px` : "auto",
      "--left": `${Math.max(8, Math.min(box.left, window.innerWidth - box.width - 8))}px`,
      "--width": `${box.width}px`,
      "--room": `${Math.max(120, isUp ? above : below)}px`,
    });
  };
  createEffect(() => {
    if (!isOpen()) return;
    measure();
    window.addEventListener("scroll", measure, true);
    window.addEventListener("resize", measure);
    onCleanup(() => {
      window.removeEventListener("scroll", measure, true);
      window.removeEventListener("resize", measure);
    });
  });
  return place;
};

const createTyping = <Option,>(props: ComboboxProps<Option>) => {
  const [query, setQuery] = createSignal<string>();
  const [active, setActive] = createSignal(0);
  const options = createMemo(() => {
    const text = query();
    return text === undefined || (text === "" && props.openOnFocus !== true) ? [] : props.suggest(text);
  });
  const isOpen = (): boolean => options().length > 0;
  const choose = (option: Option): void => {
    const text = query() ?? "";
    setQuery(props.clearOnChoose === true ? "" : undefined);
    setActive(0);
    props.onChoose(option, text);
  };
  const takeText = (): void => {
    const text = query();
    setQuery(undefined);
    if (text !== undefined) props.onText?.(text);
  };
  const move = (by: number): void =>
    void setActive((active() + by + options().length) % Math.max(1, options().length));
  return { query, setQuery, active, setActive, options, isOpen, choose, takeText, move };
};

type Typing<Option> = ReturnType<typeof createTyping<Option>>;

const onKey = <Option,>(event: KeyboardEvent, typing: Typing<Option>): void => {
  const chosen = typing.options()[typing.active()];
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (typing.query() === undefined) typing.setQuery("");
    typing.move(event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter" && chosen !== undefined) typing.choose(chosen);
  else if (event.key === "Enter" && typing.query() !== undefined) typing.takeText();
  else if (event.key === "Escape" && typing.isOpen()) typing.setQuery(undefined);
  else return;
  event.preventDefault();
  event.stopPropagation();
};

const OptionList = <Option,>(props: {
  readonly id: string;
  readonly combobox: ComboboxProps<Option>;
  readonly typing: Typing<Option>;
  readonly place: Readonly<Record<string, string>>;
}): JSX.Element => (
  <div
    ref={(element) => queueMicrotask(() => element.isConnected && element.showPopover())}
    popover="manual"
    class={styles.list}
    style={props.place}
  >
    <ul role="listbox" id={`${props.id}-list`} aria-label={props.combobox.label}>
      <For each={props.typing.options()}>
        {(option, index) => (
          <li
            id={`${props.id}-${props.combobox.optionKey(option)}`}
            role="option"
            class={styles.option}
            aria-selected={index() === props.typing.active()}
            onPointerMove={() => props.typing.setActive(index())}
            // The field keeps focus: a press on an option must not blur it first.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => props.typing.choose(option)}
          >
            <Show when={props.combobox.renderOption} fallback={props.combobox.optionText(option)}>
              {(render) => render()(option, props.typing.query() ?? "")}
            </Show>
          </li>
        )}
      </For>
    </ul>
    <Show when={props.combobox.foot}>
      <div class={styles.foot}>{props.combobox.foot}</div>
    </Show>
  </div>
);

/** Type-ahead over a list of any length: finds while typing, arrows choose, Enter takes, Escape gives back. */
export const Combobox = <Option,>(props: ComboboxProps<Option>): JSX.Element => {
  const id = createUniqueId();
  let box: HTMLDivElement | undefined;
  const typing = createTyping(props);
  const place = createPlacement(() => box, typing.isOpen);
  const activeId = (): string | undefined => {
    const option = typing.options()[typing.active()];
    return option === undefined ? undefined : `${id}-${props.optionKey(option)}`;
  };
  return (
    <div class={styles.wrap}>
      <Field
        label={props.label}
        hideLabel={props.hideLabel}
        hint={props.hint}
        error={props.error}
        large={props.large}
        told={props.value}
      >
        {(ids) => (
          <div class={fieldStyles.box} ref={(element) => (box = element)}>
            {props.icon}
            <input
              id={ids.input}
              class={classes(fieldStyles.input)}
              role="combobox"
              autocomplete="off"
              spellcheck={false}
              placeholder={props.placeholder}
              autofocus={props.autofocus}
              aria-expanded={typing.isOpen()}
              aria-controls={`${id}-list`}
              aria-autocomplete="list"
              aria-activedescendant={activeId()}
              aria-describedby={ids.described}
              aria-invalid={props.error !== undefined}
              value={typing.query() ?? props.value}
              onInput={(event) => {
                typing.setActive(0);
                typing.setQuery(event.currentTarget.value);
              }}
              onFocus={() => props.openOnFocus === true && typing.setQuery("")}
              onBlur={() => typing.takeText()}
              onKeyDown={(event) => onKey(event, typing)}
            />
          </div>
        )}
      </Field>
      <Show when={typing.isOpen()}>
        <OptionList id={id} combobox={props} typing={typing} place={place()} />
      </Show>
    </div>
  );
};
