/** Text of the operator's page. */
import type { Language } from "./language";

export interface OperatorMessages {
  readonly title: string;
  readonly enter: string;
  readonly token: string;
  readonly open: string;
  readonly where: string;
  readonly wrong: string;
  readonly tooMany: string;
  readonly insecure: string;
  readonly leave: string;
  readonly again: string;
  readonly asOf: string;
  readonly well: string;
  readonly attention: string;
  readonly diskShort: string;
  readonly elsewhere: string;
  readonly noBackup: string;
  readonly oldBackup: string;
  readonly failures: string;
  readonly companies: string;
  readonly noCompanies: string;
  readonly more: (count: string) => string;
  readonly company: string;
  readonly online: string;
  readonly documents: string;
  readonly changes: string;
  readonly stored: string;
  readonly files: string;
  readonly of: (limit: string) => string;
  readonly load: string;
  readonly sockets: string;
  readonly changesSince: string;
  readonly refused: string;
  readonly memory: string;
  readonly storage: string;
  readonly database: string;
  readonly free: string;
  readonly backup: string;
  readonly never: string;
  readonly errors: string;
  readonly defects: string;
  readonly storeProblems: string;
  readonly program: string;
  readonly version: string;
  readonly since: string;
  readonly unknown: string;
}

export const operatorMessages: Readonly<Record<Language, OperatorMessages>> = {
  en: {
    title: "This relay",
    enter: "For whoever runs this relay",
    token: "Token",
    open: "Open",
    where:
      "It was shown when the relay started for the first time, and lies in operator.token in its data folder.",
    wrong: "That is not the token.",
    tooMany: "Too many tries. Wait a minute.",
    insecure: "Open this page over https, or on the relay’s own machine under localhost.",
    leave: "Leave",
    again: "Load again",
    asOf: "As of",
    well: "All is well.",
    attention: "This needs attention:",
    diskShort: "Less than a tenth of the disk is free.",
    elsewhere: "by PostgreSQL's own means",
    noBackup: "No backup was ever made. npm run relay -- backup makes one.",
    oldBackup: "The last backup is older than two days.",
    failures: "There were failures since the start. The log says which.",
    companies: "Companies",
    noCompanies: "There is no company on this relay yet.",
    more: (count) => `And ${count} more, which are not listed here.`,
    company: "Company",
    online: "Devices online",
    documents: "Documents",
    changes: "Changes",
    stored: "Stored",
    files: "Files",
    of: (limit) => `of ${limit}`,
    load: "Load",
    sockets: "Open connections",
    changesSince: "Changes since the start",
    refused: "Refused since the start",
    memory: "Memory",
    storage: "Storage",
    database: "Database",
    free: "Free on the disk",
    backup: "Last backup",
    never: "never",
    errors: "Errors since the start",
    defects: "Contained failures",
    storeProblems: "Failures of the store",
    program: "Program",
    version: "Version",
    since: "Running since",
    unknown: "unknown",
  },
  de: {
    title: "Dieses Relay",
    enter: "Für die Leute, die dieses Relay betreiben",
    token: "Schlüsselwort",
    open: "Öffnen",
    where:
      "Es stand beim ersten Start des Relays im Terminal und liegt als operator.token in seinem Datenordner.",
    wrong: "Das ist nicht das Schlüsselwort.",
    tooMany: "Zu viele Versuche. Warte eine Minute.",
    insecure: "Öffne diese Seite über https oder auf dem Rechner des Relays unter localhost.",
    leave: "Verlassen",
    again: "Neu laden",
    asOf: "Stand",
    well: "Alles in Ordnung.",
    attention: "Das braucht Aufmerksamkeit:",
    diskShort: "Weniger als ein Zehntel der Platte ist frei.",
    elsewhere: "mit den Mitteln von PostgreSQL",
    noBackup: "Es gibt noch keine Sicherung. npm run relay -- backup macht eine.",
    oldBackup: "Die letzte Sicherung ist älter als zwei Tage.",
    failures: "Seit dem Start gab es Fehler. Im Protokoll steht, welche.",
    companies: "Firmen",
    noCompanies: "Auf diesem Relay gibt es noch keine Firma.",
    more: (count) => `Und ${count} weitere, die hier nicht stehen.`,
    company: "Firma",
    online: "Geräte verbunden",
    documents: "Dokumente",
    changes: "Änderungen",
    stored: "Gespeichert",
    files: "Dateien",
    of: (limit) => `von ${limit}`,
    load: "Last",
    sockets: "Offene Verbindungen",
    changesSince: "Änderungen seit dem Start",
    refused: "Abgelehnt seit dem Start",
    memory: "Arbeitsspeicher",
    storage: "Speicher",
    database: "Datenbank",
    free: "Frei auf der Platte",
    backup: "Letzte Sicherung",
    never: "nie",
    errors: "Fehler seit dem Start",
    defects: "Abgefangene Fehler",
    storeProblems: "Fehler des Speichers",
    program: "Programm",
    version: "Version",
    since: "Läuft seit",
    unknown: "unbekannt",
  },
};
