import { For, Match, Show, Switch, createMemo, createSignal } from "solid-js";
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
import { FootBar } from "#client/ui/foot-bar";
import { Printer, Search, Tags, X } from "#client/ui/icons";
import { Note } from "#client/ui/note";
import { NumberField } from "#client/ui/number-field";
import { EmptyState } from "#client/ui/page";
import { ScreenTitle } from "#client/ui/screen-title";
import { Segmented } from "#client/ui/segmented";
import { showToast } from "#client/ui/toast";
import { createBlankLabels, mostBlank } from "./blank-labels";
import type { BlankLabels } from "./blank-labels";
import { controlGroups, createControlSheet } from "./control-sheet";
import type { ControlGroup, ControlSheet } from "./control-sheet";
import { createLabelChoice } from "./label-choice";
import type { LabelChoice } from "./label-choice";
import { codesTooLong, pageCount, placeLabels } from "./label-layout";
import type { LabelContent } from "./label-layout";
import { codesNotInPdf } from "./latin-text";
import { controlSource, equipmentSource } from "./label-source";
import type { LabelSource } from "./label-source";
import { messages } from "./messages";
import { SheetPreview } from "./sheet-preview";
import { labelZpl } from "./label-zpl";
import { createSheetState, SheetForm } from "./sheet-form";
import type { SheetState } from "./sheet-form";
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

/** The PDF writer is loaded here, when it is needed. */
const makeFile = async (
  contents: readonly LabelContent[],
  state: SheetState,
  title: string,
  now: number,
): Promise<{ readonly blob: Blob; readonly ending: "pdf" | "zpl" }> => {
  const settings = state.settings();
  const zpl = settings.sheet.isRoll === true ? state.zpl() : undefined;
  if (zpl !== undefined) {
    return { blob: new Blob([labelZpl(contents, settings, zpl)], { type: "text/plain" }), ending: "zpl" };
  }
  const { labelPdf } = await import("./label-pdf");
  const bytes = await labelPdf(placeLabels(contents, settings), settings.sheet, title, now);
  return { blob: new Blob([new Uint8Array(bytes)], { type: "application/pdf" }), ending: "pdf" };
};

/** Assigns missing labels, makes the file and saves it. */
const createPrinting = (source: Accessor<LabelSource>, state: SheetState) => {
  const t = useText(messages);
  const app = useApp();
  const [isMaking, setMaking] = createSignal(false);
  const print = async (): Promise<void> => {
    setMaking(true);
    try {
      const { name, contents, prepare, onSaved } = source();
      if (!(await prepare())) return showToast({ text: t("notSaved"), meaning: "problem" });
      const made = await makeFile(contents(), state, t("title"), app.clock.now());
      const file = `${name}-${new Date(app.clock.now()).toISOString().slice(0, 10)}.${made.ending}`;
      saveFile(file, made.blob);
      onSaved?.();
      showToast({ text: t("saved", { file }), meaning: "ok" });
    } finally {
      setMaking(false);
    }
  };
  return { isMaking, print };
};

const PrintBar = (props: { readonly source: LabelSource; readonly state: SheetState }): JSX.Element => {
  const t = useText(messages);
  // eslint-disable-next-line solid/reactivity -- the state stays the same object for as long as the screen is shown
  const printing = createPrinting(() => props.source, props.state);
  const count = (): number => props.source.contents().length;
  const without = (): number => props.source.without();
  const isZpl = (): boolean =>
    props.state.zpl() !== undefined && props.state.settings().sheet.isRoll === true;
  const problem = createMemo(() => {
    if (!props.source.hasCodes) return undefined;
    const settings = props.state.settings();
    const tooLong = codesTooLong(props.source.contents(), settings);
    if (tooLong.length > 0) return t("codesTooLong", { n: tooLong.length, code: tooLong[0] ?? "" });
    const foreign = isZpl() ? [] : codesNotInPdf(props.source.contents());
    return foreign.length === 0
      ? undefined
      : t("codesForeign", { n: foreign.length, code: foreign[0] ?? "" });
  });
  return (
    <FootBar>
      <Show when={problem()}>
        {(text) => (
          <Note meaning="problem" urgent>
            {text()}
          </Note>
        )}
      </Show>
      <p>
        <b>{t("chosen", { n: count() })}</b>, {t("pages", { n: pageCount(count(), props.state.settings()) })}.{" "}
        <Show when={without() > 0}>{t("without", { n: without() })} </Show>
        <span class="quiet">{t(props.source.name === "blank-labels" ? "blankHint" : "printHint")}</span>
      </p>
      <Button
        variant="primary"
        disabled={printing.isMaking() || problem() !== undefined}
        onClick={() => void printing.print()}
      >
        <Printer />
        {printing.isMaking() ? t("making") : t(isZpl() ? "makeZpl" : "make")}
      </Button>
    </FootBar>
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
const Desk = (props: { readonly source: LabelSource; readonly state: SheetState }): JSX.Element => {
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

const BlankSide = (props: { readonly blank: BlankLabels }): JSX.Element => {
  const t = useText(messages);
  return (
    <>
      <p class="small quiet">{t("blankText")}</p>
      <NumberField
        label={t("blankCount")}
        min={1}
        max={mostBlank}
        value={props.blank.count()}
        onCommit={(value) => props.blank.setCount(value ?? 1)}
      />
    </>
  );
};

const kinds = ["equipment", "blank", "controls"] as const;
type Kind = (typeof kinds)[number];

/** What is printed stands in the address. */
const createKind = () => {
  const [params, setParams] = useSearchParams();
  return {
    kind: (): Kind => kinds.find((kind) => kind === params["print"]) ?? "equipment",
    choose: (kind: Kind) => setParams({ print: kind === "equipment" ? undefined : kind }, { replace: true }),
  };
};

const LabelsScreen = (): JSX.Element => {
  const t = useText(messages);
  const choice = createLabelChoice();
  const controls = createControlSheet();
  const blank = createBlankLabels();
  const state = createSheetState();
  const { kind, choose } = createKind();
  const source = createMemo(() => {
    if (kind() === "blank") return blank.source;
    return kind() === "controls" ? controlSource(controls) : equipmentSource(choice);
  });
  return (
    <>
      <ScreenTitle title={t("title")} crumbs={[{ label: t("stock"), href: "/stock" }]} />
      <h1 class="hidden-label">{t("title")}</h1>
      <div class={styles.screen}>
        <section class={styles.side} aria-label={t("title")}>
          <Segmented<Kind>
            label={t("what")}
            value={kind()}
            segments={[
              { value: "equipment", label: t("whatEquipment") },
              { value: "blank", label: t("whatBlank") },
              { value: "controls", label: t("whatControls") },
            ]}
            onChange={choose}
          />
          <Switch fallback={<EquipmentSide choice={choice} />}>
            <Match when={kind() === "controls"}>
              <ControlSide controls={controls} />
            </Match>
            <Match when={kind() === "blank"}>
              <BlankSide blank={blank} />
            </Match>
          </Switch>
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
