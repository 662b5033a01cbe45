import { defineMessages } from "#client/app/i18n";

export const messages = defineMessages({
  en: { title: "Today" },
  de: { title: "Heute" },
});
