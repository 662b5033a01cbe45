import { defineMessages } from "#client/app/i18n";

export const kitMessages = defineMessages({
  en: {
    kit: "Kit",
    parts: "Made of",
    part: "part of the kit",
    inEach: "{n} in each kit",
    lacks: "{n} short: {name}",
    lacksMore: "{n} short: {name} and {more} more",
    canBeMade: { one: "{n} can be made", other: "{n} can be made" },
    missingParts: "Part of the kit and not on the list: {names}",
    whyShort: {
      one: "Why {n} kit cannot be made whole",
      other: "Why {n} kits cannot be made whole",
    },
    whyPart: { one: "{name}: {n} missing", other: "{name}: {n} missing" },
  },
  de: {
    kit: "Set",
    parts: "Besteht aus",
    part: "Teil des Sets",
    inEach: "{n} in jedem Set",
    lacks: "{n} unvollständig: {name}",
    lacksMore: "{n} unvollständig: {name} und {more} weitere",
    canBeMade: { one: "{n} möglich", other: "{n} möglich" },
    missingParts: "Teil des Sets und nicht auf der Liste: {names}",
    whyShort: {
      one: "Warum {n} Set nicht vollständig wird",
      other: "Warum {n} Sets nicht vollständig werden",
    },
    whyPart: { one: "{name}: {n} fehlt", other: "{name}: {n} fehlen" },
  },
});
