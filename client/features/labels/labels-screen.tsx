import { For, Show, createMemo, createSignal } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import { asset, product } from "#shared/domain/inventory";
import type { StockHit } from "#shared/domain/inventory";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { createIndex, useReplica } from "#client/data";
import { assetListIndex, stockSearchIndex } from "#client/features/inventory";
import { saveFile } from "#client/platform/files";
import { Button, IconButton } from "#client/ui/button";
import { Checkbox } from "#client/ui/checkbox";
import { Combobox } from "#client/ui/combobox";
import { Printer, Search, Tags, X } from "#client/ui/icons";
import { NumberField } from "#client/ui/number-field";
import { EmptyState } from "#client/ui/page";
import { ScreenTitle } from "#client/ui/screen-title";
import { SelectField } from "#client/ui/select-field";
import { showToast } from "#client/ui/toast";
import { createLabelChoice } from "./label-choice";
import type { LabelChoice } from "./label-choice";
import { pageCount, placeLabels } from "./label-layout";
import type { SheetSettings } from "./label-layout";
import { messages } from "./messages";
import { SheetPreview } from "./sheet-preview";
import { labelSheets, usualSheet } from "./sheets";
import type { LabelSheet } from "./sheets";
import styles from "./labels.module.css";

/** Chips shown before the list is summed up. */
const mostChips = 60;

const AddField = (props: { readonly choice: LabelChoice }): JSX.Element => {
  const t = useText(messages);
  const { rows } = useReplica();
  const search = createIndex(stockSearchIndex);
  const list = createIndex(assetListIndex);
  const text = (hit: StockHit): string => {
    const name = rows.get(product, hit.product)?.name ?? "";
    return hit.kind === "asset"
      ? `${rows.get(asset, hit.asset)?.code ?? ""} · ${name}`
      : `${name} · ${t("product", { n: list().of(hit.product).size })}`;
  };
  return (
    <Combobox<StockHit>
      label={t("add")}
      placeholder={t("add")}
      icon={<Search />}
      value=""
      clearOnChoose
      suggest={(query) => search().find(query, 12)}
      optionKey={(hit) => (hit.kind === "asset" ? hit.asset : hit.product)}
      optionText={text}
      onChoose={(hit) => props.choice.add(hit.kind === "asset" ? [hit.asset] : list().of(hit.product))}
    />
  );
};

const ChosenAssets = (props: { readonly choice: LabelChoice }): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const shown = () => props.choice.chosen().slice(0, mostChips);
  const rest = (): number => props.choice.chosen().length - shown().length;
  return (
    <ul class={styles.chips}>
      <For each={shown()}>
        {(row) => (
          <li class={styles.chip}>
            {row.code}
            <IconButton label={t("remove", { code: row.code })} onClick={() => props.choice.remove(row.id)}>
              <X />
            </IconButton>
          </li>
        )}
      </For>
      <Show when={rest() > 0}>
        <li class="quiet">{t("more", { n: format().number(rest()) })}</li>
      </Show>
    </ul>
  );
};

interface SheetState {
  readonly settings: Accessor<SheetSettings>;
  readonly change: (next: Partial<SheetSettings>) => void;
}

const createSheetState = (): SheetState => {
  const [settings, setSettings] = createSignal<SheetSettings>({
    sheet: usualSheet,
    start: 0,
    offsetX: 0,
    offsetY: 0,
  });
  return { settings, change: (next) => setSettings((known) => ({ ...known, ...next })) };
};

const SheetForm = (props: { readonly state: SheetState; readonly choice: LabelChoice }): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const sheet = (): LabelSheet => props.state.settings().sheet;
  const choose = (id: string): void => {
    const found = labelSheets.find((each) => each.id === id);
    if (found !== undefined) props.state.change({ sheet: found, start: 0 });
  };
  return (
    <div class={styles.form}>
      <SelectField
        label={t("sheet")}
        value={sheet().id}
        options={labelSheets.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={choose}
      />
      <NumberField
        label={t("start")}
        hint={t("startHint")}
        min={1}
        max={sheet().columns * sheet().rows}
        value={props.state.settings().start + 1}
        onCommit={(value) => props.state.change({ start: (value ?? 1) - 1 })}
      />
      <div class={styles.pair}>
        <NumberField
          label={t("offsetX")}
          decimals={1}
          decimalSign={format().decimalSign}
          min={-20}
          max={20}
          value={props.state.settings().offsetX}
          onCommit={(value) => props.state.change({ offsetX: value ?? 0 })}
        />
        <NumberField
          label={t("offsetY")}
          decimals={1}
          decimalSign={format().decimalSign}
          min={-20}
          max={20}
          value={props.state.settings().offsetY}
          onCommit={(value) => props.state.change({ offsetY: value ?? 0 })}
        />
      </div>
      <p class="small quiet">{t("offsetHint")}</p>
      <Checkbox
        label={t("companyLine")}
        checked={props.choice.printsCompany()}
        onChange={(value) => props.choice.setPrintsCompany(value)}
      />
    </div>
  );
};

/** Assigns missing labels, makes the PDF and saves it. The PDF writer is loaded here, when it is needed. */
const createPrinting = (choice: LabelChoice, state: SheetState) => {
  const t = useText(messages);
  const app = useApp();
  const [isMaking, setMaking] = createSignal(false);
  const print = async (): Promise<void> => {
    setMaking(true);
    try {
      const loading = import("./label-pdf");
      if (!(await choice.assign())) return showToast({ text: t("notSaved"), meaning: "problem" });
      const { labelPdf } = await loading;
      const placed = placeLabels(choice.chosen().map(choice.contentOf), state.settings());
      const bytes = await labelPdf(placed, state.settings().sheet, t("title"), app.clock.now());
      const name = `labels-${new Date(app.clock.now()).toISOString().slice(0, 10)}.pdf`;
      saveFile(name, new Blob([new Uint8Array(bytes)], { type: "application/pdf" }));
      showToast({ text: t("saved", { file: name }), meaning: "ok" });
    } finally {
      setMaking(false);
    }
  };
  return { isMaking, print };
};

const PrintBar = (props: { readonly choice: LabelChoice; readonly state: SheetState }): JSX.Element => {
  const t = useText(messages);
  // eslint-disable-next-line solid/reactivity -- both stay the same objects for as long as the screen is shown
  const printing = createPrinting(props.choice, props.state);
  const count = (): number => props.choice.chosen().length;
  const without = (): number => props.choice.chosen().filter((row) => row.label === undefined).length;
  return (
    <footer class={styles.bar}>
      <p>
        <b>{t("chosen", { n: count() })}</b>, {t("pages", { n: pageCount(count(), props.state.settings()) })}.{" "}
        <Show when={without() > 0}>{t("without", { n: without() })} </Show>
        <span class="quiet">{t("printHint")}</span>
      </p>
      <Button variant="primary" disabled={printing.isMaking()} onClick={() => void printing.print()}>
        <Printer />
        {printing.isMaking() ? t("making") : t("make")}
      </Button>
    </footer>
  );
};

const LabelsScreen = (): JSX.Element => {
  const t = useText(messages);
  const choice = createLabelChoice();
  const state = createSheetState();
  const preview = createMemo(() => {
    const { sheet, start } = state.settings();
    const onFirst = choice.chosen().slice(0, sheet.columns * sheet.rows - start);
    return placeLabels(onFirst.map(choice.contentOf), state.settings());
  });
  return (
    <>
      <ScreenTitle title={t("title")} crumbs={[{ label: t("stock"), href: "/stock" }]} />
      <h1 class="hidden-label">{t("title")}</h1>
      <div class={styles.screen}>
        <section class={styles.side} aria-label={t("title")}>
          <AddField choice={choice} />
          <div class={styles.row}>
            <Button onClick={() => choice.add(choice.allWithout())}>{t("addAll")}</Button>
            <Show when={choice.chosen().length > 0}>
              <Button onClick={() => choice.clear()}>{t("clear")}</Button>
            </Show>
          </div>
          <ChosenAssets choice={choice} />
          <SheetForm state={state} choice={choice} />
        </section>
        <section class={styles.desk} aria-label={t("preview", { page: 1 })}>
          <Show
            when={choice.chosen().length > 0}
            fallback={
              <EmptyState icon={<Tags />} title={t("emptyTitle")}>
                {t("emptyText")}
              </EmptyState>
            }
          >
            <SheetPreview
              sheet={state.settings().sheet}
              labels={preview()}
              onStart={(start) => state.change({ start })}
            />
          </Show>
        </section>
      </div>
      <Show when={choice.chosen().length > 0}>
        <PrintBar choice={choice} state={state} />
      </Show>
    </>
  );
};

export default LabelsScreen;
