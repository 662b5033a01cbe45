import { defineMessages } from "#client/app/i18n";

/** Where several holders of keys bring somebody back together. */
export const agreeMessages = defineMessages({
  en: {
    title: "Agree with your paper key",
    relay: "Address of the relay",
    back: "Back",
    others: "Ask the holders of the others",
    othersText:
      "If they are in other places, nobody has to travel: each holder agrees on a device of their own, and no paper key leaves its place.",
    waiting: "Other holders have to agree",
    waitingLead:
      "Send this to whoever holds another paper key of the company. They open it in any browser at the address of the relay, with /agree behind it.",
    deviceName: "On their screens this device is called {name}.",
    comesBack:
      "They send it from there, and this page goes on by itself. If they hand it back to you instead, open it here.",
    openIt: "Open what came back",
    giveUp: "Give up",
  },
  de: {
    title: "Mit deinem Papierschlüssel zustimmen",
    relay: "Adresse des Relays",
    back: "Zurück",
    others: "Andere mit einem Schlüssel um Zustimmung bitten",
    othersText:
      "Liegen sie an anderen Orten, muss niemand reisen: Alle stimmen auf einem eigenen Gerät zu, und kein Papierschlüssel verlässt seinen Ort.",
    waiting: "Andere müssen zustimmen",
    waitingLead:
      "Schick das an jemanden, der einen weiteren Papierschlüssel der Firma hat. Geöffnet wird es in einem beliebigen Browser unter der Adresse des Relays mit /agree dahinter.",
    deviceName: "Auf den anderen Bildschirmen heißt dieses Gerät {name}.",
    comesBack:
      "Abgesendet wird es von dort, und diese Seite geht von selbst weiter. Bekommst du es stattdessen zurück, öffne es hier.",
    openIt: "Öffnen, was zurückkam",
    giveUp: "Aufgeben",
  },
});
