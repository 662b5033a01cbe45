import { defineMessages } from "../i18n";

/** Changes that nobody has confirmed for a day. */
export const waitingMessages = defineMessages({
  en: {
    title: "The relay has not confirmed changes of this device since {time}",
    lost: "Since {time} the relay lacks changes that it had confirmed",
    lostText:
      "They are stored here, and this device offers them again. Until the relay has them, they are on the company’s devices only. Tell whoever runs the relay, and keep a copy of everything.",
    saveAll: "To the copy of everything",
    away: "It could not be reached. Nothing is lost: the changes are stored here and are sent as soon as it can be. Bring this device to a network, and keep a copy in case it breaks or gets lost before.",
    silent:
      "It answers, but does not confirm them. Nothing is lost: the changes are stored here and are offered again. Tell whoever runs the relay, and keep a copy in case this device breaks or gets lost before.",
    save: "Save a copy",
    look: "See what waits",
    later: "Remind me tomorrow",
    saved: "Saved. Keep the file somewhere else than on this device.",
    failed: "The copy could not be made ({message}). Nothing was changed.",
  },
  de: {
    title: "Das Relay hat Änderungen dieses Geräts seit {time} nicht bestätigt",
    lost: "Dem Relay fehlen seit {time} Änderungen, die es schon bestätigt hatte",
    lostText:
      "Sie sind hier gespeichert, und dieses Gerät bietet sie wieder an. Bis das Relay sie hat, liegen sie nur auf den Geräten der Firma. Sage denen Bescheid, die das Relay betreiben, und sichere eine Kopie von allem.",
    saveAll: "Zur Kopie von allem",
    away: "Es war nicht zu erreichen. Verloren ist nichts: die Änderungen sind hier gespeichert und werden gesendet, sobald es geht. Bringe dieses Gerät in ein Netz und sichere eine Kopie, falls es vorher kaputt oder verloren geht.",
    silent:
      "Es antwortet, bestätigt sie aber nicht. Verloren ist nichts: die Änderungen sind hier gespeichert und werden weiter angeboten. Sage denen Bescheid, die das Relay betreiben, und sichere eine Kopie, falls dieses Gerät vorher kaputt oder verloren geht.",
    save: "Kopie sichern",
    look: "Ansehen, was wartet",
    later: "Morgen wieder erinnern",
    saved: "Gesichert. Bewahre die Datei nicht nur auf diesem Gerät auf.",
    failed: "Die Kopie ließ sich nicht anlegen ({message}). Nichts wurde geändert.",
  },
});
