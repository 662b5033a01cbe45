/** What `help` teaches about each command. */
import type { CommandName } from "./command-line";

export interface CommandHelp {
  readonly usage: string;
  readonly summary: string;
  readonly more: string;
}

export const commandHelp: Readonly<Record<CommandName, CommandHelp>> = {
  start: {
    usage: "start",
    summary: "run the relay and serve the app (this is also what happens without a command)",
    more: `Settings come from the environment; the important ones are PORT, EVENTKIT_DATA, PUBLIC_ORIGIN and
EVENTKIT_TLS. docs/operate/install.md has them all. Ctrl+C or SIGTERM stops it in good order.`,
  },
  backup: {
    usage: "backup <folder>",
    summary: "copy everything worth keeping into a new folder, also while the relay is running",
    more: `The folder must be empty or not there yet. The copy is consistent: it holds the moment at which it began.
It contains the relay's key, so keep it as safe as the relay itself. A list with the size and hash of
every file is written last; a folder without that list is not a finished backup. Photos and files in a bucket
(EVENTKIT_BLOBS_S3_...) stay there and are only listed: keep them by the bucket's own means. Where the bucket does not
answer the list is missing, the rest is whole, and the command ends with 7.

    EVENTKIT_DATA=/var/lib/eventkit npm run relay -- backup /backups/$(date +%F)`,
  },
  restore: {
    usage: "restore <folder>",
    summary: "put a backup into an empty data folder",
    more: `Every file is checked against the list of the backup before anything is written. The data folder
(EVENTKIT_DATA) must hold no database: move the old folder away first, it may still be of use. Photos and files go to
where this relay keeps them, also into a bucket. Which of those that the backup only lists are not in the bucket is
said, and ends with 7. Devices notice by themselves that the relay knows less than it did, and send again what the
backup lacks.

    EVENTKIT_DATA=/var/lib/eventkit npm run relay -- restore /backups/2026-11-20`,
  },
  verify: {
    usage: "verify [--backup <folder>]",
    summary: "read everything stored and check every hash, signature and order, also while running",
    more: `Reads the database from end to end, as a suspicious device would: membership, cards, changes, tips,
receipts and the running hash, and every photo and file against its name. Changes nothing. Ends with 0 when all is
well and with 7 when something is not.

    verify                                what is stored is as it must be
    verify --backup /backups/2026-11-20   and every photo and file is there that was stored when that backup was made

The relay cannot read which files documents refer to; devices do, and send those again that it lacks.`,
  },
  "company list": {
    usage: "company list",
    summary: "list the companies on this relay with their size",
    more: `One line per company: id, people, devices, documents, changes, changes held, bytes. The relay knows no
names: those are in documents, which it does not read.`,
  },
  "company quota": {
    usage: "company quota <company>",
    summary: "show or set what one company may use, also while the relay is running",
    more: `    company quota <company>                      shows limits and use
    company quota <company> --bytes 5GB          its changes, as they are stored
    company quota <company> --changes 2000000    its changes, counted
    company quota <company> --files 20GB         its photos and files
    company quota <company> --connections 40     devices connected at one time
    company quota <company> --bytes none         no limit any more

Several at once are fine. A running relay follows within half a minute. A company at its limit reads on; new
changes stay on the devices that made them, the app says why, and they follow once there is room: nothing is lost.
The company's devices see how much is used on the page Device.`,
  },
  "company remove": {
    usage: "company remove <company>",
    summary: "take one company out for good, with its files (stop the relay first)",
    more: `The company is named by its whole id, as "company list" shows it. Everything of it is deleted, and the
database is written anew so that nothing can be read from free pages. Its devices keep what they hold; to them this
relay no longer knows the company. Backups made earlier still hold it until you delete them.`,
  },
  "company export": {
    usage: "company export <company> <file>",
    summary: "write one company into one file, as a copy or to move it to another relay",
    more: `    company export <company> <file>                    a copy, also while the relay is running
    company export <company> <file> --to <address>     it moves to the relay at that address

The file holds everything of the company with its signatures, and a hash over all of it at its end. It holds no keys;
it does hold the company's data: keep it as safe as the relay.

To move: stop this relay, export with --to while the other one is running (its key is asked for), stop the other one
and "company import" the file there, start both. This relay signs the company over and lets go of it; it answers its
devices no more. What is stored here stays until "company remove". Devices follow by themselves: where the other relay is
reached under the same name from then on (point the name at the other machine), and under another name as long as this
relay runs and says where the company is. So do people who wait to be let in, and links that invite.`,
  },
  "company import": {
    usage: "company import <file>",
    summary: "take in one company that another relay exported for this one (stop the relay first)",
    more: `Everything is checked while it is read, as "verify" does, before anything of it is stored; the company becomes
visible last. A file that was exported for another relay, was changed or broke off is refused. A file without --to is
taken in only by the relay whose key the company names already, such as one restored from a backup.`,
  },
  "rotate-key": {
    usage: "rotate-key",
    summary: "give the relay another key, and tell its companies (stop the relay first)",
    more: `For regular care, or after somebody may have read the data folder. It takes seconds: stop the relay, run this,
start it again. Every company's membership log gets an entry that both keys sign; devices read it, also those that were
away for weeks, and follow by themselves. What the old key signed stays good and can be checked for ever. The old key
is put aside in the data folder; delete it and the backups that hold it when somebody may have read it. A run that
broke off is finished by running it again.

If somebody else holds the old key and uses it, this is not enough: then an owner names the relay anew in the app.`,
  },
  doctor: {
    usage: "doctor",
    summary: "check settings, folder, disk, database, key, clock, certificate and reachability",
    more: `Run it with the same environment as the relay. Each line says what was found and, where something is wrong,
what to do. Changes nothing. Ends with 0 when nothing is wrong.`,
  },
};
