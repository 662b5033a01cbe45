/**
 * Tables of the SQLite log. Pushes are clustered by company and serial, so that resuming a device is one range
 * scan, with a second index for loading one document.
 */

/** Raised with every change of the tables; an older program refuses a newer file. */
export const schemaVersion = 3;

/** Step n takes a file of version n to version n + 1. Never edited once released. */
export const schemaSteps: readonly string[] = [
  `
  CREATE TABLE companies (no INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE);
  CREATE TABLE membership (no INTEGER PRIMARY KEY, company INTEGER NOT NULL, bytes BLOB NOT NULL);
  CREATE INDEX membership_by_company ON membership (company, no);
  CREATE TABLE cards (no INTEGER PRIMARY KEY, company INTEGER NOT NULL, serial INTEGER NOT NULL, bytes BLOB NOT NULL);
  CREATE INDEX cards_by_company ON cards (company, no);
  CREATE TABLE joins (no INTEGER PRIMARY KEY, company INTEGER NOT NULL, id BLOB NOT NULL, bytes BLOB NOT NULL,
                      at INTEGER NOT NULL, ended TEXT, UNIQUE (company, id));
  CREATE TABLE documents (no INTEGER PRIMARY KEY, company INTEGER NOT NULL, address BLOB NOT NULL,
                          UNIQUE (company, address));
  CREATE TABLE pushes (key INTEGER PRIMARY KEY, document INTEGER NOT NULL, log_hash BLOB NOT NULL,
                       changes INTEGER NOT NULL, body BLOB NOT NULL, proof BLOB, ends_batch INTEGER NOT NULL);
  CREATE INDEX pushes_by_document ON pushes (document, key);
`,
  `CREATE TABLE held (no INTEGER PRIMARY KEY, company INTEGER NOT NULL, doc BLOB NOT NULL, bytes BLOB NOT NULL);
   CREATE INDEX held_by_document ON held (company, doc);
`,
  `CREATE TABLE quotas (company INTEGER PRIMARY KEY, bytes INTEGER, changes INTEGER, files INTEGER,
                        connections INTEGER);
   CREATE TABLE moves (company INTEGER PRIMARY KEY, origin TEXT NOT NULL);
`,
];

/** Serials fit 40 bits and company numbers 13, together an integer that both SQLite and JavaScript hold exactly. */
const serialSpace = 2 ** 40;

export const pushKey = (company: number, serial: number): number => company * serialSpace + serial;

export const serialOfKey = (key: number): number => key % serialSpace;
