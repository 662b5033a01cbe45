/** Rows from a spreadsheet, shown as they will become before they are added. */
import { Show, createMemo, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { parsePastedRows } from "#shared/domain/pull-list";
import type { LineGroupId, NewLine } from "#shared/domain/pull-list";
import { useText } from "#client/app/i18n";
import { Button } from "#client/ui/button";
import { Dialog } from "#client/ui/dialog";
import { TextArea } from "#client/ui/field";
import { SelectField } from "#client/ui/select-field";
import { showToast } from "#client/ui/toast";
import type { ProductFinder } from "./find-products";
import type { Grid } from "./grid-state";
import { messages } from "./messages";

export interface ReadRows {
  readonly lines: readonly NewLine[];
  /** How many became free text. */
  readonly unmatched: number;
}

/** Pasted text as lines: products where all words fit one, free text elsewhere. */
export const readRows = (text: string, finder: ProductFinder): ReadRows => {
  const lines = parsePastedRows(text).map(({ quantity, words, note }): NewLine => {
    const item = finder.match(words) ?? { name: words.slice(0, 200) };
    return { item, quantity, ...(note === undefined ? {} : { note: note.slice(0, 1000) }) };
  });
  return { lines, unmatched: lines.filter(({ item }) => item.product === undefined).length };
};

/** Adds what was pasted straight into the grid and says what became of it. */
export const createPaste = (grid: Grid) => {
  const t = useText(messages);
  return async ({ lines, unmatched }: ReadRows, group: LineGroupId | null): Promise<void> => {
    if (lines.length === 0) return;
    const added = await grid.actions.add(lines, group);
    if (added !== undefined)
      showToast({ text: t("pasted", { n: added.length, free: unmatched }), meaning: "ok" });
  };
};

interface PasteRowsProps {
  readonly grid: Grid;
  readonly finder: ProductFinder;
  readonly open: boolean;
  readonly onClose: () => void;
}

const Outcome = (props: { readonly read: ReadRows }): JSX.Element => {
  const t = useText(messages);
  const words = (): string => {
    const { lines, unmatched } = props.read;
    return [
      t("pasteFound", { n: lines.length }),
      t("pasteMatched", { n: lines.length - unmatched }),
      t("pasteUnmatched", { n: unmatched }),
    ].join(", ");
  };
  return (
    <Show when={props.read.lines.length > 0}>
      <p class="quiet" role="status">
        {words()}
      </p>
    </Show>
  );
};

const noGroup = "none";

export const PasteRows = (props: PasteRowsProps): JSX.Element => {
  const t = useText(messages);
  const [text, setText] = createSignal("");
  const [group, setGroup] = createSignal<string>();
  const read = createMemo(() => readRows(text(), props.finder));
  // eslint-disable-next-line solid/reactivity -- the grid of a screen never changes
  const paste = createPaste(props.grid);
  const groups = () =>
    props.grid.list.sections().flatMap(({ group: each }) => (each === undefined ? [] : [each]));
  const chosen = (): LineGroupId | null => {
    const id = group() ?? groups().at(-1)?.id ?? noGroup;
    return groups().find((each) => each.id === id)?.id ?? null;
  };
  const add = (): void => {
    void paste(read(), chosen());
    setText("");
    props.onClose();
  };
  const foot = (): JSX.Element => (
    <>
      <Button variant="bare" onClick={() => props.onClose()}>
        {t("cancel")}
      </Button>
      <Button variant="primary" disabled={read().lines.length === 0} onClick={add}>
        {t("pasteAdd", { n: read().lines.length })}
      </Button>
    </>
  );
  return (
    <Dialog open={props.open} onClose={() => props.onClose()} title={t("pasteTitle")} wide foot={foot()}>
      <p class="quiet">{t("pasteText")}</p>
      <TextArea
        label={t("pasteLabel")}
        placeholder={t("pastePlaceholder")}
        rows={10}
        value={text()}
        onInput={setText}
      />
      <SelectField
        label={t("pasteInto")}
        value={chosen() ?? noGroup}
        options={[
          { value: noGroup, label: t("ungrouped") },
          ...groups().map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={setGroup}
      />
      <Outcome read={read()} />
    </Dialog>
  );
};
