/** The row that adds: a quantity and any words, the rest is found. Stays open for the next. */
import { createSignal } from "solid-js";
import type { JSX } from "solid-js";
import type { LineGroupId } from "#shared/domain/pull-list";
import { useText } from "#client/app/i18n";
import { Combobox } from "#client/ui/combobox";
import { Plus } from "#client/ui/icons";
import { Kbd } from "#client/ui/kbd";
import type { ProductFinder, Suggestion } from "./find-products";
import styles from "./add-line.module.css";
import { useGrid } from "./grid-state";
import { messages } from "./messages";
import { SuggestionRow } from "./suggestion";

interface AddLineProps {
  readonly group: LineGroupId | null;
  readonly finder: ProductFinder;
  /** The keyboard leaves upwards. */
  readonly onLeave: () => void;
  readonly onAdded: () => void;
}

export const AddLine = (props: AddLineProps): JSX.Element => {
  const t = useText(messages);
  const grid = useGrid();
  const [wrap, setWrap] = createSignal<HTMLElement>();
  const field = (): HTMLInputElement | null => wrap()?.querySelector("input") ?? null;
  const groupName = (): string | undefined =>
    grid.list.sections().find(({ group }) => group !== undefined && group.id === props.group)?.group?.name;
  const add = async ({ item, quantity }: Suggestion): Promise<void> => {
    await grid.actions.add([{ item, quantity }], props.group);
    props.onAdded();
  };
  // Before the field sees it: an empty field is left upwards, and Escape gives the keyboard back to the grid.
  const onKeyDown = (event: KeyboardEvent): void => {
    const isEmpty = field()?.value === "";
    if (!isEmpty || (event.key !== "ArrowUp" && event.key !== "Escape")) return;
    event.preventDefault();
    event.stopPropagation();
    props.onLeave();
  };
  // eslint-disable-next-line solid/reactivity -- a handle for the keyboard, called later
  grid.focusAdd = () => field()?.focus();
  return (
    <div
      ref={setWrap}
      class={styles.add}
      role="gridcell"
      on:keydown={{ handleEvent: onKeyDown, capture: true }}
      onFocusIn={() => grid.setActive({ key: "add", column: "name" })}
    >
      <Combobox<Suggestion>
        label={t("addLabel")}
        hideLabel
        value=""
        icon={<Plus />}
        placeholder={groupName() === undefined ? t("addHint") : t("addTo", { group: groupName() ?? "" })}
        suggest={props.finder.suggest}
        optionKey={(option) => option.key}
        optionText={(option) => option.item.name}
        renderOption={(option) => <SuggestionRow suggestion={option} />}
        onChoose={(option) => void add(option)}
        clearOnChoose
        foot={
          <>
            <span>
              <Kbd>↑</Kbd> <Kbd>↓</Kbd> {t("choose")}
            </span>
            <span>
              <Kbd>↵</Kbd> {t("addOne")}
            </span>
            <span>
              <Kbd>esc</Kbd> {t("leave")}
            </span>
          </>
        }
      />
    </div>
  );
};
