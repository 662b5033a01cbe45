import { defineMessages } from "#client/app/i18n";

export const kitMessages = defineMessages({
  en: {
    kit: "Kit",
    parts: "Made of",
    inEach: "{n} in each kit",
    lacks: "{n} short: {name}",
    lacksMore: "{n} short: {name} and {more} more",
    missingParts: "Part of the kit and not on the list: {names}",
    whyShort: {
      one: "Why {n} kit cannot be made whole",
      other: "Why {n} kits cannot be made whole",
    },
  },
  de: {
    kit: "Set",
    parts: "Besteht aus",
    inEach: "{n} in jedem Set",
    lacks: "{n} unvollständig: {name}",
    lacksMore: "{n} unvollständig: {name} und {more} weitere",
    missingParts: "Teil des Sets und nicht auf der Liste: {names}",
    whyShort: {
      one: "Warum {n} Set nicht vollständig wird",
      other: "Warum {n} Sets nicht vollständig werden",
    },
  },
});
