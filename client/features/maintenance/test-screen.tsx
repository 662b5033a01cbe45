import { Show, createMemo } from "solid-js";
import type { JSX } from "solid-js";
import { useNavigate, useSearchParams } from "@solidjs/router";
import type { asset } from "#shared/domain/inventory";
import { inspection, recordTest, voidTests } from "#shared/domain/maintenance";
import type { Inspection, InspectionMethod, LoggedTest, NewFault, TestId } from "#shared/domain/maintenance";
import { thingOf } from "#shared/kernel/ids";
import { parseDay } from "#shared/kernel/local-time";
import type { Row } from "#shared/replica/types";
import { useFormat, useText } from "#client/app/i18n";
import { createRowsOf, useCommands } from "#client/data";
import { createNames } from "#client/features/scanning";
import { Badge } from "#client/ui/badge";
import { Button } from "#client/ui/button";
import { TextArea, TextField } from "#client/ui/field";
import { Note } from "#client/ui/note";
import { Page, PageHead } from "#client/ui/page";
import { ScreenTitle } from "#client/ui/screen-title";
import { SelectField } from "#client/ui/select-field";
import { showToast } from "#client/ui/toast";
import { AssetOfAddress, createCorrected } from "./asset-of-address";
import { askedOf, isNewlyFailed } from "./correction";
import { methodWords } from "./due-words";
import { Electrical, Looked } from "./electrical-fields";
import styles from "./maintenance.module.css";
import { createTestForm } from "./test-form";
import type { TestForm } from "./test-form";
import { testMessages } from "./test-messages";

const Instrument = (props: { readonly tester: TestForm["tester"] }): JSX.Element => {
  const t = useText(testMessages);
  return (
    <>
      <TextField
        label={t("instrument")}
        value={props.tester.instrument()}
        onInput={props.tester.setInstrument}
        maxlength={120}
      />
      <TextField
        label={t("instrumentSerial")}
        value={props.tester.serial()}
        onInput={props.tester.setSerial}
        maxlength={120}
      />
      <TextField
        type="date"
        label={t("calibratedUntil")}
        value={props.tester.calibrated()}
        onCommit={props.tester.setCalibrated}
      />
    </>
  );
};

/** Stays the same from one piece to the next, so it stands last. */
const Circumstances = (props: { readonly form: TestForm; readonly isElectrical: boolean }): JSX.Element => {
  const t = useText(testMessages);
  const format = useFormat();
  const shownDay = (text: string): string | undefined => {
    const day = parseDay(text);
    return day === undefined ? undefined : format().day(day);
  };
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
        value={props.form.typed.day}
        shown={format().day(props.form.typed.day)}
        onCommit={props.form.setDay}
      />
      <Show when={props.form.saysNextDue}>
        <TextField
          type="date"
          label={t("holdsUntil")}
          value={props.form.typed.nextDue}
          shown={shownDay(props.form.typed.nextDue)}
          onCommit={(nextDue) => props.form.set({ nextDue })}
        />
      </Show>
      <TextField label={t("tester")} value={tester().tester()} onInput={tester().setTester} maxlength={120} />
      <Show when={props.isElectrical}>
        <Instrument tester={tester()} />
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

const TestPage = (props: { readonly row: Row<typeof asset> }): JSX.Element => {
  const t = useText(testMessages);
  const format = useFormat();
  const names = createNames();
  const inspections = createRowsOf(inspection, () => thingOf(props.row.product));
  const corrected = createCorrected((id: TestId, book) => book.tests.get(id));
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
