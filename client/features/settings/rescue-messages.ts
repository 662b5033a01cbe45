import { defineMessages } from "#client/app/i18n";

/** Why the relay did not take what somebody wrote. */
export const rescueMessages = defineMessages({
  en: {
    revoked: "This device was removed from the company before the relay had this.",
    ended: "Your right to change this ended {time}, before the relay had it.",
    grant: "Your role did not include changing this any more when the relay had it.",
    gone: "When the relay had this, you could not see it any more, or something else had taken its place.",
    limit: "It was more than a relay takes at once.",
    fault:
      "The relay could not read it. That is a fault of EventKit: save the file and send it to whoever runs the relay.",
    discarded: "Nobody took it over.",
    compromised: "This device was removed in a way that nothing it wrote since is taken.",
    expired: "Nobody decided about it within thirty days.",
    hallRevoked:
      "This came through a hall, or builds on what did. Whoever wrote that had been removed from the company when it came home.",
    hallGrant:
      "This came through a hall, or builds on what did. The right to it had ended when it came home, or something else had taken its place.",
    hallHeld:
      "This came through a hall, or builds on what did. It waits at home until somebody of the company decides about it.",
    hallEnded: "This came through a hall, or builds on what did. At home nobody took it over.",
    hallOther:
      "This came through a hall, or builds on what did. The company’s relay has other changes of the same author in its place, and those count.",
    hallNotTaken: "This came through a hall, or builds on what did. The company’s relay did not take it.",
  },
  de: {
    revoked: "Dieses Gerät wurde aus der Firma entfernt, bevor das Relay dies hatte.",
    ended: "Dein Recht, dies zu ändern, endete {time}, bevor das Relay es hatte.",
    grant: "Deine Rolle schloss diese Änderung nicht mehr ein, als das Relay sie bekam.",
    gone: "Als das Relay dies bekam, konntest du es nicht mehr sehen, oder etwas anderes war an seine Stelle getreten.",
    limit: "Es war mehr, als ein Relay auf einmal annimmt.",
    fault:
      "Das Relay konnte es nicht lesen. Das ist ein Fehler von EventKit: sichere die Datei und schicke sie dem, der das Relay betreibt.",
    discarded: "Niemand hat es übernommen.",
    compromised: "Dieses Gerät wurde so entfernt, dass nichts, was es seither schrieb, angenommen wird.",
    expired: "Niemand hat innerhalb von dreißig Tagen darüber entschieden.",
    hallRevoked:
      "Dies kam durch eine Halle oder baut darauf auf. Wer es schrieb, war aus der Firma entfernt, als es zu Hause ankam.",
    hallGrant:
      "Dies kam durch eine Halle oder baut darauf auf. Als es zu Hause ankam, war das Recht dazu beendet oder etwas anderes an seine Stelle getreten.",
    hallHeld:
      "Dies kam durch eine Halle oder baut darauf auf. Es wartet zu Hause, bis jemand aus der Firma darüber entscheidet.",
    hallEnded: "Dies kam durch eine Halle oder baut darauf auf. Zu Hause hat es niemand übernommen.",
    hallOther:
      "Dies kam durch eine Halle oder baut darauf auf. Das Relay der Firma hat an dieser Stelle andere Änderungen derselben Person, und die gelten.",
    hallNotTaken:
      "Dies kam durch eine Halle oder baut darauf auf. Das Relay der Firma hat es nicht angenommen.",
  },
});
