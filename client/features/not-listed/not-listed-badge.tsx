import type { JSX } from "solid-js";
import { useText } from "#client/app/i18n";
import { Badge } from "#client/ui/badge";
import { messages } from "./messages";

/** Marks one thing among others that the list does not ask for. */
export const NotListedBadge = (): JSX.Element => {
  const t = useText(messages);
  return <Badge meaning="attention">{t("mark")}</Badge>;
};
