/** What is measured at a piece with a mains lead, or was by an appliance tester. */
import { For, Show } from "solid-js";
import type { JSX } from "solid-js";
import { measurements, protectionClasses, testVerdicts } from "#shared/domain/maintenance";
import type { Measurement, TestVerdict } from "#shared/domain/maintenance";
import { useFormat, useText } from "#client/app/i18n";
import { Badge } from "#client/ui/badge";
import { NumberField } from "#client/ui/number-field";
import { Segmented } from "#client/ui/segmented";
import styles from "./maintenance.module.css";
import type { TestForm } from "./test-form";
import { testMessages } from "./test-messages";

const units = { protective: "Ω", insulation: "MΩ", conductor: "mA", touch: "mA" } as const;
const limitFields = {
  protective: "protectiveLimit",
  insulation: "insulationLimit",
  conductor: "conductorLimit",
  touch: "touchLimit",
} as const;

/** One measurement: what is read, what is allowed, and at once whether it passes. */
const Reading = (props: { readonly form: TestForm; readonly what: Measurement }): JSX.Element => {
  const t = useText(testMessages);
  const format = useFormat();
  const limit = (): number | undefined => props.form.held().limits?.[limitFields[props.what]];
  const hint = (): string | undefined => {
    const allowed = limit();
    if (allowed === undefined) return undefined;
    const value = `${format().number(allowed / 1_000, 2)} ${units[props.what]}`;
    return t(props.what === "insulation" ? "atLeast" : "atMost", { limit: value });
  };
  return (
    <Show when={limit() !== undefined || props.form.held().set === "file"}>
      <div class={styles.reading}>
        <NumberField
          label={t(props.what)}
          hint={hint()}
          value={props.form.typed[props.what]}
          min={0}
          max={1_000_000}
          decimals={3}
          decimalSign={format().decimalSign}
          suffix={units[props.what]}
          onCommit={(value) => props.form.set({ [props.what]: value })}
        />
        <span class={styles.judged}>
          <Show when={props.form.judged()?.[props.what]}>
            {(verdict) => <Badge meaning={verdict() === "pass" ? "ok" : "problem"}>{t(verdict())}</Badge>}
          </Show>
        </span>
      </div>
    </Show>
  );
};

const notDone = "none";

export const Looked = (props: {
  readonly form: TestForm;
  readonly what: "visual" | "functional";
}): JSX.Element => {
  const t = useText(testMessages);
  const verdicts = (): readonly TestVerdict[] => ["pass", "fail"];
  return (
    <div class={styles.choice}>
      <span aria-hidden="true">{t(props.what)}</span>
      <Segmented
        label={t(props.what)}
        value={props.form.typed[props.what] ?? notDone}
        segments={[
          { value: notDone, label: t("notDone") },
          ...verdicts().map((value) => ({ value, label: t(value) })),
        ]}
        onChange={(value) =>
          props.form.set({ [props.what]: verdicts().find((verdict) => verdict === value) })
        }
      />
    </div>
  );
};

const classWords = { I: "classI", II: "classII", III: "classIII" } as const;
const standardWords = {
  "vde-0701-0702": "standardVde",
  "iet-4": "standardIet",
  file: "standardFile",
} as const;

/** The verdict of an appliance tester, which named no limits to judge again by. */
const Said = (props: { readonly form: TestForm }): JSX.Element => {
  const t = useText(testMessages);
  return (
    <Show when={props.form.held().set === "file"}>
      <div class={styles.choice}>
        <span aria-hidden="true">{t("said")}</span>
        <Segmented
          label={t("said")}
          value={props.form.typed.said ?? "fail"}
          segments={testVerdicts.map((value) => ({ value, label: t(value) }))}
          onChange={(said) => props.form.set({ said })}
        />
      </div>
    </Show>
  );
};

export const Electrical = (props: { readonly form: TestForm }): JSX.Element => {
  const t = useText(testMessages);
  const format = useFormat();
  const isOfTester = (): boolean => props.form.held().set === "file";
  return (
    <>
      <div class={styles.choice}>
        <span aria-hidden="true">{t("class")}</span>
        <Segmented
          label={t("class")}
          value={props.form.typed.class ?? notDone}
          segments={[
            ...(isOfTester() ? [{ value: notDone, label: t("classUnknown") }] : []),
            ...protectionClasses.map((value) => ({ value, label: t(classWords[value]) })),
          ]}
          onChange={(value) => props.form.set({ class: protectionClasses.find((one) => one === value) })}
        />
        <small>
          {t("standard")}: {t(standardWords[props.form.held().set])}
        </small>
      </div>
      <Said form={props.form} />
      <Show when={props.form.typed.class === "I"}>
        <NumberField
          label={t("cable")}
          value={props.form.typed.cable}
          min={0}
          max={1_000}
          decimals={1}
          decimalSign={format().decimalSign}
          suffix="m"
          onCommit={(cable) => props.form.set({ cable })}
        />
      </Show>
      <For each={measurements}>{(what) => <Reading form={props.form} what={what} />}</For>
    </>
  );
};
