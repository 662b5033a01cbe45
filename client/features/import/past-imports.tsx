/** What this device imported and can still take back, by name, and what came of the last one taken back. */
import { Show } from "solid-js";
import type { JSX } from "solid-js";
import type { UndoReport } from "#shared/replica/types";
import { useApp } from "#client/app/app-context";
import type { TextOf } from "#client/app/i18n";
import { useFormat, useText } from "#client/app/i18n";
import { Button } from "#client/ui/button";
import { FileSpreadsheet, Undo2 } from "#client/ui/icons";
import { Entry, List } from "#client/ui/list";
import { Note } from "#client/ui/note";
import type { ImportState } from "./import-state";
import { takingBackMessages } from "./taking-back-messages";
import type { TakenBack } from "./taking-back";
import styles from "./import.module.css";

type Text = TextOf<typeof takingBackMessages.en>;

const reportWords = (t: Text, { removed, restored, facts, kept, missing }: UndoReport): string => {
  const parts = [
    [removed, "removed"],
    [restored, "restored"],
    [facts, "quantities"],
  ] as const;
  const done = parts.flatMap(([n, key]) => (n === 0 ? [] : [t(key, { n })]));
  return [
    ...(done.length > 0 ? [`${done.join(", ")}.`] : missing === 0 ? [t("nothingLeft")] : []),
    ...(kept === 0 ? [] : [t("kept", { n: kept })]),
    ...(missing === 0 ? [] : [t("missing", { n: missing })]),
  ].join(" ");
};

const titleKey = ({ kept, missing }: UndoReport): "doneTitle" | "partlyTitle" | "missingTitle" =>
  missing > 0 ? "missingTitle" : kept > 0 ? "partlyTitle" : "doneTitle";

const failureKeys = {
  elsewhere: "failedElsewhere",
  refused: "failedRefused",
  gone: "failedGone",
  broken: "failedBroken",
} as const;

export const TakenBackNote = (props: { readonly result: TakenBack | undefined }): JSX.Element => {
  const t = useText(takingBackMessages);
  const nameOf = ({ label }: TakenBack): string => label ?? t("unnamed");
  return (
    <Show when={props.result} keyed>
      {(result) =>
        result.report === undefined ? (
          <Note meaning="problem" urgent title={t("failedTitle", { name: nameOf(result) })}>
            {t(failureKeys[result.failure ?? "broken"])}
          </Note>
        ) : (
          <Note
            meaning={titleKey(result.report) === "doneTitle" ? "ok" : "attention"}
            urgent
            title={t(titleKey(result.report), { name: nameOf(result) })}
          >
            {reportWords(t, result.report)}
          </Note>
        )
      }
    </Show>
  );
};

export const PastImports = (props: { readonly state: ImportState }): JSX.Element => {
  const t = useText(takingBackMessages);
  const format = useFormat();
  const app = useApp();
  return (
    <Show when={props.state.past().length > 0}>
      <section aria-label={t("past")} class={styles.past}>
        <h2>{t("past")}</h2>
        <p class="small quiet">{t("pastText")}</p>
        <List label={t("past")} items={props.state.past()} boxed>
          {(step) => (
            <Entry
              icon={<FileSpreadsheet />}
              title={step.label ?? t("unnamed")}
              note={format().moment(step.at, app.now())}
              end={
                <Button
                  disabled={props.state.isTakingBack()}
                  aria-label={t("undoNamed", { name: step.label ?? t("unnamed") })}
                  onClick={() => void props.state.takeBack(step.change)}
                >
                  <Undo2 />
                  {t("undo")}
                </Button>
              }
            />
          )}
        </List>
      </section>
    </Show>
  );
};
