import { defineMessages } from "#client/app/i18n";

/** Two records of one piece become one. */
export const pieceMergeMessages = defineMessages({
  en: {
    title: "Merge {code} with another record",
    text: "For a thing that was entered twice. Choose the other record of it.",
    find: "Find the other record by code or serial number",
    result: {
      one: "One piece then, with {n} movement: {place}.",
      other: "One piece then, with {n} movements: {place}.",
    },
    merges:
      "{gone} ends and {stays} goes on for both, with the codes, labels, movements, tests and files of both. Nothing is deleted: {gone} stays readable with its history, and both can be taken apart again.",
    merged: "{gone} is {stays} now.",
    notMerged: "They were changed meanwhile and could not be merged. Nothing was written.",
    same: "That is this very record.",
    gone: "The other record is not in stock any more: it was deleted, merged into another one, or is not on this device.",
    goneHere: "The other record was merged into this one already.",
    otherProduct:
      "These are pieces of different products. Where the products are the same, merge the products first, then the pieces.",
    case: "One of them is a case and the other is not. Say the same of both first, on their pages.",
    inside: "One lies in the other, so they are two things. Where that is wrong, take it out first.",
    offStock:
      "One of them is off stock and the other is not. Report the one that is there as found first, or take both off stock.",
    twoEvents: "Each of them is away on another job. Check in the one that is not there, then merge them.",
    alsoHereText: "Their codes, movements, tests and files count here.",
  },
  de: {
    title: "{code} mit einem anderen Eintrag zusammenführen",
    text: "Für ein Ding, das zweimal angelegt wurde. Den anderen Eintrag dafür wählen.",
    find: "Anderer Code oder Seriennummer",
    result: {
      one: "Danach ein Exemplar mit {n} Bewegung: {place}.",
      other: "Danach ein Exemplar mit {n} Bewegungen: {place}.",
    },
    merges:
      "{gone} endet, und {stays} gilt für beide, mit den Codes, Etiketten, Bewegungen, Prüfungen und Dateien beider. Nichts wird gelöscht: {gone} bleibt mit seinem Verlauf lesbar, und beide können wieder getrennt werden.",
    merged: "{gone} ist jetzt {stays}.",
    notMerged:
      "Sie wurden inzwischen geändert und konnten nicht zusammengeführt werden. Nichts wurde geschrieben.",
    same: "Das ist genau dieser Eintrag.",
    gone: "Den anderen Eintrag gibt es im Bestand nicht mehr: Er wurde gelöscht, mit einem anderen zusammengeführt oder ist nicht auf diesem Gerät.",
    goneHere: "Der andere Eintrag wurde schon mit diesem zusammengeführt.",
    otherProduct:
      "Das sind Exemplare verschiedener Produkte. Sind die Produkte dasselbe, erst die Produkte zusammenführen, dann die Exemplare.",
    case: "Eines ist ein Case und das andere nicht. Erst auf ihren Seiten von beiden dasselbe sagen.",
    inside: "Eines liegt im anderen, also sind es zwei Dinge. Stimmt das nicht, erst herausnehmen.",
    offStock:
      "Eines ist aus dem Bestand und das andere nicht. Erst das vorhandene als gefunden melden oder beide aus dem Bestand nehmen.",
    twoEvents:
      "Beide sind auf verschiedenen Jobs unterwegs. Erst das zurückbuchen, das nicht dort ist, dann zusammenführen.",
    alsoHereText: "Ihre Codes, Bewegungen, Prüfungen und Dateien zählen hier.",
  },
});
