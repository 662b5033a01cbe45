import { defineMessages } from "#client/app/i18n";

/** From a quantity to pieces with codes of their own, and back. */
export const convertMessages = defineMessages({
  en: {
    giveCodes: "Give pieces their own codes…",
    giveTitle: "Own codes for {name}",
    giveText:
      "The pieces leave the quantity and become assets at the same place. What happened so far stays readable.",
    from: "From",
    noPlace: "No place named",
    howMany: "How many",
    prefix: "Code begins with",
    range: "{first} to {last}",
    giveNow: "Make assets",
    gave: { one: "{n} piece has a code of its own.", other: "{n} pieces have codes of their own." },
    countAsBulk: "Count as a quantity…",
    bulkTitle: "{name} as a quantity",
    bulkText: {
      one: "{n} piece in the house is counted as part of a quantity from now on. Its code and its history stay.",
      other: "{n} pieces in the house are counted as a quantity from now on. Their codes and histories stay.",
    },
    bulkAway: {
      one: "{n} piece is not here and stays as it is.",
      other: "{n} pieces are not here and stay as they are.",
    },
    bulkNow: "Count as a quantity",
    bulked: { one: "{n} piece is part of a quantity now.", other: "{n} pieces are a quantity now." },
    codeTwice: "The code {code} is used already.",
  },
  de: {
    giveCodes: "Stücken eigene Codes geben…",
    giveTitle: "Eigene Codes für {name}",
    giveText:
      "Die Stücke verlassen die Menge und werden Exemplare am selben Ort. Was bisher geschah, bleibt lesbar.",
    from: "Von",
    noPlace: "Ohne Ort",
    howMany: "Wie viele",
    prefix: "Code beginnt mit",
    range: "{first} bis {last}",
    giveNow: "Exemplare anlegen",
    gave: { one: "{n} Stück hat einen eigenen Code.", other: "{n} Stück haben eigene Codes." },
    countAsBulk: "Als Menge zählen…",
    bulkTitle: "{name} als Menge",
    bulkText: {
      one: "{n} Stück im Haus zählt ab jetzt als Teil einer Menge. Sein Code und sein Verlauf bleiben.",
      other: "{n} Stück im Haus zählen ab jetzt als Menge. Ihre Codes und Verläufe bleiben.",
    },
    bulkAway: {
      one: "{n} Stück ist nicht hier und bleibt, wie es ist.",
      other: "{n} Stück sind nicht hier und bleiben, wie sie sind.",
    },
    bulkNow: "Als Menge zählen",
    bulked: { one: "{n} Stück ist jetzt Teil einer Menge.", other: "{n} Stück sind jetzt eine Menge." },
    codeTwice: "Der Code {code} ist schon vergeben.",
  },
});
