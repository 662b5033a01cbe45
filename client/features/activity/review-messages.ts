import { defineMessages } from "#client/app/i18n";

/** What one device wrote, for whoever looks it through after it was lost. */
export const reviewMessages = defineMessages({
  en: {
    since: "Since",
    sinceHint: "When it got out of sight. Everything confirmed later is listed.",
    records: "Records it changed",
    facts: "Scans, counts, faults and tests",
    reading: "Reading …",
    nothing: "It changed nothing in this time, as far as this device knows.",
    noFacts: "It scanned, counted, reported and tested nothing in this time, as far as this device knows.",
    times: { one: "{n} change", other: "{n} changes" },
    last: "last {time}",
    look: "Compare and restore",
    lookAt: "Compare and restore: {record}",
    compare: "Compare",
    compareAt: "Compare: {record}",
    open: "Open",
    more: { one: "{n} more", other: "{n} more" },
    factsText:
      "These are facts and are never rewritten: scan or count the piece again where it really is, answer the fault, withdraw the test.",
  },
  de: {
    since: "Seit",
    sinceHint: "Als es aus den Augen war. Alles, was später bestätigt wurde, steht hier.",
    records: "Was es geändert hat",
    facts: "Scans, Zählungen, Mängel und Prüfungen",
    reading: "Wird gelesen …",
    nothing: "In dieser Zeit hat es nichts geändert, soweit dieses Gerät weiß.",
    noFacts:
      "In dieser Zeit hat es nichts gescannt, gezählt, gemeldet oder geprüft, soweit dieses Gerät weiß.",
    times: { one: "{n} Änderung", other: "{n} Änderungen" },
    last: "zuletzt {time}",
    look: "Vergleichen und zurückholen",
    lookAt: "Vergleichen und zurückholen: {record}",
    compare: "Vergleichen",
    compareAt: "Vergleichen: {record}",
    open: "Öffnen",
    more: { one: "{n} weitere", other: "{n} weitere" },
    factsText:
      "Das sind Tatsachen und werden nie umgeschrieben: scanne oder zähle das Stück noch einmal, wo es wirklich ist, antworte auf den Mangel, nimm die Prüfung zurück.",
  },
});
