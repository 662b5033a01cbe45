import { defineMessages } from "#client/app/i18n";

export const messages = defineMessages({
  en: {
    title: "A copy of everything",
    text: "One archive with everything this device holds of the company: tables for any spreadsheet, the whole history, photos and files, and the signed documents that prove it. Keep it somewhere else.",
    export: "Export everything",
    exporting: "Exporting, {done} of {total}",
    exported: "Exported.",
    leftOut: "{sentences} files/missing.csv names what is missing.",
    notThere: {
      one: "{n} file is not on this device and could not be fetched.",
      other: "{n} files are not on this device and could not be fetched.",
    },
    onRelay: {
      one: "{n} file did not fit into one archive. Back up the relay too, which has it.",
      other: "{n} files did not fit into one archive. Back up the relay too, which has them.",
    },
    onlyHere: {
      one: "{n} file did not fit into one archive and is on no relay: save it by itself where it belongs.",
      other:
        "{n} files did not fit into one archive and are on no relay: save each by itself where it belongs.",
    },
    withoutPreview: {
      one: "{n} file is in it without its small picture.",
      other: "{n} files are in it without their small pictures.",
    },
    tooLarge:
      "The records of this company are more than the {limit} an archive holds that can be brought in again. Nothing was saved: back up the relay instead.",
    tooLargeAlone:
      "The records of this company are more than the {limit} an archive holds that can be brought in again. Nothing was saved: connect the company to a relay and back that up.",
    failed: "The export stopped: {message}. Nothing was changed.",
    readme:
      "{company}, as one device had it on {day}.\n\nrecords/   one table per kind of record; `thing` is the document it lies in. Cells that a spreadsheet would run as a formula have an apostrophe in front.\nhistory.csv   every field that was changed: when, by whom, on which device, old and new value.\nfiles/   photos and files, each in a folder named by its id in records/file.csv.\npreviews/   small pictures of them.\nsigned/company.eventkit   the signed documents: canonical CBOR items, each a pair of store name and value.\nsigned/membership.eventkit   who belonged to the company, signed: it proves the documents.\n\nSettings, *This device* of an empty company brings all of it in again.",
  },
  de: {
    title: "Eine Kopie von allem",
    text: "Ein Archiv mit allem, was dieses Gerät von der Firma hat: Tabellen für jedes Tabellenprogramm, die ganze Geschichte, Fotos und Dateien, und die signierten Dokumente, die es belegen. Bewahre es woanders auf.",
    export: "Alles exportieren",
    exporting: "Wird exportiert, {done} von {total}",
    exported: "Exportiert.",
    leftOut: "{sentences} files/missing.csv nennt, was fehlt.",
    notThere: {
      one: "{n} Datei ist nicht auf diesem Gerät und ließ sich nicht holen.",
      other: "{n} Dateien sind nicht auf diesem Gerät und ließen sich nicht holen.",
    },
    onRelay: {
      one: "{n} Datei passte nicht in ein Archiv. Sichere auch das Relay, das sie hat.",
      other: "{n} Dateien passten nicht in ein Archiv. Sichere auch das Relay, das sie hat.",
    },
    onlyHere: {
      one: "{n} Datei passte nicht in ein Archiv und ist auf keinem Relay: Speichere sie einzeln, wo sie hingehört.",
      other:
        "{n} Dateien passten nicht in ein Archiv und sind auf keinem Relay: Speichere sie einzeln, wo sie hingehören.",
    },
    withoutPreview: {
      one: "{n} Datei ist ohne ihr kleines Bild darin.",
      other: "{n} Dateien sind ohne ihre kleinen Bilder darin.",
    },
    tooLarge:
      "Die Daten dieser Firma sind mehr als die {limit}, die ein Archiv hält, das sich wieder hereinholen lässt. Nichts wurde gespeichert: Sichere stattdessen das Relay.",
    tooLargeAlone:
      "Die Daten dieser Firma sind mehr als die {limit}, die ein Archiv hält, das sich wieder hereinholen lässt. Nichts wurde gespeichert: Verbinde die Firma mit einem Relay und sichere dieses.",
    failed: "Der Export brach ab: {message}. Nichts wurde geändert.",
    readme:
      "{company}, wie ein Gerät es am {day} hatte.\n\nrecords/   eine Tabelle je Art von Datensatz; `thing` ist das Dokument, in dem er liegt. Zellen, die ein Tabellenprogramm als Formel ausführen würde, beginnen mit einem Apostroph.\nhistory.csv   jedes geänderte Feld: wann, von wem, auf welchem Gerät, alter und neuer Wert.\nfiles/   Fotos und Dateien, jede in einem Ordner mit ihrer Kennung aus records/file.csv.\npreviews/   kleine Bilder von ihnen.\nsigned/company.eventkit   die signierten Dokumente: Einträge in kanonischem CBOR, je ein Paar aus Name des Speichers und Wert.\nsigned/membership.eventkit   wer zur Firma gehörte, signiert: das belegt die Dokumente.\n\nEinstellungen, *Dieses Gerät* einer leeren Firma holt alles wieder herein.",
  },
});
