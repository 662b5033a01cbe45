import { defineMessages } from "#client/app/i18n";

export const messages = defineMessages({
  en: {
    title: "Not on the list",
    mark: "not on the list",
    pieces: { one: "{n} piece", other: "{n} pieces" },
    packed: "{n} packed",
    out: "{n} out",
    back: "{n} back",
    lost: "{n} lost",
    moreCodes: { one: "{codes} and {n} more", other: "{codes} and {n} more" },
    scannedBy: "scanned by {people} at {time}",
    scannedLast: "scanned by {people}, last at {time}",
    put: "Put on the list",
    putLabel: "Put on the list: {n} × {name}",
    done: "{n} × {name} on the list.",
  },
  de: {
    title: "Nicht auf der Packliste",
    mark: "nicht auf der Packliste",
    pieces: { one: "{n} Stück", other: "{n} Stück" },
    packed: "{n} gepackt",
    out: "{n} draußen",
    back: "{n} zurück",
    lost: "{n} verloren",
    moreCodes: { one: "{codes} und {n} weiteres", other: "{codes} und {n} weitere" },
    scannedBy: "gescannt von {people} um {time}",
    scannedLast: "gescannt von {people}, zuletzt um {time}",
    put: "Auf die Packliste",
    putLabel: "Auf die Packliste: {n} × {name}",
    done: "{n} × {name} auf der Packliste.",
  },
});
