/** Events in the command palette. */
import { event } from "#shared/domain/events";
import type { PaletteSource } from "#client/app/palette";
import { fitsWords } from "#client/app/palette";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { createRows } from "#client/data";
import { CalendarDays } from "#client/ui/icons";
import { busyWindow } from "#shared/domain/events";
import { messages } from "./messages";

/** The nearest in time first: what one looks for is rarely last year's. */
export const eventsPalette: PaletteSource = () => {
  const t = useText(messages);
  const format = useFormat();
  const app = useApp();
  const events = createRows(event);
  return {
    find: (query, limit) => {
      const fitting =
        query.trim() === ""
          ? []
          : events().filter((row) =>
              fitsWords(query, [row.name, row.client, row.venue].filter(Boolean).join(" ")),
            );
      const distance = (at: number): number => Math.abs(at - app.now());
      const nearest = fitting
        .map((row) => ({ row, from: busyWindow(row).from }))
        .sort((a, b) => distance(a.from) - distance(b.from))
        .slice(0, limit);
      return {
        title: t("title"),
        entries: nearest.map(({ row }) => ({
          id: row.id,
          label: row.name,
          note: [format().localDate(row.busyFrom), row.venue].filter(Boolean).join(", "),
          icon: () => CalendarDays({}),
          href: `/events/${row.id}`,
        })),
      };
    },
  };
};
