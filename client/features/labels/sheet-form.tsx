/** On what is printed: a sheet or a roll by its maker's number, where it begins, and how far the printer is off. */
import { Show, createSignal } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import { useFormat, useText } from "#client/app/i18n";
import { NumberField } from "#client/ui/number-field";
import { SelectField } from "#client/ui/select-field";
import type { SheetSettings } from "./label-layout";
import { zplResolutions } from "./label-zpl";
import type { ZplResolution } from "./label-zpl";
import { messages } from "./messages";
import { labelRolls, ownRoll, ownRollId } from "./rolls";
import { labelSheets, usualSheet } from "./sheets";
import type { LabelSheet } from "./sheets";
import styles from "./labels.module.css";

export interface SheetState {
  readonly settings: Accessor<SheetSettings>;
  readonly change: (next: Partial<SheetSettings>) => void;
  /** Dots per inch of a Zebra printer; undefined for a PDF. */
  readonly zpl: Accessor<ZplResolution | undefined>;
  readonly setZpl: (resolution: ZplResolution | undefined) => void;
}

export const createSheetState = (): SheetState => {
  const [settings, setSettings] = createSignal<SheetSettings>({
    sheet: usualSheet,
    start: 0,
    offsetX: 0,
    offsetY: 0,
  });
  const [zpl, setZpl] = createSignal<ZplResolution>();
  return { settings, zpl, setZpl, change: (next) => setSettings((known) => ({ ...known, ...next })) };
};

const StartField = (props: { readonly state: SheetState }): JSX.Element => {
  const t = useText(messages);
  const sheet = (): LabelSheet => props.state.settings().sheet;
  return (
    <NumberField
      label={t("start")}
      hint={t("startHint")}
      min={1}
      max={sheet().columns * sheet().rows}
      value={props.state.settings().start + 1}
      onCommit={(value) => props.state.change({ start: (value ?? 1) - 1 })}
    />
  );
};

/** What the printer understands, and the size of a roll that is not on the list. */
const RollFields = (props: { readonly state: SheetState }): JSX.Element => {
  const t = useText(messages);
  const sheet = (): LabelSheet => props.state.settings().sheet;
  const resize = (width: number, height: number): void =>
    props.state.change({ sheet: ownRoll(width, height) });
  return (
    <>
      <Show when={sheet().id === ownRollId}>
        <div class={styles.pair}>
          <NumberField
            label={t("rollWidth")}
            min={20}
            max={210}
            value={sheet().pageWidth}
            onCommit={(value) => resize(value ?? sheet().pageWidth, sheet().pageHeight)}
          />
          <NumberField
            label={t("rollHeight")}
            min={10}
            max={210}
            value={sheet().pageHeight}
            onCommit={(value) => resize(sheet().pageWidth, value ?? sheet().pageHeight)}
          />
        </div>
      </Show>
      <SelectField
        label={t("output")}
        hint={t("outputHint")}
        value={String(props.state.zpl() ?? "pdf")}
        options={[
          { value: "pdf", label: t("outputPdf") },
          ...zplResolutions.map((dpi) => ({
            value: String(dpi),
            label: t("outputZpl", { dpi: String(dpi) }),
          })),
        ]}
        onChange={(value) => props.state.setZpl(zplResolutions.find((dpi) => String(dpi) === value))}
      />
    </>
  );
};

export const SheetForm = (props: { readonly state: SheetState }): JSX.Element => {
  const t = useText(messages);
  const format = useFormat();
  const sheet = (): LabelSheet => props.state.settings().sheet;
  const choose = (id: string): void => {
    const found =
      id === ownRollId ? ownRoll(60, 30) : [...labelSheets, ...labelRolls].find((each) => each.id === id);
    if (found !== undefined) props.state.change({ sheet: found, start: 0 });
  };
  return (
    <div class={styles.form}>
      <SelectField
        label={t("sheet")}
        value={sheet().id}
        options={[
          ...[...labelSheets, ...labelRolls].map(({ id, name }) => ({ value: id, label: name })),
          { value: ownRollId, label: t("ownRoll") },
        ]}
        onChange={choose}
      />
      <Show when={sheet().isRoll} fallback={<StartField state={props.state} />}>
        <RollFields state={props.state} />
      </Show>
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
