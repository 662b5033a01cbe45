import { defineMessages } from "#client/app/i18n";

/** Two records of one model become one. */
export const mergeMessages = defineMessages({
  en: {
    mergeWith: "Merge with…",
    mergeTitle: "Merge {name} with another product",
    likely: "Likely the same",
    find: "Find another product",
    goesOn: "Goes on as",
    differ: "What they say differently",
    nothingDiffers: "Both say the same.",
    nothingThere: "nothing",
    merges:
      "{gone} ends and {stays} goes on for both. Its pieces, codes, lists and movements count for {stays} from now on, on events too. Nothing is deleted: {gone} stays readable with its history, its old labels still scan, and both can be taken apart again.",
    mergeNow: "Merge",
    merged: "{gone} is part of {stays} now.",
    countedDifferently:
      "These two are counted differently, one piece by piece and the other as a quantity. Count both the same way first, then merge them.",
    kit: "A kit and a product with pieces of its own cannot be one.",
    notMerged: "They were changed meanwhile and could not be merged.",
    wentInto: "Merged into {name}",
    wentIntoSince:
      "By {person} on {day}: what belonged to it counts there; what it said stays readable here.",
    open: "Open {name}",
    separate: "Separate again",
    separated: "{name} stands for itself again.",
    alsoHere: "Merged into this one",
    alsoHereText: "Their pieces, codes and movements count here.",
  },
  de: {
    mergeWith: "Zusammenführen mit…",
    mergeTitle: "{name} mit einem anderen Produkt zusammenführen",
    likely: "Wahrscheinlich dasselbe",
    find: "Anderes Produkt suchen",
    goesOn: "Bleibt bestehen als",
    differ: "Worin sie sich unterscheiden",
    nothingDiffers: "Beide sagen dasselbe.",
    nothingThere: "nichts",
    merges:
      "{gone} endet, und {stays} gilt für beide. Exemplare, Codes, Listen und Bewegungen zählen ab jetzt für {stays}, auch auf Events. Nichts wird gelöscht: {gone} bleibt mit seinem Verlauf lesbar, alte Etiketten lassen sich weiter scannen, und beide können wieder getrennt werden.",
    mergeNow: "Zusammenführen",
    merged: "{gone} gehört jetzt zu {stays}.",
    countedDifferently:
      "Die beiden werden verschieden gezählt, eines stückweise und das andere als Menge. Erst beide gleich zählen, dann zusammenführen.",
    kit: "Ein Set und ein Produkt mit eigenen Stücken können nicht eines sein.",
    notMerged: "Sie wurden inzwischen geändert und konnten nicht zusammengeführt werden.",
    wentInto: "Aufgegangen in {name}",
    wentIntoSince: "Durch {person} am {day}: Was dazu gehörte, zählt dort; was hier stand, bleibt lesbar.",
    open: "{name} öffnen",
    separate: "Wieder trennen",
    separated: "{name} steht wieder für sich.",
    alsoHere: "Hierin aufgegangen",
    alsoHereText: "Ihre Exemplare, Codes und Bewegungen zählen hier.",
  },
});
