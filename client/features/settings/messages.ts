import { defineMessages } from "#client/app/i18n";

export const messages = defineMessages({
  en: {
    title: "Settings",
    look: "Look and language",
    language: "Language",
    theme: "Theme",
    system: "As the system",
    light: "Light",
    dark: "Dark",
  },
  de: {
    title: "Einstellungen",
    look: "Aussehen und Sprache",
    language: "Sprache",
    theme: "Farben",
    system: "Wie das System",
    light: "Hell",
    dark: "Dunkel",
  },
});
