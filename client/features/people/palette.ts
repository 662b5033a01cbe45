/** People of the company in the command palette. */
import { person } from "#shared/domain/settings";
import { createRows } from "#client/data";
import { useText } from "#client/app/i18n";
import { fitsWords } from "#client/app/palette";
import type { PaletteSource } from "#client/app/palette";
import { messages } from "./messages";

export const peoplePalette: PaletteSource = () => {
  const t = useText(messages);
  const people = createRows(person);
  return {
    find: (query, limit) => ({
      title: t("members"),
      entries:
        query === ""
          ? []
          : people()
              .filter(({ name }) => fitsWords(query, name))
              .slice(0, limit)
              .map(({ id, name, email }) => ({
                id,
                label: name,
                note: email,
                href: `/settings/people/${id}`,
              })),
    }),
  };
};
