import type { CodeOwner } from "#shared/domain/scanning";
import { useText } from "#client/app/i18n";
import { messages } from "./messages";
import { createNames } from "./names";

/** What is to be said where a code is that of something which was merged into what it stands for now. */
export const createFormerWords = (): ((owner: CodeOwner | undefined) => string | undefined) => {
  const t = useText(messages);
  const names = createNames();
  return (owner) => {
    if (owner?.formerly === undefined) return undefined;
    const name = owner.type === "asset" ? names.code(owner.formerly) : names.product(owner.formerly);
    return t("formerly", { name });
  };
};
