import { defineMessages } from "#client/app/i18n";

export const takingBackMessages = defineMessages({
  en: {
    past: "Last imports on this device",
    pastText:
      "Each can be taken back as a whole, by this device: what it made goes, what it changed says again what it said before, quantities are taken back. What somebody changed since stays.",
    unnamed: "An import",
    undo: "Undo",
    undoNamed: "Undo the import {name}",
    doneTitle: "{name} was taken back",
    partlyTitle: "{name} was taken back, except for what was changed since",
    missingTitle: "{name} was not taken back as a whole",
    removed: { one: "{n} new entry removed", other: "{n} new entries removed" },
    restored: { one: "{n} change put back", other: "{n} changes put back" },
    quantities: { one: "{n} quantity taken back", other: "{n} quantities taken back" },
    nothingLeft: "Nothing of it was left to take back.",
    kept: {
      one: "{n} change stays: somebody wrote there since.",
      other: "{n} changes stay: somebody wrote there since.",
    },
    missing: {
      one: "{n} change stays: what it belongs to is not on this device any more.",
      other: "{n} changes stay: what they belong to is not on this device any more.",
    },
    failedTitle: "{name} was not taken back",
    failedElsewhere:
      "An import is being written just now, here or in another tab. Take this one back after it.",
    failedRefused:
      "Your role may not take all of it back any more. What is left of it stays in the list below, for when it may.",
    failedGone: "It was taken back already, or this device does not remember it any more.",
    failedBroken:
      "This device could not take back all of it. What is still to be taken back stays in the list below; try again.",
  },
  de: {
    past: "Letzte Importe auf diesem Gerät",
    pastText:
      "Jeder lässt sich auf diesem Gerät als Ganzes zurücknehmen: Was er angelegt hat, geht, was er geändert hat, lautet wieder wie vorher, Mengen werden zurückgenommen. Was seitdem jemand geändert hat, bleibt.",
    unnamed: "Ein Import",
    undo: "Zurücknehmen",
    undoNamed: "Den Import {name} zurücknehmen",
    doneTitle: "{name} wurde zurückgenommen",
    partlyTitle: "{name} wurde zurückgenommen, außer was seitdem geändert wurde",
    missingTitle: "{name} wurde nicht als Ganzes zurückgenommen",
    removed: { one: "{n} neuer Eintrag entfernt", other: "{n} neue Einträge entfernt" },
    restored: { one: "{n} Änderung zurückgesetzt", other: "{n} Änderungen zurückgesetzt" },
    quantities: { one: "{n} Menge zurückgenommen", other: "{n} Mengen zurückgenommen" },
    nothingLeft: "Davon war nichts mehr zurückzunehmen.",
    kept: {
      one: "{n} Änderung bleibt: Dort hat seitdem jemand geschrieben.",
      other: "{n} Änderungen bleiben: Dort hat seitdem jemand geschrieben.",
    },
    missing: {
      one: "{n} Änderung bleibt: Wozu sie gehört, ist nicht mehr auf diesem Gerät.",
      other: "{n} Änderungen bleiben: Wozu sie gehören, ist nicht mehr auf diesem Gerät.",
    },
    failedTitle: "{name} wurde nicht zurückgenommen",
    failedElsewhere:
      "Gerade wird ein Import geschrieben, hier oder in einem anderen Tab. Diesen danach zurücknehmen.",
    failedRefused:
      "Deine Rolle darf das nicht mehr alles zurücknehmen. Was davon übrig ist, bleibt unten in der Liste, bis sie es darf.",
    failedGone: "Er ist schon zurückgenommen, oder dieses Gerät weiß nichts mehr von ihm.",
    failedBroken:
      "Dieses Gerät konnte nicht alles zurücknehmen. Was noch zurückzunehmen ist, bleibt unten in der Liste; bitte noch einmal versuchen.",
  },
});
