import { Show, createSignal, createUniqueId } from "solid-js";
import type { JSX } from "solid-js";
import type { EventId } from "#shared/domain/events";
import type { AssetId, ProductId } from "#shared/domain/inventory";
import {
  damageSeverities,
  effectOfSeverity,
  faultEffects,
  faultPriorities,
  reportDamage,
  reportFault,
  weightOf,
  withdrawFault,
} from "#shared/domain/maintenance";
import type {
  DamageSeverity,
  FaultEffect,
  FaultId,
  FaultPriority,
  NewFault,
} from "#shared/domain/maintenance";
import { useText } from "#client/app/i18n";
import { createIndex, createMay, useCommands } from "#client/data";
import { PhotoChoiceField, createPhotoChoice } from "#client/features/files";
import { createNames, maintenanceIndex } from "#client/features/scanning";
import { Button } from "#client/ui/button";
import { Dialog } from "#client/ui/dialog";
import { TextArea, TextField } from "#client/ui/field";
import { Segmented } from "#client/ui/segmented";
import { SelectField } from "#client/ui/select-field";
import { showToast } from "#client/ui/toast";
import { createAmounts, createMoneyThing } from "./amount";
import { faultOwner } from "./fault-owner";
import styles from "./maintenance.module.css";
import { messages } from "./messages";
import { priorityWords, severityWords } from "./words";

export interface ReportProps {
  readonly asset: AssetId;
  readonly product: ProductId;
  /** The job it came back from. */
  readonly event?: EventId | undefined;
  /** Asks how bad it is instead of whether it can be used, and what the client is charged. */
  readonly isDamage?: boolean | undefined;
  readonly onClose: () => void;
}

const createReport = (props: ReportProps) => {
  const t = useText(messages);
  const names = createNames();
  const commands = useCommands();
  const book = createIndex(maintenanceIndex);
  const moneyThing = createMoneyThing();
  const amounts = createAmounts();
  const photos = createPhotoChoice();
  const [title, setTitle] = createSignal("");
  const [note, setNote] = createSignal("");
  const [effect, setEffect] = createSignal<FaultEffect>("block");
  const [severity, setSeverity] = createSignal<DamageSeverity>("unusable");
  const [priority, setPriority] = createSignal<FaultPriority>("normal");
  const [charge, setCharge] = createSignal("");
  const amount = () => (charge().trim() === "" ? undefined : (amounts.read(charge()) ?? "bad"));
  const takeBack = (id: FaultId): void => {
    const knew = weightOf(book().faultCase(id)?.entries ?? []);
    void commands.runCommand(withdrawFault, { fault: id, knew }).then((done) => {
      if (done.ok) showToast({ text: t("takenBack"), meaning: "ok" });
    });
  };
  const values = (): NewFault => ({
    ...{ asset: props.asset, product: props.product, title: title().trim(), priority: priority() },
    note: note().trim() === "" ? undefined : note().trim(),
    ...(props.isDamage === true
      ? { severity: severity(), effect: effectOfSeverity(severity()), event: props.event }
      : { effect: effect() }),
  });
  const [isBusy, setBusy] = createSignal(false);
  const send = async (): Promise<void> => {
    const paid = amount();
    if (isBusy() || title().trim() === "" || paid === "bad") return;
    setBusy(true);
    const done =
      paid === undefined
        ? await commands.runCommand(reportFault, values())
        : await commands.runCommand(reportDamage, {
            ...values(),
            charge: paid,
            moneyThing: moneyThing(props.product),
          });
    if (!done.ok) return void setBusy(false);
    const id = done.value.value;
    // The fault stands whatever becomes of its photos: a dialog that stayed open would report it again.
    const isKept = await photos?.addTo(faultOwner(id)).then(
      () => true,
      () => false,
    );
    if (isKept === false) showToast({ text: t("photosNotKept"), meaning: "problem" });
    showToast({
      text: t("reported", { code: names.code(props.asset) }),
      action: { label: t("undo"), onSelect: () => takeBack(id) },
    });
    props.onClose();
  };
  return {
    ...{ title, setTitle, note, setNote, effect, setEffect, severity, setSeverity, priority, setPriority },
    ...{ charge, setCharge, amount, currency: amounts.currency, names, photos, isBusy, send },
  };
};

type Report = ReturnType<typeof createReport>;

const Effect = (props: { readonly report: Report; readonly isDamage: boolean }): JSX.Element => {
  const t = useText(messages);
  const hint = createUniqueId();
  return (
    <div class={styles.choice} role="group" aria-describedby={hint}>
      <span aria-hidden="true">{t(props.isDamage ? "severity" : "effect")}</span>
      <Show
        when={props.isDamage}
        fallback={
          <Segmented
            label={t("effect")}
            value={props.report.effect()}
            segments={faultEffects.map((value) => ({
              value,
              label: t(value === "block" ? "effectBlock" : "effectFlag"),
            }))}
            onChange={(value) => props.report.setEffect(value)}
          />
        }
      >
        <Segmented
          label={t("severity")}
          value={props.report.severity()}
          segments={damageSeverities.map((value) => ({ value, label: t(severityWords[value]) }))}
          onChange={(value) => props.report.setSeverity(value)}
        />
      </Show>
      <small id={hint}>{t(props.isDamage ? "severityHint" : "effectHint")}</small>
    </div>
  );
};

/** What is wrong with a piece, in as few taps as it takes: words, whether it can be used, done. */
const ReportDialog = (props: ReportProps): JSX.Element => {
  const t = useText(messages);
  const may = createMay();
  const report = createReport(props);
  const code = (): string => report.names.code(props.asset);
  return (
    <Dialog
      open
      onClose={() => props.onClose()}
      title={
        props.isDamage === true ? t("damageTitle", { code: code() }) : t("reportTitle", { code: code() })
      }
      foot={
        <Button
          variant="primary"
          disabled={report.isBusy() || report.title().trim() === "" || report.amount() === "bad"}
          onClick={() => void report.send()}
        >
          {t("report")}
        </Button>
      }
    >
      <div class={styles.form}>
        <TextField
          label={t("what")}
          hint={t("whatHint")}
          value={report.title()}
          onInput={report.setTitle}
          maxlength={200}
        />
        <Effect report={report} isDamage={props.isDamage === true} />
        <Show when={report.photos}>{(photos) => <PhotoChoiceField choice={photos()} />}</Show>
        <SelectField
          label={t("priority")}
          value={report.priority()}
          options={faultPriorities.map((value) => ({ value, label: t(priorityWords[value]) }))}
          onChange={report.setPriority}
        />
        <TextArea
          label={t("details")}
          value={report.note()}
          onInput={report.setNote}
          maxlength={4000}
          rows={3}
        />
        <Show when={props.isDamage === true && may("write", "money") && may("create", "money")}>
          <TextField
            label={t("charge")}
            hint={t("chargeHint")}
            error={report.amount() === "bad" ? t("badAmount") : undefined}
            inputMode="decimal"
            value={report.charge()}
            onInput={report.setCharge}
            suffix={report.currency()}
          />
        </Show>
      </div>
    </Dialog>
  );
};

export default ReportDialog;
