import { Show, createSignal } from "solid-js";
import type { JSX } from "solid-js";
import { differs, stepStocktake } from "#shared/domain/stocktake";
import type { StocktakeStep } from "#shared/domain/stocktake";
import { useText } from "#client/app/i18n";
import { createMay, useCommands } from "#client/data";
import { Button } from "#client/ui/button";
import { Dialog } from "#client/ui/dialog";
import { ClipboardCheck, Ellipsis, Eye, ScanLine, X } from "#client/ui/icons";
import { Menu } from "#client/ui/menu";
import type { MenuEntry } from "#client/ui/menu";
import { messages } from "./messages";
import type { OpenStocktake } from "./stocktake-screen";

/** What leads on: end the counting, count on, recount, cancel. Absent for those who only count. */
export const StepMenu = (props: OpenStocktake): JSX.Element => {
  const t = useText(messages);
  const may = createMay();
  const commands = useCommands();
  const [isCancelling, setCancelling] = createSignal(false);
  const step = (next: StocktakeStep): void =>
    void commands.runCommand(stepStocktake, { stocktake: props.row.id, step: next });
  const different = (): number => props.tally.lines.filter(differs).length;
  const isOpen = (): boolean => props.row.state === "counting" || props.row.state === "review";
  const entries = (): readonly MenuEntry[] => [
    props.row.state === "review"
      ? { label: t("countOn"), icon: <ScanLine />, onSelect: () => step({ type: "count-on" }) }
      : { label: t("toReview"), icon: <ClipboardCheck />, onSelect: () => step({ type: "review" }) },
    {
      label: t("recount", { n: different() }),
      icon: <ScanLine />,
      disabled: different() === 0,
      onSelect: () => step({ type: "recount", isBlind: false }),
    },
    {
      label: t("recountBlind"),
      icon: <Eye />,
      disabled: different() === 0,
      onSelect: () => step({ type: "recount", isBlind: true }),
    },
    "line",
    { label: t("cancelIt"), icon: <X />, danger: true, onSelect: () => setCancelling(true) },
  ];
  return (
    <Show when={isOpen() && may("write", "work")}>
      <Menu label={t("steps")} trigger={<Ellipsis />} entries={entries()} />
      <Dialog
        open={isCancelling()}
        onClose={() => setCancelling(false)}
        title={t("cancelIt")}
        foot={
          <>
            <Button onClick={() => setCancelling(false)}>{t("keep")}</Button>
            <Button
              variant="danger"
              onClick={() => {
                setCancelling(false);
                step({ type: "cancel" });
              }}
            >
              {t("cancelIt")}
            </Button>
          </>
        }
      >
        <p>{t("cancelSure")}</p>
      </Dialog>
    </Show>
  );
};
