import { defineMessages } from "#client/app/i18n";

/** What a relay's operator decides: which companies it takes, and how much of it each may use. */
export const connectMessages = defineMessages({
  en: {
    token: "Code from whoever runs the relay",
    tokenHint: "This relay takes new companies with a code.",
    tokenWrong: "The relay does not know this code. Ask whoever runs it.",
    listed: "This relay takes companies that whoever runs it has listed. Give them this number:",
    unlisted: "The number of this company is not on the relay’s list yet.",
    closed: "This relay takes no new companies.",
    spaceTitle: "Space on the relay",
    bytes: "Changes, as they are stored",
    changes: "Changes, counted",
    files: "Files",
    connections: "Devices connected",
    ofLimit: "of {limit}",
    spaceText:
      "Whoever runs the relay sets these. When they are used up nothing is lost: new changes stay on their devices until there is room.",
  },
  de: {
    token: "Code von den Leuten, die das Relay betreiben",
    tokenHint: "Dieses Relay nimmt neue Firmen mit einem Code auf.",
    tokenWrong: "Das Relay kennt diesen Code nicht. Frage die Leute, die es betreiben.",
    listed: "Dieses Relay nimmt Firmen auf, die dort eingetragen sind. Gib diese Nummer weiter:",
    unlisted: "Die Nummer dieser Firma ist auf dem Relay noch nicht eingetragen.",
    closed: "Dieses Relay nimmt keine neuen Firmen auf.",
    spaceTitle: "Platz auf dem Relay",
    bytes: "Änderungen, wie sie gespeichert sind",
    changes: "Änderungen, gezählt",
    files: "Dateien",
    connections: "Verbundene Geräte",
    ofLimit: "von {limit}",
    spaceText:
      "Das legen die Leute fest, die das Relay betreiben. Ist etwas aufgebraucht, geht nichts verloren: neue Änderungen bleiben auf ihren Geräten, bis Platz ist.",
  },
});
