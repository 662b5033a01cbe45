import { defineMessages } from "#client/app/i18n";

/** Values of the fields a company adds itself. */
export const customMessages = defineMessages({
  en: {
    ownFields: "Own fields",
    anyValue: "Any own field",
    yes: "yes",
    no: "no",
    none: "–",
    add: "Add",
    refused: "{name} does not take this value.",
    several: "Devices disagree: {values}. What you write next holds.",
  },
  de: {
    ownFields: "Eigene Felder",
    anyValue: "Alle eigenen Felder",
    yes: "ja",
    no: "nein",
    none: "–",
    add: "Ergänzen",
    refused: "{name} nimmt diesen Wert nicht an.",
    several: "Geräte sind uneins: {values}. Was du als Nächstes schreibst, gilt.",
  },
});
