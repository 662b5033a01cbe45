import type { JSX } from "solid-js";
import { useText } from "#client/app/i18n";
import { LinkButton } from "#client/ui/button";
import { Package } from "#client/ui/icons";
import { EmptyState } from "#client/ui/page";
import { messages } from "./messages";

/** Says that a record is not on this device. */
export const NotHere = (): JSX.Element => {
  const t = useText(messages);
  return (
    <EmptyState
      wholeScreen
      icon={<Package />}
      title={t("notFoundTitle")}
      actions={<LinkButton href="/stock">{t("backToStock")}</LinkButton>}
    >
      {t("notFoundText")}
    </EmptyState>
  );
};
