/** How much of a line is short; of a kit, which of its parts. */
import type { JSX } from "solid-js";
import { useText } from "#client/app/i18n";
import { Badge } from "#client/ui/badge";
import type { LineRow } from "#client/features/availability";
import { useGrid } from "./grid-state";
import { kitMessages } from "./kit-messages";
import { messages } from "./messages";

export const ShortBadge = (props: { readonly row: LineRow; readonly short: number }): JSX.Element => {
  const t = useText(messages);
  const kit = useText(kitMessages);
  const grid = useGrid();
  const words = (): string => {
    const [first, ...more] = [...new Set(grid.lackingOf(props.row.id).map(({ name }) => name))];
    if (first === undefined) return t("shortBy", { n: props.short });
    return more.length === 0
      ? kit("lacks", { n: props.short, name: first })
      : kit("lacksMore", { n: props.short, name: first, more: more.length });
  };
  return <Badge meaning="problem">{words()}</Badge>;
};
