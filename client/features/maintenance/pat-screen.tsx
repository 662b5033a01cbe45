import { Show } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import type { PatProblem, PatRow } from "#shared/domain/maintenance";
import { useFormat, useText } from "#client/app/i18n";
import { fileProblemWords, problemMessages } from "#client/features/import";
import { createNames } from "#client/features/scanning";
import { Badge } from "#client/ui/badge";
import { Button } from "#client/ui/button";
import { FileSpreadsheet, Undo2, Upload } from "#client/ui/icons";
import type { Meaning } from "#client/ui/meaning";
import { Note } from "#client/ui/note";
import { EmptyState, PageHead } from "#client/ui/page";
import { ScreenTitle } from "#client/ui/screen-title";
import { showToast } from "#client/ui/toast";
import { VirtualTable } from "#client/ui/virtual-table";
import type { Column } from "#client/ui/virtual-table";
import styles from "./maintenance.module.css";
import { messages } from "./messages";
import { patMessages } from "./pat-messages";
import { createPatImport } from "./pat-state";
import type { PatFailure, PatImport } from "./pat-state";

const outcomeMeaning: Readonly<Record<PatRow["type"], Meaning | undefined>> = {
  new: "ok",
  known: undefined,
  refused: "problem",
};

const createOutcomeWords = () => {
  const t = useText(patMessages);
  const why = (problem: PatProblem): string => {
    switch (problem.type) {
      case "AssetUnknown":
      case "NotADay":
        return t(problem.type, { value: problem.value });
      case "AssetSeveral":
        return t(problem.type, { value: problem.value, n: problem.count });
      case "TextTooLong":
        return t(problem.type, { limit: problem.limit });
      default:
        return t(problem.type);
    }
  };
  return (row: PatRow): string => {
    if (row.type === "refused") return why(row.problem);
    return t(row.type === "new" ? "becomesNew" : "becomesKnown");
  };
};

const createColumns = () => {
  const t = useText(patMessages);
  const format = useFormat();
  const names = createNames();
  const words = createOutcomeWords();
  const code = (row: PatRow): string => {
    if (row.type === "refused") return "";
    return names.code(row.type === "new" ? row.test.asset : row.asset);
  };
  const outcome = (row: Accessor<PatRow>): JSX.Element => (
    <Badge meaning={outcomeMeaning[row().type]}>{words(row())}</Badge>
  );
  const columns = (): readonly Column<PatRow>[] => [
    { id: "row", head: t("row"), width: "4rem", align: "end", cell: (row) => <span>{row().row}</span> },
    { id: "asset", head: t("asset"), width: "minmax(7rem, 1fr)", cell: (row) => <span>{code(row())}</span> },
    {
      id: "day",
      head: t("day"),
      width: "8rem",
      cell: (row) => {
        const found = row();
        return <span>{found.type === "new" ? format().day(found.test.day) : ""}</span>;
      },
    },
    {
      id: "result",
      head: t("result"),
      width: "8rem",
      cell: (row) => {
        const found = row();
        return <span>{found.type === "new" ? t(found.test.verdict) : ""}</span>;
      },
    },
    { id: "outcome", head: t("outcome"), width: "minmax(14rem, 2fr)", cell: outcome },
  ];
  const card = (row: Accessor<PatRow>): JSX.Element => (
    <div class={styles.card}>
      <span class={styles.thing}>
        <span>{code(row())}</span>
        <span class="small quiet">
          {t("row")} {row().row}
        </span>
      </span>
      {outcome(row)}
    </div>
  );
  return { columns, card };
};

const Failed = (props: { readonly name: string; readonly failure: PatFailure }): JSX.Element => {
  const t = useText(patMessages);
  const problem = useText(problemMessages);
  const format = useFormat();
  const why = (): string =>
    props.failure.type === "NotResults"
      ? t("notResults")
      : fileProblemWords(problem, format(), props.failure);
  return (
    <Note meaning="problem" urgent title={t("failed", { name: props.name })}>
      {why()}
    </Note>
  );
};

const Applied = (props: { readonly state: PatImport }): JSX.Element => {
  const t = useText(patMessages);
  const takeBack = async (): Promise<void> => {
    if (await props.state.takeBack()) showToast({ text: t("takenBack"), meaning: "ok" });
  };
  return (
    <Show when={props.state.applied()}>
      {(applied) => (
        <Note
          meaning="ok"
          urgent
          title={t("applied", { n: applied().tests.length })}
          answer={
            <Button onClick={() => void takeBack()}>
              <Undo2 />
              {t("takeBack")}
            </Button>
          }
        >
          {t("blocked", { n: applied().faults.length })}
        </Note>
      )}
    </Show>
  );
};

const DryRun = (props: { readonly state: PatImport }): JSX.Element => {
  const t = useText(patMessages);
  const table = createColumns();
  return (
    <div class={styles.table}>
      <VirtualTable
        label={t("rows")}
        rows={props.state.rows()}
        rowId={(row) => String(row.row)}
        columns={table.columns()}
        card={table.card}
        cardHeight={3.75}
      />
    </div>
  );
};

/** Results of an appliance tester: chosen, looked through row by row, applied, taken back as a whole. */
const PatScreen = (): JSX.Element => {
  const t = useText(patMessages);
  const w = useText(messages);
  const state = createPatImport();
  const counted = (type: PatRow["type"]): number => state.rows().filter((row) => row.type === type).length;
  const hasRows = (): boolean => state.rows().length > 0;
  return (
    <>
      <ScreenTitle title={t("title")} crumbs={[{ label: w("title"), href: "/stock/maintenance?list=due" }]} />
      <PageHead
        title={t("title")}
        note={
          hasRows()
            ? t("counts", { fresh: counted("new"), known: counted("known"), refused: counted("refused") })
            : undefined
        }
        actions={
          <>
            <Button onClick={() => void state.choose()}>
              <Upload />
              {t(hasRows() ? "chooseOther" : "choose")}
            </Button>
            <Show when={hasRows()}>
              <Button
                variant="primary"
                disabled={state.fresh().length === 0 || state.isBusy()}
                onClick={() => void state.apply()}
              >
                {t("apply", { n: state.fresh().length })}
              </Button>
            </Show>
          </>
        }
      />
      <div class={styles.notes}>
        <Show when={state.read()?.failure}>
          {(failure) => <Failed name={state.read()?.name ?? ""} failure={failure()} />}
        </Show>
        <Applied state={state} />
      </div>
      <Show
        when={hasRows()}
        fallback={
          <EmptyState icon={<FileSpreadsheet />} title={t("title")}>
            {t("text")}
          </EmptyState>
        }
      >
        <DryRun state={state} />
      </Show>
    </>
  );
};

export default PatScreen;
