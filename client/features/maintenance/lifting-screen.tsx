import { For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { useNavigate } from "@solidjs/router";
import type { asset } from "#shared/domain/inventory";
import { defectKinds, examinationBases, recordLiftingReport } from "#shared/domain/maintenance";
import type { LiftingReportId } from "#shared/domain/maintenance";
import { parseDay } from "#shared/kernel/local-time";
import type { Row } from "#shared/replica/types";
import { useFormat, useText } from "#client/app/i18n";
import { useCommands } from "#client/data";
import { createNames } from "#client/features/scanning";
import { Button } from "#client/ui/button";
import { Checkbox } from "#client/ui/checkbox";
import { TextArea, TextField } from "#client/ui/field";
import { Note } from "#client/ui/note";
import { NumberField } from "#client/ui/number-field";
import { Page, PageHead } from "#client/ui/page";
import { ScreenTitle } from "#client/ui/screen-title";
import { Segmented } from "#client/ui/segmented";
import { SelectField } from "#client/ui/select-field";
import { showToast } from "#client/ui/toast";
import { AssetOfAddress, createCorrected } from "./asset-of-address";
import { createLiftingForm } from "./lifting-form";
import type { LiftingForm } from "./lifting-form";
import { liftingMessages } from "./lifting-messages";
import { faultOf, furtherTexts, neededTexts } from "./lifting-typed";
import { basisWords, defectWords } from "./lifting-words";
import styles from "./maintenance.module.css";
import { testMessages } from "./test-messages";

const DayField = (props: {
  readonly form: LiftingForm;
  readonly name: "day" | "lastExamined" | "nextDue" | "repairBy";
}): JSX.Element => {
  const t = useText(liftingMessages);
  const format = useFormat();
  const shown = (): string | undefined => {
    const day = parseDay(props.form.typed[props.name]);
    return day === undefined ? undefined : format().day(day);
  };
  return (
    <TextField
      type="date"
      label={t(props.name)}
      value={props.form.typed[props.name]}
      shown={shown()}
      onCommit={(text) => props.form.set({ [props.name]: text })}
    />
  );
};

const Judgement = (props: { readonly form: LiftingForm }): JSX.Element => {
  const t = useText(liftingMessages);
  const form = (): LiftingForm => props.form;
  return (
    <>
      <div class={styles.choice}>
        <span aria-hidden="true">{t("verdict")}</span>
        <Segmented
          label={t("verdict")}
          value={form().typed.isSafe ? "safe" : "unsafe"}
          segments={[
            { value: "safe", label: t("safe") },
            { value: "unsafe", label: t("unsafe") },
          ]}
          onChange={(value) => form().set({ isSafe: value === "safe" })}
        />
      </div>
      <SelectField
        label={t("defect")}
        value={form().typed.defect}
        options={defectKinds.map((value) => ({ value, label: t(defectWords[value]) }))}
        onChange={(defect) => form().set({ defect })}
      />
      <Show when={form().typed.defect !== "none"}>
        <TextArea
          label={t("defectText")}
          value={form().typed.defectText}
          onInput={(defectText) => form().set({ defectText })}
          maxlength={2000}
          rows={2}
        />
        <TextArea
          label={t("repairText")}
          value={form().typed.repairText}
          onInput={(repairText) => form().set({ repairText })}
          maxlength={2000}
          rows={2}
        />
      </Show>
      <Show when={form().typed.defect === "could-become-danger"}>
        <DayField form={form()} name="repairBy" />
      </Show>
    </>
  );
};

const Occasion = (props: { readonly form: LiftingForm }): JSX.Element => {
  const t = useText(liftingMessages);
  const form = (): LiftingForm => props.form;
  return (
    <>
      <DayField form={form()} name="day" />
      <SelectField
        label={t("basis")}
        value={form().typed.basis}
        options={examinationBases.map((value) => ({ value, label: t(basisWords[value]) }))}
        onChange={(basis) => form().set({ basis })}
      />
      <DayField form={form()} name="lastExamined" />
      <Checkbox
        label={t("isFirst")}
        checked={form().typed.isFirst}
        onChange={(isFirst) => form().set({ isFirst })}
      />
      <Show when={form().typed.isFirst}>
        <Checkbox
          label={t("isInstalledCorrectly")}
          checked={form().typed.isInstalledCorrectly}
          onChange={(isInstalledCorrectly) => form().set({ isInstalledCorrectly })}
        />
      </Show>
    </>
  );
};

const Texts = (props: { readonly form: LiftingForm }): JSX.Element => {
  const t = useText(liftingMessages);
  const format = useFormat();
  const form = (): LiftingForm => props.form;
  return (
    <>
      <For each={neededTexts}>
        {(name) => (
          <TextField
            label={t(name)}
            value={form().typed[name]}
            onInput={(value) => form().set({ [name]: value })}
            maxlength={200}
            required
          />
        )}
      </For>
      <TextField
        label={t("examinerEmployer")}
        value={form().typed.examinerEmployer}
        onInput={(examinerEmployer) => form().set({ examinerEmployer })}
        maxlength={200}
      />
      <For each={furtherTexts}>
        {(name) => (
          <TextField
            label={t(name)}
            value={form().typed[name]}
            onInput={(value) => form().set({ [name]: value })}
            maxlength={40}
          />
        )}
      </For>
      <NumberField
        label={t("chainLength")}
        value={form().typed.chainMetres}
        min={0}
        max={10_000}
        decimals={2}
        decimalSign={format().decimalSign}
        suffix="m"
        onCommit={(chainMetres) => form().set({ chainMetres })}
      />
      <TextArea
        label={t("note")}
        value={form().typed.note}
        onInput={(note) => form().set({ note })}
        maxlength={4000}
        rows={2}
      />
    </>
  );
};

const LiftingPage = (props: { readonly row: Row<typeof asset> }): JSX.Element => {
  const t = useText(liftingMessages);
  const tests = useText(testMessages);
  const format = useFormat();
  const names = createNames();
  const navigate = useNavigate();
  const commands = useCommands();
  const corrected = createCorrected((id: LiftingReportId, book) => book.reports.get(id));
  const form = createLiftingForm(corrected);
  const title = (): string => t("titleOf", { code: props.row.code });
  const save = async (): Promise<void> => {
    const { id, code } = props.row;
    const report = form.made(props.row);
    if (report === undefined) return;
    const fault = faultOf(report, t("faultTitle"), corrected);
    const done = await commands.runCommand(recordLiftingReport, { report, fault });
    if (!done.ok) return;
    form.remember();
    showToast({ text: t("saved", { code }), meaning: report.isSafe ? "ok" : "problem" });
    navigate(`/stock/assets/${id}`);
  };
  return (
    <Page>
      <ScreenTitle
        title={t("title")}
        crumbs={[{ label: props.row.code, href: `/stock/assets/${props.row.id}` }]}
      />
      <PageHead title={title()} note={names.product(props.row.product)} />
      <form class={styles.test} aria-label={title()} onSubmit={(event) => event.preventDefault()}>
        <Show when={corrected}>
          {(report) => (
            <Note meaning="info" title={t("corrects", { day: format().day(report().day) })}>
              {faultOf(report(), "") === undefined ? t("correctsText") : tests("faultStays")}
            </Note>
          )}
        </Show>
        <Judgement form={form} />
        <Occasion form={form} />
        <DayField form={form} name="nextDue" />
        <Texts form={form} />
      </form>
      <div class={styles.save}>
        <Show when={form.missing().length > 0}>
          <span class="quiet">
            {t("needed", { fields: format().list(form.missing().map((name) => t(name))) })}
          </span>
        </Show>
        <Button
          variant="primary"
          size="hall"
          wide
          disabled={form.missing().length > 0}
          onClick={() => void save()}
        >
          {t("save")}
        </Button>
      </div>
    </Page>
  );
};

/** The report of a thorough examination of lifting gear, with everything the law asks of it. */
const LiftingScreen = (): JSX.Element => {
  const t = useText(liftingMessages);
  return <AssetOfAddress title={t("title")}>{(found) => <LiftingPage row={found()} />}</AssetOfAddress>;
};

export default LiftingScreen;
