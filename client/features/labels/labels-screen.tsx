import { For, Show, createMemo, createSignal } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import { useSearchParams } from "@solidjs/router";
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
import { Barcode, Printer, Search, Tags, X } from "#client/ui/icons";
import { NumberField } from "#client/ui/number-field";
import { EmptyState } from "#client/ui/page";
import { ScreenTitle } from "#client/ui/screen-title";
import { Segmented } from "#client/ui/segmented";
import { SelectField } from "#client/ui/select-field";
import { showToast } from "#client/ui/toast";
import { controlGroups, createControlSheet } from "./control-sheet";
import type { ControlGroup, ControlSheet } from "./control-sheet";
import { createLabelChoice } from "./label-choice";
import type { LabelChoice } from "./label-choice";
import { pageCount, placeLabels } from "./label-layout";
import type { LabelContent, SheetSettings } from "./label-layout";
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

const SheetForm = (props: { readonly state: SheetState }): JSX.Element => {
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
    </div>
  );
};

/** What the labels of a print run are: chosen equipment, or control codes. */
interface Source {
  readonly name: "labels" | "control-codes";
  readonly contents: Accessor<readonly LabelContent[]>;
  /** Equipment that gets its label by being printed. */
  readonly without: Accessor<number>;
  /** False when nothing may be printed. */
  readonly prepare: () => Promise<boolean>;
}

const equipmentSource = (choice: LabelChoice): Source => ({
  name: "labels",
  contents: () => choice.chosen().map(choice.contentOf),
  without: () => choice.chosen().filter((row) => row.label === undefined).length,
  prepare: choice.assign,
});

const controlSource = (sheet: ControlSheet): Source => ({
  name: "control-codes",
  contents: sheet.contents,
  without: () => 0,
  prepare: () => Promise.resolve(true),
});

/** Assigns missing labels, makes the PDF and saves it. The PDF writer is loaded here, when it is needed. */
const createPrinting = (source: Accessor<Source>, state: SheetState) => {
  const t = useText(messages);
  const app = useApp();
  const [isMaking, setMaking] = createSignal(false);
  const print = async (): Promise<void> => {
    setMaking(true);
    try {
      const loading = import("./label-pdf");
      const { name, contents, prepare } = source();
      if (!(await prepare())) return showToast({ text: t("notSaved"), meaning: "problem" });
      const { labelPdf } = await loading;
      const placed = placeLabels(contents(), state.settings());
      const bytes = await labelPdf(placed, state.settings().sheet, t("title"), app.clock.now());
      const file = `${name}-${new Date(app.clock.now()).toISOString().slice(0, 10)}.pdf`;
      saveFile(file, new Blob([new Uint8Array(bytes)], { type: "application/pdf" }));
      showToast({ text: t("saved", { file }), meaning: "ok" });
    } finally {
      setMaking(false);
    }
  };
  return { isMaking, print };
};

const PrintBar = (props: { readonly source: Source; readonly state: SheetState }): JSX.Element => {
  const t = useText(messages);
  // eslint-disable-next-line solid/reactivity -- the state stays the same object for as long as the screen is shown
  const printing = createPrinting(() => props.source, props.state);
  const count = (): number => props.source.contents().length;
  const without = (): number => props.source.without();
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

const EquipmentSide = (props: { readonly choice: LabelChoice }): JSX.Element => {
  const t = useText(messages);
  return (
    <>
      <AddField choice={props.choice} />
      <div class={styles.row}>
        <Button onClick={() => props.choice.add(props.choice.allWithout())}>{t("addAll")}</Button>
        <Show when={props.choice.chosen().length > 0}>
          <Button onClick={() => props.choice.clear()}>{t("clear")}</Button>
        </Show>
      </div>
      <ChosenAssets choice={props.choice} />
      <Checkbox
        label={t("companyLine")}
        checked={props.choice.printsCompany()}
        onChange={(value) => props.choice.setPrintsCompany(value)}
      />
    </>
  );
};

const groupNames = {
  steps: "groupSteps",
  answers: "groupAnswers",
  quantities: "groupQuantities",
  events: "groupEvents",
} as const satisfies Readonly<Record<ControlGroup, string>>;

const ControlSide = (props: { readonly controls: ControlSheet }): JSX.Element => {
  const t = useText(messages);
  return (
    <>
      <p class="small quiet">{t("controlsText")}</p>
      <For each={controlGroups}>
        {(group) => (
          <Checkbox
            label={t(groupNames[group])}
            checked={props.controls.has(group)}
            onChange={(value) => props.controls.set(group, value)}
          />
        )}
      </For>
    </>
  );
};

/** The first sheet as it will be printed. */
const Desk = (props: { readonly source: Source; readonly state: SheetState }): JSX.Element => {
  const t = useText(messages);
  const preview = createMemo(() => {
    const { sheet, start } = props.state.settings();
    return placeLabels(
      props.source.contents().slice(0, sheet.columns * sheet.rows - start),
      props.state.settings(),
    );
  });
  return (
    <section class={styles.desk} aria-label={t("preview", { page: 1 })}>
      <Show
        when={props.source.contents().length > 0}
        fallback={
          <EmptyState icon={<Tags />} title={t("emptyTitle")}>
            {t("emptyText")}
          </EmptyState>
        }
      >
        <SheetPreview
          sheet={props.state.settings().sheet}
          labels={preview()}
          onStart={(start) => props.state.change({ start })}
        />
      </Show>
    </section>
  );
};

const LabelsScreen = (): JSX.Element => {
  const t = useText(messages);
  const [params, setParams] = useSearchParams();
  const choice = createLabelChoice();
  const controls = createControlSheet();
  const state = createSheetState();
  const isControls = (): boolean => params["print"] === "controls";
  const source = createMemo(() => (isControls() ? controlSource(controls) : equipmentSource(choice)));
  return (
    <>
      <ScreenTitle title={t("title")} crumbs={[{ label: t("stock"), href: "/stock" }]} />
      <h1 class="hidden-label">{t("title")}</h1>
      <div class={styles.screen}>
        <section class={styles.side} aria-label={t("title")}>
          <Segmented
            label={t("what")}
            value={isControls() ? "controls" : "equipment"}
            segments={[
              { value: "equipment", label: t("whatEquipment"), icon: <Tags /> },
              { value: "controls", label: t("whatControls"), icon: <Barcode /> },
            ]}
            onChange={(value) =>
              setParams({ print: value === "controls" ? value : undefined }, { replace: true })
            }
          />
          <Show when={isControls()} fallback={<EquipmentSide choice={choice} />}>
            <ControlSide controls={controls} />
          </Show>
          <SheetForm state={state} />
        </section>
        <Desk source={source()} state={state} />
      </div>
      <Show when={source().contents().length > 0}>
        <PrintBar source={source()} state={state} />
      </Show>
    </>
  );
};

export default LabelsScreen;
