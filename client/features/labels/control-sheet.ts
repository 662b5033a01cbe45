/** Control codes as labels: what to hang beside the bench. Which groups are printed is chosen; nothing is assigned. */
import { createMemo, createSignal } from "solid-js";
import type { Accessor } from "solid-js";
import { busyWindow, event } from "#shared/domain/events";
import { controlText, scanModes } from "#shared/domain/scanning";
import type { ControlCode, ScanMode } from "#shared/domain/scanning";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { createRows } from "#client/data";
import type { LabelContent } from "./label-layout";
import { messages } from "./messages";

export const controlGroups = ["steps", "answers", "quantities", "events"] as const;
export type ControlGroup = (typeof controlGroups)[number];

export interface ControlSheet {
  readonly contents: Accessor<readonly LabelContent[]>;
  readonly has: (group: ControlGroup) => boolean;
  readonly set: (group: ControlGroup, isPrinted: boolean) => void;
}

const quantities = [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 16, 20, 24, 25, 30, 40, 50, 100];
const answers = [1, 2, 3, 4];
/** The next ones; a code of an event that is over is waste paper. */
const mostEvents = 12;

const modeTexts = {
  out: ["controlOut", "controlOutNote"],
  in: ["controlIn", "controlInNote"],
  pack: ["controlPack", "controlPackNote"],
  unpack: ["controlUnpack", "controlUnpackNote"],
} as const satisfies Readonly<Record<ScanMode, unknown>>;

export const createControlSheet = (): ControlSheet => {
  const t = useText(messages);
  const format = useFormat();
  const { now } = useApp();
  const [groups, setGroups] = createSignal<ReadonlySet<ControlGroup>>(new Set(controlGroups));
  const events = createRows(event, {
    where: (row) => row.status !== "cancelled" && row.status !== "closed",
    sort: (a, b) => (a.busyFrom < b.busyFrom ? -1 : 1),
  });
  const label = (control: ControlCode, title: string, note: string): LabelContent => ({
    url: controlText(control),
    code: title,
    product: note,
    company: t("controlCode"),
  });

  const steps = (): readonly LabelContent[] => [
    ...scanModes.map((mode) => label({ type: "mode", mode }, t(modeTexts[mode][0]), t(modeTexts[mode][1]))),
    label({ type: "case" }, t("controlCase"), t("controlCaseNote")),
    label({ type: "close" }, t("controlClose"), t("controlCloseNote")),
    label({ type: "undo" }, t("controlUndo"), t("controlUndoNote")),
    label({ type: "finish" }, t("controlFinish"), t("controlFinishNote")),
  ];
  const answerCodes = (): readonly LabelContent[] => [
    label({ type: "take" }, t("controlTake"), t("controlTakeNote")),
    label({ type: "aside" }, t("controlAside"), t("controlAsideNote")),
    ...answers.map((number) => label({ type: "answer", number }, t("controlAnswer", { n: number }), "")),
  ];
  const quantityCodes = (): readonly LabelContent[] =>
    quantities.map((quantity) =>
      label({ type: "quantity", quantity }, `× ${quantity}`, t("controlQuantityNote")),
    );
  const eventCodes = (): readonly LabelContent[] =>
    events()
      .filter((row) => busyWindow(row).to >= now())
      .slice(0, mostEvents)
      .map((row) => label({ type: "event", event: row.id }, row.name, format().localDate(row.busyFrom)));

  const contents = createMemo(() => [
    ...(groups().has("steps") ? steps() : []),
    ...(groups().has("answers") ? answerCodes() : []),
    ...(groups().has("quantities") ? quantityCodes() : []),
    ...(groups().has("events") ? eventCodes() : []),
  ]);
  return {
    contents,
    has: (group) => groups().has(group),
    set: (group, isPrinted) =>
      setGroups((known) => {
        const next = new Set(known);
        if (isPrinted) next.add(group);
        else next.delete(group);
        return next;
      }),
  };
};
