import { For, Show, createMemo, untrack } from "solid-js";
import type { JSX } from "solid-js";
import { useNavigate, useSearchParams } from "@solidjs/router";
import type { asset } from "#shared/domain/inventory";
import {
  inspection,
  measurements,
  protectionClasses,
  recordTest,
  voidTests,
} from "#shared/domain/maintenance";
import type {
  Inspection,
  InspectionMethod,
  LoggedTest,
  Measurement,
  NewFault,
  TestId,
  TestVerdict,
} from "#shared/domain/maintenance";
import { parseId, thingOf } from "#shared/kernel/ids";
import type { Row } from "#shared/replica/types";
import { useFormat, useText } from "#client/app/i18n";
import { createIndex, createRowsOf, useCommands } from "#client/data";
import { createNames, maintenanceIndex } from "#client/features/scanning";
import { Badge } from "#client/ui/badge";
import { Button } from "#client/ui/button";
import { TextArea, TextField } from "#client/ui/field";
import { Note } from "#client/ui/note";
import { NumberField } from "#client/ui/number-field";
import { Page, PageHead } from "#client/ui/page";
import { ScreenTitle } from "#client/ui/screen-title";
import { Segmented } from "#client/ui/segmented";
import { SelectField } from "#client/ui/select-field";
import { showToast } from "#client/ui/toast";
import { AssetOfAddress } from "./asset-of-address";
import { askedOf, isNewlyFailed } from "./correction";
import { methodWords } from "./due-words";
import styles from "./maintenance.module.css";
import { createTestForm } from "./test-form";
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
  const limit = (): number | undefined => props.form.limits()[limitFields[props.what]];
  const hint = (): string => {
    const value = `${format().number((limit() ?? 0) / 1_000, 2)} ${units[props.what]}`;
    return t(props.what === "insulation" ? "atLeast" : "atMost", { limit: value });
  };
  return (
    <Show when={limit() !== undefined}>
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
          <Show when={props.form.judged()[props.what]}>
            {(verdict) => <Badge meaning={verdict() === "pass" ? "ok" : "problem"}>{t(verdict())}</Badge>}
          </Show>
        </span>
      </div>
    </Show>
  );
};

const notDone = "none";

const Looked = (props: { readonly form: TestForm; readonly what: "visual" | "functional" }): JSX.Element => {
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

const Electrical = (props: { readonly form: TestForm }): JSX.Element => {
  const t = useText(testMessages);
  const format = useFormat();
  return (
    <>
      <div class={styles.choice}>
        <span aria-hidden="true">{t("class")}</span>
        <Segmented
          label={t("class")}
          value={props.form.typed.class}
          segments={protectionClasses.map((value) => ({ value, label: t(classWords[value]) }))}
          onChange={(value) => props.form.set({ class: value })}
        />
        <small>
          {t("standard")}: {t(props.form.standard() === "iet-4" ? "standardIet" : "standardVde")}
        </small>
      </div>
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

/** Stays the same from one piece to the next, so it stands last. */
const Circumstances = (props: { readonly form: TestForm; readonly isElectrical: boolean }): JSX.Element => {
  const t = useText(testMessages);
  const format = useFormat();
  const tester = () => props.form.tester;
  return (
    <>
      <TextArea
        label={t("note")}
        value={props.form.typed.note}
        onInput={(note) => props.form.set({ note })}
        maxlength={4000}
        rows={2}
      />
      <TextField
        type="date"
        label={t("day")}
        value={props.form.day()}
        shown={format().day(props.form.day())}
        onCommit={props.form.setDay}
      />
      <TextField label={t("tester")} value={tester().tester()} onInput={tester().setTester} maxlength={120} />
      <Show when={props.isElectrical}>
        <TextField
          label={t("instrument")}
          value={tester().instrument()}
          onInput={tester().setInstrument}
          maxlength={120}
        />
        <TextField
          label={t("instrumentSerial")}
          value={tester().serial()}
          onInput={tester().setSerial}
          maxlength={120}
        />
        <TextField
          type="date"
          label={t("calibratedUntil")}
          value={tester().calibrated()}
          onCommit={tester().setCalibrated}
        />
      </Show>
    </>
  );
};

/** What the page is asked to test: an inspection of the product, or a kind of test no inspection asks for. */
const createAsked = (inspections: () => readonly Inspection[], corrected: LoggedTest | undefined) => {
  const t = useText(testMessages);
  const [params, setParams] = useSearchParams();
  const testable = createMemo(() => inspections().filter(({ method }) => method !== "lifting"));
  const chosen = createMemo(() => {
    const named = params["inspection"];
    return askedOf(testable(), typeof named === "string" ? named : undefined, corrected);
  });
  /** Kinds of test that can be chosen though no inspection asks for them. */
  const bare = (): readonly InspectionMethod[] => {
    const was = corrected === undefined ? undefined : askedOf(testable(), undefined, corrected);
    const methods: readonly InspectionMethod[] = ["check", "electrical"];
    return methods.filter(
      (method) =>
        (was?.inspection === undefined && was?.method === method) ||
        (method === "electrical" && testable().every((each) => each.method !== "electrical")),
    );
  };
  return {
    id: () => chosen().id,
    method: () => chosen().method,
    name: () => chosen().inspection?.name ?? t(methodWords[chosen().method]),
    value: () => chosen().inspection?.id ?? chosen().method,
    options: () => [
      ...testable().map(({ id, name, method }) => ({
        value: id,
        label: name === t(methodWords[method]) ? name : `${name} (${t(methodWords[method])})`,
      })),
      ...bare().map((method) => ({ value: method, label: t(methodWords[method]) })),
    ],
    choose: (value: string) => setParams({ inspection: value }, { replace: true }),
  };
};

const createSave = (
  piece: () => Row<typeof asset>,
  form: TestForm,
  asked: ReturnType<typeof createAsked>,
  corrected: LoggedTest | undefined,
) => {
  const t = useText(testMessages);
  const navigate = useNavigate();
  const commands = useCommands();
  return async (): Promise<void> => {
    const test = form.made(piece(), asked.id());
    if (test === undefined) return;
    const title = t("failedTitle", { name: asked.name() });
    const fault: NewFault | undefined = isNewlyFailed(test.verdict, corrected)
      ? {
          ...{ asset: test.asset, product: test.product, title },
          ...{ effect: "block", priority: "high", note: test.note },
        }
      : undefined;
    const done = await commands.runCommand(recordTest, { test, fault });
    if (!done.ok) return;
    const written = done.value.value;
    const takeBack = async (): Promise<void> => {
      const undone = await commands.runCommand(voidTests, {
        tests: written.tests.map((id) => ({ ...test, id })),
        faults: written.faults,
      });
      if (undone.ok) showToast({ text: t("takenBack"), meaning: "ok" });
    };
    showToast({
      text: t("saved", { code: piece().code, verdict: t(test.verdict) }),
      meaning: test.verdict === "pass" ? "ok" : "problem",
      action: { label: t("undo"), onSelect: () => void takeBack() },
    });
    navigate(`/stock/assets/${piece().id}`);
  };
};

/** The test that is corrected, where the address names one. */
const createCorrected = (): LoggedTest | undefined => {
  const [params] = useSearchParams();
  const book = createIndex(maintenanceIndex);
  return untrack(() => {
    const named = params["replaces"];
    const id = parseId<TestId>(typeof named === "string" ? named : undefined);
    return id === undefined ? undefined : book().tests.get(id);
  });
};

const TestPage = (props: { readonly row: Row<typeof asset> }): JSX.Element => {
  const t = useText(testMessages);
  const format = useFormat();
  const names = createNames();
  const inspections = createRowsOf(inspection, () => thingOf(props.row.product));
  const corrected = createCorrected();
  const asked = createAsked(inspections, corrected);
  const form = createTestForm(asked.method, corrected);

  const save = createSave(() => props.row, form, asked, corrected);
  const isElectrical = (): boolean => asked.method() === "electrical";
  return (
    <Page>
      <ScreenTitle
        title={t("testTitle")}
        crumbs={[{ label: props.row.code, href: `/stock/assets/${props.row.id}` }]}
      />
      <PageHead title={t("testOf", { code: props.row.code })} note={names.product(props.row.product)} />
      <form
        class={styles.test}
        aria-label={t("testOf", { code: props.row.code })}
        onSubmit={(event) => event.preventDefault()}
      >
        <Show when={corrected}>
          {(test) => (
            <Note meaning="info" title={t("corrects", { day: format().day(test().day) })}>
              {test().verdict === "fail" ? t("faultStays") : t("correctsText")}
            </Note>
          )}
        </Show>
        <SelectField
          label={t("inspection")}
          value={asked.value()}
          options={asked.options()}
          onChange={asked.choose}
        />
        <Looked form={form} what="visual" />
        <Show when={isElectrical()}>
          <Electrical form={form} />
        </Show>
        <Looked form={form} what="functional" />
        <Circumstances form={form} isElectrical={isElectrical()} />
      </form>
      <div class={styles.save}>
        <Show when={form.verdict()} fallback={<span class="quiet">{t("incomplete")}</span>}>
          {(verdict) => <Badge meaning={verdict() === "pass" ? "ok" : "problem"}>{t(verdict())}</Badge>}
        </Show>
        <Button
          variant="primary"
          size="hall"
          wide
          disabled={form.verdict() === undefined || form.tester.tester().trim() === ""}
          onClick={() => void save()}
        >
          {t("save")}
        </Button>
      </div>
    </Page>
  );
};

/** A test as it is made: one hand on the phone, the verdict follows from the limits while figures are typed. */
const TestScreen = (): JSX.Element => {
  const t = useText(testMessages);
  return <AssetOfAddress title={t("testTitle")}>{(found) => <TestPage row={found()} />}</AssetOfAddress>;
};

export default TestScreen;
