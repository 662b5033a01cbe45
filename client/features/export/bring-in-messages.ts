import { defineMessages } from "#client/app/i18n";

export const bringInMessages = defineMessages({
  en: {
    title: "Bring in an archive",
    text: "Everything of an exported archive becomes this company: records, history, photos and files. Codes on labels go on working. People are invited anew.",
    notEmpty:
      "An archive goes into an empty company only, because the same things would stand there twice. Begin a new company for it.",
    notWhole: "Please wait until this device has everything of the company.",
    unfinished: "An archive was not brought in to its end",
    unfinishedText: "Choose the same archive again: it goes on where it stopped.",
    unfinishedHere: "What is here can be worked with. The rest comes when the same archive is chosen again.",
    goOn: "Go on with it",
    choose: "Choose an archive",
    proving: "Checking signatures, {done} of {total}",
    documents: "Bringing in, {done} of {total}",
    rows: "Getting ready to show, {done} of {total}",
    files: "Photos and files, {done} of {total}",
    progress: "Progress",
    stop: "Stop",
    ask: "Bring in this archive?",
    askText:
      "Every change keeps its date and its author; it says who brought it in. Keep the archive: it alone proves who signed what before.",
    found: {
      one: "The archive is whole and its signatures hold: {n} document.",
      other: "The archive is whole and its signatures hold: {n} documents.",
    },
    foundEmpty: {
      one: "{n} document was not on the device that exported; it is left out.",
      other: "{n} documents were not on the device that exported; they are left out.",
    },
    foundFollowed: {
      one: "Of {n} large document the older history stays in the archive.",
      other: "Of {n} large documents the older history stays in the archive.",
    },
    cancel: "Cancel",
    begin: "Bring in everything",
    done: "Everything is here.",
    doneMissing: {
      one: "Everything is here but {n} file, which the archive does not have.",
      other: "Everything is here but {n} files, which the archive does not have.",
    },
    refused: "Not brought in",
    notAnArchive: "This is not an archive. Choose the ZIP file that “Export everything” saved.",
    cutOff: "The end of this file is missing. Copy the archive again from where it was kept.",
    notOurs: "This archive is of something else: it holds no documents of a company.",
    wrongVersion:
      "This archive is of another version of EventKit. Update this device, or export again with the version in use.",
    damaged: "This archive is damaged: something in it is not what it says it is. Nothing was written.",
    tampered:
      "A signature in this archive does not hold: somebody changed it after the export. Nothing was written.",
    unsafeNames:
      "This archive has names that lead out of it. EventKit does not write such. Nothing was written.",
    tooBig: "This archive unpacks to more than {limit} MiB in one piece. Nothing was written.",
    notOwner: "Only an owner brings in an archive.",
    otherArchive: "Another archive was begun in this company. Choose that one to go on.",
    notAllowed: "Your role may not write everything this archive holds. Nothing was written.",
    stopped: "Stopped. What is here stays; choose the same archive again to go on.",
    failed: "It stopped: {message}. What is here stays; choose the same archive again to go on.",
  },
  de: {
    title: "Ein Archiv hereinholen",
    text: "Alles aus einem exportierten Archiv wird zu dieser Firma: Datensätze, Geschichte, Fotos und Dateien. Codes auf Etiketten gelten weiter. Personen werden neu eingeladen.",
    notEmpty:
      "Ein Archiv kommt nur in eine leere Firma, denn sonst stünde dort dasselbe zweimal. Beginne dafür eine neue Firma.",
    notWhole: "Bitte warte, bis dieses Gerät alles von der Firma hat.",
    unfinished: "Ein Archiv kam nicht ganz herein",
    unfinishedText: "Wähle dasselbe Archiv noch einmal: Es geht dort weiter, wo es aufhörte.",
    unfinishedHere:
      "Mit dem, was hier ist, lässt sich arbeiten. Der Rest kommt, wenn dasselbe Archiv noch einmal gewählt wird.",
    goOn: "Weitermachen",
    choose: "Archiv wählen",
    proving: "Signaturen werden geprüft, {done} von {total}",
    documents: "Wird hereingeholt, {done} von {total}",
    rows: "Wird zum Anzeigen vorbereitet, {done} von {total}",
    files: "Fotos und Dateien, {done} von {total}",
    progress: "Fortschritt",
    stop: "Anhalten",
    ask: "Dieses Archiv hereinholen?",
    askText:
      "Jede Änderung behält ihr Datum und wer sie machte; dabei steht, wer sie hereingeholt hat. Bewahre das Archiv auf: Nur es belegt, wer vorher was signiert hat.",
    found: {
      one: "Das Archiv ist vollständig und seine Signaturen stimmen: {n} Dokument.",
      other: "Das Archiv ist vollständig und seine Signaturen stimmen: {n} Dokumente.",
    },
    foundEmpty: {
      one: "{n} Dokument war nicht auf dem Gerät, das exportiert hat; es bleibt weg.",
      other: "{n} Dokumente waren nicht auf dem Gerät, das exportiert hat; sie bleiben weg.",
    },
    foundFollowed: {
      one: "Von {n} großen Dokument bleibt die ältere Geschichte im Archiv.",
      other: "Von {n} großen Dokumenten bleibt die ältere Geschichte im Archiv.",
    },
    cancel: "Abbrechen",
    begin: "Alles hereinholen",
    done: "Alles ist da.",
    doneMissing: {
      one: "Alles ist da bis auf {n} Datei, die das Archiv nicht hat.",
      other: "Alles ist da bis auf {n} Dateien, die das Archiv nicht hat.",
    },
    refused: "Nicht hereingeholt",
    notAnArchive: "Das ist kein Archiv. Wähle die ZIP-Datei, die „Alles exportieren“ gespeichert hat.",
    cutOff: "Dieser Datei fehlt das Ende. Kopiere das Archiv noch einmal von dort, wo es aufbewahrt wurde.",
    notOurs: "Dieses Archiv ist von etwas anderem: Es enthält keine Dokumente einer Firma.",
    wrongVersion:
      "Dieses Archiv ist von einer anderen Version von EventKit. Aktualisiere dieses Gerät oder exportiere noch einmal mit der Version im Einsatz.",
    damaged: "Dieses Archiv ist beschädigt: Etwas darin ist nicht, was es vorgibt. Nichts wurde geschrieben.",
    tampered:
      "Eine Signatur in diesem Archiv stimmt nicht: Jemand hat es nach dem Export verändert. Nichts wurde geschrieben.",
    unsafeNames:
      "Dieses Archiv hat Namen, die aus ihm herausführen. EventKit schreibt solche nicht. Nichts wurde geschrieben.",
    tooBig: "Dieses Archiv entpackt sich auf mehr als {limit} MiB in einem Stück. Nichts wurde geschrieben.",
    notOwner: "Nur ein Eigentümer holt ein Archiv herein.",
    otherArchive: "In dieser Firma wurde ein anderes Archiv begonnen. Wähle jenes, um weiterzumachen.",
    notAllowed:
      "Deine Rolle darf nicht alles schreiben, was dieses Archiv enthält. Nichts wurde geschrieben.",
    stopped: "Angehalten. Was da ist, bleibt; wähle dasselbe Archiv noch einmal, um weiterzumachen.",
    failed:
      "Es brach ab: {message}. Was da ist, bleibt; wähle dasselbe Archiv noch einmal, um weiterzumachen.",
  },
});
