import { defineMessages } from "#client/app/i18n";

/** What one device wrote, for whoever looks it through after it was lost. */
export const reviewMessages = defineMessages({
  en: {
    since: "Since",
    sinceHint: "When it got out of sight. Everything confirmed later is listed.",
    records: "Records it changed",
    movements: "Scans and movements",
    reading: "Reading …",
    nothing: "It changed nothing in this time, as far as this device knows.",
    nothingMoved: "It scanned nothing in this time.",
    times: { one: "{n} change", other: "{n} changes" },
    last: "last {time}",
    look: "Compare and restore",
    lookAt: "Compare and restore: {record}",
    open: "Open",
    more: { one: "{n} more", other: "{n} more" },
    movementsText: "A scan is a fact and is never rewritten: scan the piece again where it really is.",
  },
  de: {
    since: "Seit",
    sinceHint: "Als es aus den Augen war. Alles, was später bestätigt wurde, steht hier.",
    records: "Was es geändert hat",
    movements: "Scans und Bewegungen",
    reading: "Wird gelesen …",
    nothing: "In dieser Zeit hat es nichts geändert, soweit dieses Gerät weiß.",
    nothingMoved: "In dieser Zeit hat es nichts gescannt.",
    times: { one: "{n} Änderung", other: "{n} Änderungen" },
    last: "zuletzt {time}",
    look: "Vergleichen und zurückholen",
    lookAt: "Vergleichen und zurückholen: {record}",
    open: "Öffnen",
    more: { one: "{n} weitere", other: "{n} weitere" },
    movementsText:
      "Ein Scan ist eine Tatsache und wird nie umgeschrieben: scanne das Stück noch einmal, wo es wirklich ist.",
  },
});
