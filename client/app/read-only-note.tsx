import type { JSX } from "solid-js";
import { Badge } from "#client/ui/badge";
import { Eye } from "#client/ui/icons";
import { useText } from "./i18n";
import { messages } from "./messages";
import { createIsIn } from "./screen-needs";

/** Why nothing can be changed here, said once where the fields or actions would begin. */
export const ReadOnlyNote = (): JSX.Element => {
  const t = useText(messages);
  const isIn = createIsIn();
  return (
    <span class="small quiet">
      <Badge icon={<Eye />}>{t("readOnly")}</Badge> {t(isIn() ? "readOnlyText" : "readOnlyRemoved")}
    </span>
  );
};
