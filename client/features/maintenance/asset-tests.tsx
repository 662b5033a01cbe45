/** What is due on one asset, what was tested, and its counter. */
import { For, Show, createMemo, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import type { AssetId, ProductId } from "#shared/domain/inventory";
import {
  dueOf,
  inspection,
  recordUsage,
  replacements,
  undoUsage,
  voidLiftingReport,
  voidTests,
  withoutUndone,
} from "#shared/domain/maintenance";
import type { Inspection, LoggedLiftingReport, LoggedTest, LoggedUsage } from "#shared/domain/maintenance";
import { thingOf } from "#shared/kernel/ids";
import type { Day } from "#shared/kernel/record";
import { useFormat, useText } from "#client/app/i18n";
import { createMay, createRowsOf, useCommands } from "#client/data";
import { createConditions, createNames } from "#client/features/scanning";
import type { Conditions } from "#client/features/scanning";
import { Badge } from "#client/ui/badge";
import { Button, LinkButton } from "#client/ui/button";
import { ClipboardCheck, FileCheck } from "#client/ui/icons";
import { Entry, List } from "#client/ui/list";
import { NumberField } from "#client/ui/number-field";
import { showToast } from "#client/ui/toast";
import { useApp } from "#client/app/app-context";
import { certificateMessages } from "./certificate-messages";
import { createIssuing } from "./certificates";
import { createDueWords, dueMeaning } from "./due-words";
import styles from "./maintenance.module.css";
import { liftingMessages } from "./lifting-messages";
import { createReadingWords } from "./reading-words";
import { TakeBack } from "./take-back";
import { testMessages } from "./test-messages";

interface PieceProps {
  readonly asset: AssetId;
  readonly product: ProductId;
}

const Counter = (props: PieceProps): JSX.Element => {
  const t = useText(testMessages);
  const commands = useCommands();
  const names = createNames();
  const [hours, setHours] = createSignal<number>();
  const save = async (): Promise<void> => {
    const read = hours();
    if (read === undefined) return;
    // eslint-disable-next-line solid/reactivity -- called by the button only
    const { asset, product } = props;
    const done = await commands.runCommand(recordUsage, { asset, product, minutes: Math.round(read * 60) });
    if (!done.ok) return;
    setHours(undefined);
    showToast({ text: t("usageSaved", { n: read, code: names.code(asset) }), meaning: "ok" });
  };
  return (
    <div class={styles.reading}>
      <NumberField
        label={t("usage")}
        hint={t("usageHint")}
        value={hours()}
        min={0}
        max={1_000_000}
        decimals={1}
        suffix="h"
        onCommit={setHours}
      />
      <Button disabled={hours() === undefined} onClick={() => void save()}>
        {t("noteUsage")}
      </Button>
    </div>
  );
};

/** Newest first, also those that were taken back. */
const Readings = (props: { readonly usages: readonly LoggedUsage[] }): JSX.Element => {
  const t = useText(testMessages);
  const format = useFormat();
  const { now } = useApp();
  const may = createMay();
  const names = createNames();
  const commands = useCommands();
  const shown = createMemo(() =>
    props.usages.filter(({ undoes }) => undoes === undefined).sort((a, b) => b.at - a.at),
  );
  const holding = createMemo(() => new Set(withoutUndone(props.usages).map(({ id }) => id)));
  const hours = ({ minutes }: LoggedUsage): string => t("hours", { n: format().number(minutes / 60) });
  const takeBack = async (usage: LoggedUsage): Promise<void> => {
    const done = await commands.runCommand(undoUsage, { usage });
    if (done.ok) showToast({ text: t("takenBack"), meaning: "ok" });
  };
  return (
    <details>
      <summary>
        {t("readings")} ({shown().length})
      </summary>
      <ul class={styles.thread} aria-label={t("readings")}>
        <For each={shown()}>
          {(usage) => (
            <li class={styles.said}>
              <p>
                <Show when={holding().has(usage.id)} fallback={<del>{hours(usage)}</del>}>
                  {hours(usage)}
                </Show>
              </p>
              <small>
                {t("readBy", { person: names.person(usage.by), time: format().moment(usage.at, now()) })}
              </small>
              <Show when={holding().has(usage.id) && may("write", "movements")}>
                <Button
                  aria-label={t("takeBackOf", { what: hours(usage) })}
                  onClick={() => void takeBack(usage)}
                >
                  {t("takeBack")}
                </Button>
              </Show>
            </li>
          )}
        </For>
      </ul>
    </details>
  );
};

const CertificateButton = (props: {
  readonly day: Day;
  readonly onIssue: () => Promise<boolean>;
}): JSX.Element => {
  const t = useText(certificateMessages);
  const format = useFormat();
  const [isMaking, setMaking] = createSignal(false);
  const make = async (): Promise<void> => {
    setMaking(true);
    const isIssued = await props.onIssue();
    setMaking(false);
    if (!isIssued) showToast({ text: t("notIssued"), meaning: "problem" });
  };
  return (
    <Button
      disabled={isMaking()}
      aria-label={t("certificateOf", { what: format().day(props.day) })}
      onClick={() => void make()}
    >
      <FileCheck />
      {t(isMaking() ? "making" : "certificate")}
    </Button>
  );
};

interface Replacing {
  readonly isVoid?: boolean;
  readonly note?: string;
}

/** What became of a record that something replaces; undefined while it holds. */
const createFateWords = (): ((by: Replacing | undefined) => string | undefined) => {
  const t = useText(testMessages);
  return (by) => {
    if (by === undefined) return undefined;
    if (by.isVoid !== true) return t("corrected");
    return by.note === undefined ? t("voided") : t("voidedWhy", { reason: by.note });
  };
};

/** Newest first, also those that were corrected or taken back: nothing that was tested disappears. */
const Tests = (props: { readonly tests: readonly LoggedTest[] }): JSX.Element => {
  const t = useText(testMessages);
  const format = useFormat();
  const readings = createReadingWords();
  const issue = createIssuing();
  const replaced = createMemo(() => replacements(props.tests));
  const shown = createMemo(() =>
    props.tests
      .filter(({ isVoid }) => isVoid !== true)
      .sort((a, b) => b.day.localeCompare(a.day) || b.at - a.at),
  );
  const commands = useCommands();
  const may = createMay();
  const fateWords = createFateWords();
  const fate = ({ id }: LoggedTest): string | undefined => fateWords(replaced().get(id));
  const takeBack = async (test: LoggedTest, reason: string): Promise<boolean> =>
    (await commands.runCommand(voidTests, { tests: [test], faults: [], reason })).ok;
  return (
    <details>
      <summary>
        {t("tests")} ({shown().length})
      </summary>
      <ul class={styles.thread}>
        <For each={shown()}>
          {(test) => (
            <li class={styles.said}>
              <p>
                <b>{format().day(test.day)}</b> {test.tester}
                <Show when={fate(test)}>{(word) => <span class="quiet"> ({word()})</span>}</Show>
              </p>
              <Badge meaning={test.verdict === "pass" ? "ok" : "problem"}>{t(test.verdict)}</Badge>
              <small>{readings(test)}</small>
              <Show when={fate(test) === undefined}>
                <div class={styles.recordActions}>
                  <CertificateButton day={test.day} onIssue={() => issue({ about: "test", record: test })} />
                  <Show when={may("write", "movements")}>
                    <LinkButton
                      href={`/stock/assets/${test.asset}/test?inspection=${test.inspection ?? test.method}&replaces=${test.id}`}
                      aria-label={t("correctOf", { what: format().day(test.day) })}
                    >
                      {t("correct")}
                    </LinkButton>
                    <TakeBack
                      what={format().day(test.day)}
                      hint={test.verdict === "fail" ? t("faultStays") : undefined}
                      onTakeBack={(reason) => takeBack(test, reason)}
                    />
                  </Show>
                </div>
              </Show>
            </li>
          )}
        </For>
      </ul>
    </details>
  );
};

/** What a report allows, until when, and what was found. */
const createReportWords = (): ((report: LoggedLiftingReport) => string) => {
  const t = useText(liftingMessages);
  const format = useFormat();
  return ({ safeWorkingLoad, nextDue, place, defectText }) =>
    [t("load", { load: safeWorkingLoad }), t("next", { day: format().day(nextDue) }), place, defectText]
      .filter((part) => part !== undefined)
      .join(" · ");
};

const CorrectReport = (props: { readonly report: LoggedLiftingReport }): JSX.Element => {
  const t = useText(liftingMessages);
  const tests = useText(testMessages);
  const format = useFormat();
  return (
    <LinkButton
      href={`/stock/assets/${props.report.asset}/lifting?replaces=${props.report.id}`}
      aria-label={t("correctOf", { what: format().day(props.report.day) })}
    >
      {tests("correct")}
    </LinkButton>
  );
};

const Reports = (props: { readonly reports: readonly LoggedLiftingReport[] }): JSX.Element => {
  const t = useText(liftingMessages);
  const tests = useText(testMessages);
  const format = useFormat();
  const issue = createIssuing();
  const shown = createMemo(() =>
    props.reports
      .filter(({ isVoid }) => isVoid !== true)
      .sort((a, b) => b.day.localeCompare(a.day) || b.at - a.at),
  );
  const replaced = createMemo(() => replacements(props.reports));
  const commands = useCommands();
  const may = createMay();
  const fateWords = createFateWords();
  const words = createReportWords();
  const fate = ({ id }: LoggedLiftingReport): string | undefined => fateWords(replaced().get(id));
  const takeBack = async (report: LoggedLiftingReport, reason: string): Promise<boolean> =>
    (await commands.runCommand(voidLiftingReport, { report, reason })).ok;
  return (
    <details>
      <summary>
        {t("reports")} ({shown().length})
      </summary>
      <ul class={styles.thread}>
        <For each={shown()}>
          {(report) => (
            <li class={styles.said}>
              <p>
                <b>{format().day(report.day)}</b> {report.examiner}, {report.qualification}
                <Show when={fate(report)}>{(word) => <span class="quiet"> ({word()})</span>}</Show>
              </p>
              <Badge meaning={report.isSafe ? "ok" : "problem"}>{t(report.isSafe ? "safe" : "unsafe")}</Badge>
              <small>{words(report)}</small>
              <Show when={fate(report) === undefined}>
                <div class={styles.recordActions}>
                  <CertificateButton
                    day={report.day}
                    onIssue={() => issue({ about: "lifting-report", record: report })}
                  />
                  <Show when={may("write", "movements")}>
                    <CorrectReport report={report} />
                    <TakeBack
                      what={format().day(report.day)}
                      hint={report.isSafe ? undefined : tests("faultStays")}
                      onTakeBack={(reason) => takeBack(report, reason)}
                    />
                  </Show>
                </div>
              </Show>
            </li>
          )}
        </For>
      </ul>
    </details>
  );
};

const DueLines = (props: PieceProps & { readonly conditions: Conditions }): JSX.Element => {
  const t = useText(testMessages);
  const may = createMay();
  const words = createDueWords();
  const inspections = createRowsOf(inspection, () => thingOf(props.product));
  const due = createMemo(() => {
    props.conditions.book();
    return inspections().map((one) =>
      dueOf(one, props.conditions.record(props.asset), props.conditions.question()),
    );
  });
  const wayTo = ({ id, method }: Inspection): string =>
    method === "lifting"
      ? `/stock/assets/${props.asset}/lifting`
      : `/stock/assets/${props.asset}/test?inspection=${id}`;
  return (
    <>
      <Show when={due().length > 0}>
        <List label={t("inspections")} boxed items={due()}>
          {(one) => (
            <Entry
              href={may("write", "movements") ? wayTo(one.inspection) : undefined}
              icon={<ClipboardCheck />}
              meaning={dueMeaning[one.state]}
              title={one.inspection.name}
              note={words.note(one)}
              end={<Badge meaning={dueMeaning[one.state]}>{t(one.state)}</Badge>}
            />
          )}
        </List>
      </Show>
      <Show
        when={may("write", "movements") && inspections().some(({ everyHours }) => everyHours !== undefined)}
      >
        <Counter asset={props.asset} product={props.product} />
      </Show>
    </>
  );
};

export const AssetTests = (props: PieceProps): JSX.Element => {
  const conditions = createConditions();
  const tests = createMemo(() => conditions.book().tests.of(props.asset));
  const reports = createMemo(() => conditions.book().reports.of(props.asset));
  const usages = createMemo(() => conditions.book().usages.of(props.asset));
  return (
    <>
      <DueLines asset={props.asset} product={props.product} conditions={conditions} />
      <Show when={usages().length > 0}>
        <Readings usages={usages()} />
      </Show>
      <Show when={tests().length > 0}>
        <Tests tests={tests()} />
      </Show>
      <Show when={reports().length > 0}>
        <Reports reports={reports()} />
      </Show>
    </>
  );
};
