import { defineMessages } from "#client/app/i18n";

/** Letting somebody in who has no network: their request is read from their screen. */
export const requestMessages = defineMessages({
  en: {
    byCamera: "No network over there?",
    back: "Back to the invitation",
    hint: "On their device they scan this invitation and go on without a network. Then hold this camera at the code they are shown.",
    foreign: "That code is not a request to join this company.",
    gone: "That request belongs to another invitation, or to one that has ended. Make a new one.",
    refused: "The camera was refused. Allow it in the browser’s settings for this page.",
    absent: "No camera here. Invite from a device with a camera, or wait for the network.",
  },
  de: {
    byCamera: "Dort kein Netz?",
    back: "Zurück zur Einladung",
    hint: "Auf dem anderen Gerät wird diese Einladung gescannt und ohne Netz weitergemacht. Halte dann diese Kamera auf den Code, der dort erscheint.",
    foreign: "Dieser Code ist keine Anfrage an diese Firma.",
    gone: "Diese Anfrage gehört zu einer anderen oder beendeten Einladung. Erstelle eine neue.",
    refused: "Die Kamera wurde abgelehnt. Erlaube sie in den Einstellungen des Browsers für diese Seite.",
    absent: "Hier ist keine Kamera. Lade von einem Gerät mit Kamera ein oder warte auf das Netz.",
  },
});
