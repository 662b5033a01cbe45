/** Who did it, on which device, and whether that is proven. */
import { Show } from "solid-js";
import type { JSX } from "solid-js";
import type { AuditEntry } from "#shared/replica/types";
import { useText } from "#client/app/i18n";
import { Badge } from "#client/ui/badge";
import type { HistoryWords } from "./history-words";
import { messages } from "./messages";

export type Author = Pick<AuditEntry, "isSigned" | "member" | "device" | "broughtInBy">;

export const Who = (props: { readonly author: Author; readonly words: HistoryWords }): JSX.Element => {
  const t = useText(messages);
  return (
    <Show
      when={props.author.isSigned}
      fallback={
        <Badge meaning="attention" title={t("unsigned")}>
          {t("unsignedShort")}
        </Badge>
      }
    >
      <span
        title={t("signedBy", {
          name: props.words.member(props.author.member),
          key: props.author.device,
        })}
      >
        {props.words.member(props.author.member)} · {props.words.device(props.author.device)}
        <Show when={props.author.broughtInBy !== undefined}>
          {" · "}
          {t("broughtInBy", { name: props.words.member(props.author.broughtInBy ?? null) })}
        </Show>
      </span>
    </Show>
  );
};
