import { defineMessages } from "#client/app/i18n";

/** What can be wrong with files and rows. */
export const problemMessages = defineMessages({
  en: {
    FileEmpty: "The file is empty. Export it again and check that it has content.",
    FileTooLarge:
      "The file is larger than {limit}. Save the part you need as a file of its own. Nothing was changed.",
    FileUnreadable: "The file could not be read; perhaps it was moved or is open elsewhere. Choose it again.",
    looksImage:
      "This is a picture, whatever its name says. A list is read as CSV, fixtures as JSON, GDTF or MVR.",
    looksPdf: "This is a PDF, whatever its name says. Ask for the list as CSV.",
    looksProgram: "This is a program, not a list. Nothing of it was run or kept.",
    looksSpreadsheet:
      "This is an office file that is not read here. Open it, save the sheet as XLSX or CSV, and drop that.",
    looksArchive: "This is a packed archive. Unpack it and drop the files inside.",
    looksUnknown: "This is not a text, whatever its name says: it has bytes no table has. Nothing was kept.",
    ZipDamaged:
      "The archive is damaged: a part of it is missing or does not match its checksum. Export it again.",
    ZipEncrypted: "The archive is locked with a password. Save it without one.",
    ZipTooBig: "A part of the archive unpacks to more than {limit}. Such a file is not opened.",
    ZipForeign: "The archive holds neither a plan (MVR) nor a fixture (GDTF).",
    XmlDamaged: "{file} inside the file is damaged and cannot be read. Export it again.",
    JsonDamaged: "The file begins like JSON but breaks off or has a mistake in it.",
    JsonForeign: "This JSON holds no fixtures of the Open Fixture Library.",
    NoRows: "The table has a header but no rows.",
    TooManyRows: "The table has more than {limit} rows. Split it and import the parts one after the other.",
    TooManyColumns: "A row has more than {limit} columns. Probably the separator or a quote is wrong.",
    QuoteNotClosed: "A quotation mark opens in row {row} and never closes. Repair that row in the file.",
    ListOfPeople:
      "This is a list of people. People join by invitation; stock lists have products or asset tags.",
    SceneEmpty: "The plan holds neither fixtures nor trusses.",
    UnsafeNames: {
      one: "One file inside has a name that leads out of the archive. It was left alone.",
      other: "{n} files inside have names that lead out of the archive. They were left alone.",
    },
    PartDamaged: "{file} inside the plan is damaged; its fixtures come without weight and power.",
    FilesIgnored: { one: "{n} other file was left out.", other: "{n} other files were left out." },
    SheetsLeftOut: "The sheet “{sheet}” is read. Not read: {others}.",
    NameMissing: "The row has no name.",
    QuantityNegative: "The quantity is {value}. Stock cannot be below zero.",
    NotANumber: "“{value}” in {column} is not a number.",
    NotADate: "“{value}” in {column} is not a date.",
    NotAnAmount: "“{value}” in {column} is not an amount of money.",
    NotOfField: "“{value}” in {column} is nothing that field takes.",
    TextTooLong: "The text in {column} is longer than {limit} characters.",
    CodeTwiceInFile: "Code {code} is also in row {row}. One asset, one code.",
    SerialTwiceInFile: "Serial number {serial} is also in row {row}. One asset, one serial number.",
    CountedOneByOne:
      "You have {owned} of it one by one, the file says {value}. Add or remove assets on the product's page.",
    CountedByPlace:
      "You have {owned} of it at its places, the file says {value} without a place. Add a column with the place, or count it.",
    NotInStock: "{column} says “{value}”: it is no part of the stock any more.",
    NoBody:
      "“{value}” is a set of other equipment without a body of its own. Its parts are imported, it is not.",
    CellsShifted:
      "The row has {cells} cells under {columns} headers: a separator or line break stands inside a text. Repair that row in the file.",
    CodeElsewhere: "Code {code} belongs to “{product}” in your stock.",
  },
  de: {
    FileEmpty: "Die Datei ist leer. Exportiere sie noch einmal und prüfe, ob sie Inhalt hat.",
    FileTooLarge:
      "Die Datei ist größer als {limit}. Sichere den benötigten Teil als eigene Datei. Nichts wurde geändert.",
    FileUnreadable:
      "Die Datei ließ sich nicht lesen; vielleicht wurde sie verschoben oder ist anderswo geöffnet. Wähle sie noch einmal.",
    looksImage:
      "Das ist ein Bild, was auch immer der Name sagt. Listen werden als CSV gelesen, Scheinwerfer als JSON, GDTF oder MVR.",
    looksPdf: "Das ist ein PDF, was auch immer der Name sagt. Bitte um die Liste als CSV.",
    looksProgram: "Das ist ein Programm und keine Liste. Nichts davon wurde ausgeführt oder behalten.",
    looksSpreadsheet:
      "Das ist eine Bürodatei, die hier nicht gelesen wird. Öffne sie, sichere das Blatt als XLSX oder CSV und lege das hier ab.",
    looksArchive: "Das ist ein gepacktes Archiv. Entpacke es und lege die Dateien daraus hier ab.",
    looksUnknown:
      "Das ist kein Text, was auch immer der Name sagt: Es enthält Bytes, die keine Tabelle hat. Nichts wurde behalten.",
    ZipDamaged:
      "Das Archiv ist beschädigt: Ein Teil fehlt oder passt nicht zur Prüfsumme. Exportiere es noch einmal.",
    ZipEncrypted: "Das Archiv ist mit einem Kennwort gesperrt. Sichere es ohne.",
    ZipTooBig: "Ein Teil des Archivs wird entpackt größer als {limit}. Solche Dateien werden nicht geöffnet.",
    ZipForeign: "Das Archiv enthält weder einen Plan (MVR) noch einen Scheinwerfer (GDTF).",
    XmlDamaged: "{file} in der Datei ist beschädigt und nicht lesbar. Exportiere sie noch einmal.",
    JsonDamaged: "Die Datei beginnt wie JSON, bricht aber ab oder hat einen Fehler.",
    JsonForeign: "Dieses JSON enthält keine Scheinwerfer der Open Fixture Library.",
    NoRows: "Die Tabelle hat eine Kopfzeile, aber keine Zeilen.",
    TooManyRows: "Die Tabelle hat mehr als {limit} Zeilen. Teile sie und importiere die Teile nacheinander.",
    TooManyColumns:
      "Eine Zeile hat mehr als {limit} Spalten. Vermutlich stimmt das Trennzeichen oder ein Anführungszeichen nicht.",
    QuoteNotClosed:
      "In Zeile {row} beginnt ein Anführungszeichen, das nie endet. Berichtige diese Zeile in der Datei.",
    ListOfPeople:
      "Das ist eine Liste von Personen. Personen kommen durch Einladung dazu; Bestandslisten haben Produkte oder Inventarnummern.",
    SceneEmpty: "Der Plan enthält weder Scheinwerfer noch Traversen.",
    UnsafeNames: {
      one: "Eine Datei darin hat einen Namen, der aus dem Archiv hinausführt. Sie blieb unberührt.",
      other: "{n} Dateien darin haben Namen, die aus dem Archiv hinausführen. Sie blieben unberührt.",
    },
    PartDamaged: "{file} im Plan ist beschädigt; diese Scheinwerfer kommen ohne Gewicht und Leistung.",
    FilesIgnored: { one: "{n} weitere Datei blieb weg.", other: "{n} weitere Dateien blieben weg." },
    SheetsLeftOut: "Gelesen wird das Blatt „{sheet}“. Nicht gelesen: {others}.",
    NameMissing: "Die Zeile hat keinen Namen.",
    QuantityNegative: "Die Menge ist {value}. Bestand kann nicht unter null liegen.",
    NotANumber: "„{value}“ in {column} ist keine Zahl.",
    NotADate: "„{value}“ in {column} ist kein Datum.",
    NotAnAmount: "„{value}“ in {column} ist kein Betrag.",
    NotOfField: "„{value}“ in {column} nimmt dieses Feld nicht an.",
    TextTooLong: "Der Text in {column} ist länger als {limit} Zeichen.",
    CodeTwiceInFile: "Der Code {code} steht auch in Zeile {row}. Ein Exemplar, ein Code.",
    SerialTwiceInFile:
      "Die Seriennummer {serial} steht auch in Zeile {row}. Ein Exemplar, eine Seriennummer.",
    CountedOneByOne:
      "Du hast {owned} davon einzeln erfasst, die Datei sagt {value}. Ergänze oder entferne Exemplare auf der Seite des Produkts.",
    CountedByPlace:
      "Du hast davon {owned} an ihren Orten, die Datei sagt {value} ohne Ort. Ergänze eine Spalte mit dem Ort, oder zähle nach.",
    NotInStock: "In {column} steht „{value}“: Es gehört nicht mehr zum Bestand.",
    NoBody:
      "„{value}“ ist eine Zusammenstellung ohne eigenen Körper. Ihre Teile werden importiert, sie selbst nicht.",
    CellsShifted:
      "Die Zeile hat {cells} Zellen unter {columns} Überschriften: In einem Text steht ein Trennzeichen oder Zeilenumbruch. Berichtige diese Zeile in der Datei.",
    CodeElsewhere: "Der Code {code} gehört in deinem Bestand zu „{product}“.",
  },
});
