import { defineMessages } from "#client/app/i18n";

/** A person who is in already has one more device. */
export const deviceNoticeMessages = defineMessages({
  en: {
    prompt: "Somebody has another device in the company",
    promptLook: "Look",
    title: "{name} has another device: {device}",
    bySelf: "{name} let it in {time}, from {device}.",
    byOther: "{name} let it in {time}, from {device}, for this person.",
    byInvitation: "It came in {time} with an open invitation.",
    text: "It may do what the person may. If you do not expect it, ask them; what should not be there can be removed.",
    seen: "Seen, it is all right",
    allSeen: "All seen",
    look: "See the device",
    somebody: "Somebody",
    more: { one: "{n} further device.", other: "{n} further devices." },
    log: "All in the security log",
  },
  de: {
    prompt: "Jemand hat ein weiteres Gerät in der Firma",
    promptLook: "Ansehen",
    title: "{name} hat ein weiteres Gerät: {device}",
    bySelf: "{name} hat es {time} hereingelassen, von {device} aus.",
    byOther: "{name} hat es {time} für diese Person hereingelassen, von {device} aus.",
    byInvitation: "Es kam {time} mit einer offenen Einladung.",
    text: "Es darf, was die Person darf. Wenn du es nicht erwartest, frage nach; was nicht da sein soll, lässt sich entfernen.",
    seen: "Gesehen, alles in Ordnung",
    allSeen: "Alle gesehen",
    look: "Gerät ansehen",
    somebody: "Jemand",
    more: { one: "{n} weiteres Gerät.", other: "{n} weitere Geräte." },
    log: "Alle im Sicherheitsprotokoll",
  },
});
