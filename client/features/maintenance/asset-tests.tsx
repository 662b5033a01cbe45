/** What is due on one asset, what was tested, and its counter. */
import { For, Show, createMemo, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import type { AssetId, ProductId } from "#shared/domain/inventory";
import { dueOf, inspection, recordUsage } from "#shared/domain/maintenance";
import type { Inspection, LoggedLiftingReport, LoggedTest } from "#shared/domain/maintenance";
import { thingOf } from "#shared/kernel/ids";
import type { Day } from "#shared/kernel/record";
import { useFormat, useText } from "#client/app/i18n";
import { createMay, createRowsOf, useCommands } from "#client/data";
import { createConditions, createNames } from "#client/features/scanning";
import type { Conditions } from "#client/features/scanning";
import { Badge } from "#client/ui/badge";
import { Button } from "#client/ui/button";
import { ClipboardCheck, FileCheck } from "#client/ui/icons";
import { Entry, List } from "#client/ui/list";
import { NumberField } from "#client/ui/number-field";
import { showToast } from "#client/ui/toast";
import { certificateMessages } from "./certificate-messages";
import { createIssuing } from "./certificates";
import { createDueWords, dueMeaning } from "./due-words";
import styles from "./maintenance.module.css";
import { liftingMessages } from "./lifting-messages";
import { createReadingWords } from "./reading-words";
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

/** Newest first, also those that were corrected or taken back: nothing that was tested disappears. */
const Tests = (props: { readonly tests: readonly LoggedTest[] }): JSX.Element => {
  const t = useText(testMessages);
  const format = useFormat();
  const readings = createReadingWords();
  const issue = createIssuing();
  const replaced = createMemo(
    () =>
      new Map(props.tests.flatMap((test) => (test.replaces === undefined ? [] : [[test.replaces, test]]))),
  );
  const shown = createMemo(() =>
    props.tests
      .filter(({ isVoid }) => isVoid !== true)
      .sort((a, b) => b.day.localeCompare(a.day) || b.at - a.at),
  );
  const fate = (test: LoggedTest): string | undefined => {
    const by = replaced().get(test.id);
    return by === undefined ? undefined : t(by.isVoid === true ? "voided" : "corrected");
  };
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
                <CertificateButton day={test.day} onIssue={() => issue({ about: "test", record: test })} />
              </Show>
            </li>
          )}
        </For>
      </ul>
    </details>
  );
};

const Reports = (props: { readonly reports: readonly LoggedLiftingReport[] }): JSX.Element => {
  const t = useText(liftingMessages);
  const format = useFormat();
  const issue = createIssuing();
  const shown = createMemo(() =>
    [...props.reports].sort((a, b) => b.day.localeCompare(a.day) || b.at - a.at),
  );
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
              </p>
              <Badge meaning={report.isSafe ? "ok" : "problem"}>{t(report.isSafe ? "safe" : "unsafe")}</Badge>
              <small>
                {[
                  t("load", { load: report.safeWorkingLoad }),
                  t("next", { day: format().day(report.nextDue) }),
                  report.place,
                  report.defectText,
                ]
                  .filter((part) => part !== undefined)
                  .join(" · ")}
              </small>
              <CertificateButton
                day={report.day}
                onIssue={() => issue({ about: "lifting-report", record: report })}
              />
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
  return (
    <>
      <DueLines asset={props.asset} product={props.product} conditions={conditions} />
      <Show when={tests().length > 0}>
        <Tests tests={tests()} />
      </Show>
      <Show when={reports().length > 0}>
        <Reports reports={reports()} />
      </Show>
    </>
  );
};
