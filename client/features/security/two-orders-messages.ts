import { defineMessages } from "#client/app/i18n";

/** A relay that signed two orders: what it means, what each of them has, and what can be done. */
export const twoOrdersMessages = defineMessages({
  en: {
    title: "The relay put this company in order twice",
    text: "That happens when a relay is put back to a backup and goes on from there, or when it lies.",
    partedAt:
      "Both orders agree up to confirmation no. {no} of {time}. What people, roles and devices became since is not certain and waits again on this device; records, scans and files are not touched.",
    parted:
      "What people, roles and devices became since is not certain and waits again on this device; records, scans and files are not touched.",
    order: "The order from {from} to {until}",
    orderOnce: "The order of {from}",
    only: "Only this order has:",
    none: "It has nothing that the other one lacks.",
    follows:
      "A relay that was put back goes on with the later one and takes in behind it what this device brings of the earlier one, if whoever wrote it still may. So nothing is lost, but something may have lost its effect.",
    why: "Nobody can choose one of them here: what the relay’s key signed twice it cannot settle, and no relay can go back behind what it confirmed since and go on under another key.",
    ask: "Ask whoever runs the relay whether it was put back to a backup. If nobody did that, its key may be in wrong hands: do not rely on whom it lets in.",
    look: "Look through people, roles and devices, and do again what is missing.",
    anew: "To be rid of it, begin the company anew: save everything from a device that has what you need, and on the first page begin a company from that file, best at a relay that was set up anew. Records, history, photos and files are there again; people are invited again.",
    tell: "Tell an owner: they can look through people and devices, ask whoever runs the relay, and begin the company anew if need be.",
    people: "People and devices",
    save: "Save everything",
  },
  de: {
    title: "Das Relay hat diese Firma zweimal geordnet",
    text: "Das geschieht, wenn ein Relay auf eine Sicherung zurückgesetzt wird und von da an weitermacht, oder wenn es lügt.",
    partedAt:
      "Beide Ordnungen sind sich einig bis zur Bestätigung Nr. {no} vom {time}. Was seither aus Personen, Rollen und Geräten wurde, ist nicht sicher und wartet auf diesem Gerät wieder; Daten, Scans und Dateien sind nicht betroffen.",
    parted:
      "Was seither aus Personen, Rollen und Geräten wurde, ist nicht sicher und wartet auf diesem Gerät wieder; Daten, Scans und Dateien sind nicht betroffen.",
    order: "Die Ordnung von {from} bis {until}",
    orderOnce: "Die Ordnung von {from}",
    only: "Nur diese Ordnung hat:",
    none: "Sie hat nichts, was der anderen fehlt.",
    follows:
      "Ein zurückgesetztes Relay macht mit der späteren weiter und nimmt dahinter auf, was dieses Gerät von der früheren bringt, sofern die Verfasser es noch dürfen. Verloren geht also nichts, aber manches kann seine Wirkung verloren haben.",
    why: "Auswählen lässt sich hier keine: was der Schlüssel des Relays zweimal unterschrieben hat, kann er nicht klären, und kein Relay kann hinter das zurück, was es seither bestätigt hat, und mit einem anderen Schlüssel weitermachen.",
    ask: "Frag die Leute, die das Relay betreiben, ob es auf eine Sicherung zurückgesetzt wurde. Wenn nicht, ist sein Schlüssel vielleicht in falschen Händen: verlass dich nicht darauf, wen es hereinlässt.",
    look: "Sieh Personen, Rollen und Geräte durch und mach noch einmal, was fehlt.",
    anew: "Um es loszuwerden, beginne die Firma neu: sichere alles von einem Gerät, das hat, was gebraucht wird, und beginne auf der ersten Seite eine Firma aus dieser Datei, am besten auf einem neu aufgesetzten Relay. Daten, Verlauf, Fotos und Dateien sind wieder da; Personen werden neu eingeladen.",
    tell: "Sage es den Inhabern: sie können Personen und Geräte durchsehen, die Leute fragen, die das Relay betreiben, und die Firma nötigenfalls neu beginnen.",
    people: "Personen und Geräte",
    save: "Alles sichern",
  },
});
