/** Whether a piece is there at all: reporting it lost or found, taking it off stock, and what the record says of it. */
import { Show, createSignal } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import { reportAssets, reportReasons } from "#shared/domain/stock";
import type { ReportKind } from "#shared/domain/stock";
import type { LoggedMovement, MovementReason } from "#shared/domain/scanning";
import { useFormat, useText } from "#client/app/i18n";
import { createIndex, createMay, useCommands } from "#client/data";
import { createFactUndoToast, createNames, positionsIndex } from "#client/features/scanning";
import { Button } from "#client/ui/button";
import { Dialog } from "#client/ui/dialog";
import { TextField } from "#client/ui/field";
import { PackageOpen, Search, Undo2 } from "#client/ui/icons";
import type { MenuEntry } from "#client/ui/menu";
import { Note } from "#client/ui/note";
import { SelectField } from "#client/ui/select-field";
import type { AssetRow } from "./asset-rows";
import styles from "./inventory.module.css";
import { reasonKeys, standingMessages } from "./standing-messages";

const doneKeys = { lost: "wasLost", found: "wasFound", retired: "wasRetired" } as const;

type Report = (kind: ReportKind, reason: MovementReason, note?: string) => Promise<boolean>;

const createReport = (row: Accessor<AssetRow>): Report => {
  const t = useText(standingMessages);
  const commands = useCommands();
  const positions = createIndex(positionsIndex);
  const offerUndo = createFactUndoToast();
  return async (kind, reason, note) => {
    const { id, product, code } = row();
    const assets = [{ asset: id, product, after: positions().of(id).after }];
    const done = await commands.runCommand(reportAssets, { kind, reason, assets, note });
    if (done.ok) offerUndo(t(doneKeys[kind], { code }), done.value.value);
    return done.ok;
  };
};

/** What can be reported of the piece as it stands now, for its menu. */
export const createStandingEntries = (
  row: Accessor<AssetRow>,
  onTakeOff: () => void,
): Accessor<readonly MenuEntry[]> => {
  const t = useText(standingMessages);
  const may = createMay();
  const positions = createIndex(positionsIndex);
  const report = createReport(row);
  const placeType = () => positions().of(row().id).place.type;
  const lost = (): MenuEntry => ({
    label: t("reportLost"),
    icon: <Search />,
    onSelect: () => void report("lost", "not-found"),
  });
  const found = (): MenuEntry => ({
    label: t("reportFound"),
    icon: <Undo2 />,
    onSelect: () => void report("found", "found-again"),
  });
  const takeOff = (): MenuEntry => ({ label: t("takeOff"), icon: <PackageOpen />, onSelect: onTakeOff });
  const isGone = (): boolean => placeType() === "gone";
  return () => [
    ...(may("write", "movements") ? [isGone() || placeType() === "lost" ? found() : lost()] : []),
    ...(may("write", "movements") && may("write", "inventory") && !isGone() ? [takeOff()] : []),
  ];
};

type Reason = (typeof reportReasons.retired)[number];

export const TakeOffDialog = (props: {
  readonly row: AssetRow;
  readonly open: boolean;
  readonly onClose: () => void;
}): JSX.Element => {
  const t = useText(standingMessages);
  const report = createReport(() => props.row);
  const [reason, setReason] = createSignal<Reason>("sold");
  const [note, setNote] = createSignal("");
  const take = async (): Promise<void> => {
    const text = note().trim();
    if (await report("retired", reason(), text === "" ? undefined : text)) props.onClose();
  };
  return (
    <Dialog
      open={props.open}
      onClose={() => props.onClose()}
      title={t("takeOffTitle", { code: props.row.code })}
      foot={
        <Button variant="primary" onClick={() => void take()}>
          {t("takeOffNow")}
        </Button>
      }
    >
      <div class={styles.stackTight}>
        <SelectField<Reason>
          label={t("why")}
          value={reason()}
          options={reportReasons.retired.map((value) => ({ value, label: t(reasonKeys[value]) }))}
          onChange={setReason}
        />
        <TextField
          label={t("note")}
          placeholder={t("noteText")}
          value={note()}
          onInput={setNote}
          maxlength={1000}
        />
        <p class="small quiet">{t("takeOffText")}</p>
      </div>
    </Dialog>
  );
};

/** Stands over the page of a piece that is lost or off stock: since when, by whom, and the way back. */
export const StandingNote = (props: { readonly row: AssetRow }): JSX.Element => {
  const t = useText(standingMessages);
  const format = useFormat();
  const may = createMay();
  const names = createNames();
  const positions = createIndex(positionsIndex);
  const report = createReport(() => props.row);
  const position = () => positions().of(props.row.id);
  const told = (): LoggedMovement | undefined => {
    const { place, last } = position();
    return place.type === "lost" || (place.type === "gone" && place.reason !== undefined) ? last : undefined;
  };
  const title = (): string => {
    const { place } = position();
    return place.type === "gone" && place.reason !== undefined ? t(reasonKeys[place.reason]) : t("isLost");
  };
  const since = (fact: LoggedMovement): string =>
    t(position().place.type === "lost" ? "isLostSince" : "isGoneSince", {
      person: names.person(fact.by),
      day: format().date(positions().timeOf(fact).at),
    });
  return (
    <Show when={told()}>
      {(fact) => (
        <div class={styles.over}>
          <Note
            meaning={position().place.type === "lost" ? "problem" : "attention"}
            title={title()}
            answer={
              <Show when={may("write", "movements")}>
                <Button onClick={() => void report("found", "found-again")}>{t("reportFound")}</Button>
              </Show>
            }
          >
            {since(fact())}
            <Show when={fact().note}>{(note) => <p>{note()}</p>}</Show>
          </Note>
        </div>
      )}
    </Show>
  );
};
