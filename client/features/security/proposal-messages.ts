import { defineMessages } from "#client/app/i18n";

export const proposalMessages = defineMessages({
  en: {
    title: "Agree to a proposal",
    lead: "Whoever holds one of the company’s keys agrees here to what another holder began. Nothing counts before enough of them have agreed.",
    take: "What the other holder sent",
    scan: "Scan the code",
    file: "Open the file",
    text: "Or paste the text",
    textHint: "It begins with EVENTKIT-ROOT:",
    look: "Look at it",
    looking: "Looking…",
    another: "Open another one",
    scanHint: "Hold the code on the other holder’s screen into the frame.",
    scanForeign: "That code is no proposal of a key holder.",
    cameraRefused: "The camera was refused. Allow it for this page, or open the file.",
    cameraAbsent: "No camera here. Open the file or paste the text.",
    cameraClose: "Without the camera",

    keysTitle: "Other keys for {company}",
    keysWhat: "Set no. {no} would take the place of set no. {before}. Begun {time}.",
    recoveryTitle: "A way back into {company}",
    recoveryWhat:
      "{name} has lost every device and comes back with a new one, called {device}. Begun {time}.",
    recoveryEnds: "These devices of theirs end",
    recoveryWaits: "After the last signature owners have two days to object.",
    recoveryAtOnce: "An owner’s device signed it: it counts at once, and nobody waits two days.",
    recoveryHere: "Agree with this device and it counts at once: nobody waits two days.",
    company: "the company {fingerprint}",
    companyNamed: "{name} ({fingerprint})",
    changes: "What changes",
    paper: "Paper key {name}",
    device: "An owner’s device ({name})",
    powerlessDevice: "A device that opens nothing ({name})",
    owner: "An owner",
    stay: "stays",
    come: "new",
    go: "opens nothing any more",
    agreeing: "Until now {before} of {of} holders have to agree, from then on {after} of {then}.",
    signed: "Who has agreed",
    missing: {
      one: "One more holder has to agree.",
      other: "{n} more holders have to agree.",
    },
    enough: "Enough holders have agreed.",
    compare:
      "Ring whoever began it and read this code to each other. On every holder’s screen it is the same; if not, do not agree.",
    compareOwn:
      "Ring the other holder and read this code to each other: on both screens it has to be the same.",
    code: "Code to compare",

    agree: "Your agreement",
    agreeHere: "Agree with this device",
    agreePaper: "Your paper key",
    agreePaperHint: "It signs and is kept nowhere. It does not leave this device.",
    agreeByPaper: "Agree with this paper key",
    agreed: "You have agreed.",
    putInForce: "Put the new keys in force",
    request: "Send the request",
    sentKeys: "The new keys are in force as soon as the relay has confirmed them.",
    sentRecovery: "The relay has the request. Whoever began it sees that by themselves.",

    handOn: "Hand it to the next holder",
    handBack: "Hand it back",
    handOnText:
      "Nothing has changed yet. Show them this code, or send them the file or the text. There is nothing secret in it. They open it under Settings, Security, Company keys, or without the company at the address of the relay with /agree.",
    handBackText:
      "Send it back to whoever began it: their device puts the new keys in force. There is nothing secret in it.",
    keepText: "Once it is saved as a file you may close this page: the file can be opened again at any time.",
    qr: "The proposal as QR code",
    tooLarge: "It is too large for a code that phones read. Send the file or the text.",
    copy: "Copy the text",
    copied: "Copied.",
    copyFailed: "The browser did not copy. Save the file instead.",
    save: "Save as a file",
    done: "Done",
    began: "Other holders have to agree",
    letOthers: "Let another holder agree on their device",
    letOthersText: "Where the other key is with somebody else: it does not have to be typed here.",
    agreeLink: "Agree to a proposal",
    agreeLinkText: "Another holder began a change of the keys, or asks to come back.",

    notAProposal:
      "That is no proposal of a key holder, or it is not whole. Copy all of it, or open the file.",
    tooNew:
      "It was made with a newer version of EventKit and holds what this one cannot show. Load this page again.",
    signedTwice: "One holder stands there as two. Do not agree, and ask whoever sent it.",
    foreign: "It concerns another company than this one. Open it there.",
    changed: "It was changed after somebody signed it, or is damaged. Do not agree, and ask for it again.",
    stranger:
      "It names or was signed by a key that does not belong to the company. Do not agree, and ask whoever sent it.",
    stale:
      "It builds on keys that were replaced: set no. {no} of {time} is in force. Whoever began it has to begin anew.",
    ahead:
      "It builds on something this device has not heard of yet. Connect it to the relay and open it again.",
    proposalDone: "This counts already, or waits until it does. Nobody has to sign it any more.",
    noOwner: "The person it would bring back is no owner of the company.",
    endsOthers:
      "It would end devices of other people than the one who comes back. Do not agree, and ask whoever sent it.",
    signedAlready: "This key has signed already. Another holder has to agree.",
    unreachable: "The relay at {relay} does not answer. Check the network and the address.",
    answerInvalid: "At {relay} something else than EventKit answers. Check the address of the relay.",
    companyUnknown: "The relay at {relay} does not know the company, or did not take it.",
    notProven: "The relay could not prove that it holds this company. Do not agree.",
    relay: "Relay",
  },
  de: {
    title: "Einem Antrag zustimmen",
    lead: "Wer einen der Firmenschlüssel hat, stimmt hier dem zu, was eine andere Person mit einem Schlüssel begonnen hat. Nichts davon gilt, bevor genug zugestimmt haben.",
    take: "Was du bekommen hast",
    scan: "Code scannen",
    file: "Datei öffnen",
    text: "Oder den Text einfügen",
    textHint: "Er beginnt mit EVENTKIT-ROOT:",
    look: "Ansehen",
    looking: "Wird geprüft…",
    another: "Einen anderen öffnen",
    scanHint: "Halte den Code auf dem anderen Bildschirm in den Rahmen.",
    scanForeign: "Dieser Code ist kein Antrag zu Firmenschlüsseln.",
    cameraRefused: "Die Kamera wurde abgelehnt. Erlaube sie für diese Seite, oder öffne die Datei.",
    cameraAbsent: "Hier ist keine Kamera. Öffne die Datei oder füge den Text ein.",
    cameraClose: "Ohne Kamera",

    keysTitle: "Andere Schlüssel für {company}",
    keysWhat: "Satz Nr. {no} tritt an die Stelle von Satz Nr. {before}. Begonnen {time}.",
    recoveryTitle: "Rückkehr in {company}",
    recoveryWhat:
      "{name} hat alle Geräte verloren und kommt mit einem neuen zurück, es heißt {device}. Begonnen {time}.",
    recoveryEnds: "Diese Geräte enden",
    recoveryWaits: "Nach der letzten Unterschrift können Inhaber zwei Tage lang widersprechen.",
    recoveryAtOnce: "Das Gerät eines Inhabers hat unterschrieben: Es gilt sofort, niemand wartet zwei Tage.",
    recoveryHere: "Stimmst du mit diesem Gerät zu, gilt es sofort: Niemand wartet zwei Tage.",
    company: "die Firma {fingerprint}",
    companyNamed: "{name} ({fingerprint})",
    changes: "Was sich ändert",
    paper: "Papierschlüssel {name}",
    device: "Gerät eines Inhabers ({name})",
    powerlessDevice: "Gerät, das nichts öffnet ({name})",
    owner: "Ein Inhaber",
    stay: "bleibt",
    come: "neu",
    go: "öffnet nichts mehr",
    agreeing: "Bisher müssen {before} von {of} zustimmen, danach {after} von {then}.",
    signed: "Wer zugestimmt hat",
    missing: {
      one: "Es fehlt noch eine Zustimmung.",
      other: "Es fehlen noch {n} Zustimmungen.",
    },
    enough: "Es haben genug zugestimmt.",
    compare:
      "Ruf die Person an, die das begonnen hat, und lest euch diesen Code vor. Er ist auf jedem Bildschirm derselbe; sonst stimme nicht zu.",
    compareOwn:
      "Ruf die andere Person an und lest euch diesen Code vor: Er muss auf beiden Bildschirmen derselbe sein.",
    code: "Code zum Vergleichen",

    agree: "Deine Zustimmung",
    agreeHere: "Mit diesem Gerät zustimmen",
    agreePaper: "Dein Papierschlüssel",
    agreePaperHint: "Er unterschreibt und wird nirgends behalten. Er verlässt dieses Gerät nicht.",
    agreeByPaper: "Mit diesem Papierschlüssel zustimmen",
    agreed: "Du hast zugestimmt.",
    putInForce: "Die neuen Schlüssel in Kraft setzen",
    request: "Den Antrag absenden",
    sentKeys: "Die neuen Schlüssel gelten, sobald das Relay sie bestätigt hat.",
    sentRecovery: "Das Relay hat den Antrag. Auf dem Gerät, das ihn begonnen hat, erscheint das von selbst.",

    handOn: "Weitergeben",
    handBack: "Zurückgeben",
    handOnText:
      "Noch hat sich nichts geändert. Zeig diesen Code, oder schick die Datei oder den Text. Es steht nichts Geheimes darin. Geöffnet wird er unter Einstellungen, Sicherheit, Firmenschlüssel, oder ohne die Firma unter der Adresse des Relays mit /agree.",
    handBackText:
      "Schick ihn dorthin zurück, wo er begonnen wurde: Jenes Gerät setzt die neuen Schlüssel in Kraft. Es steht nichts Geheimes darin.",
    keepText:
      "Ist er als Datei gesichert, kannst du diese Seite schließen: Die Datei lässt sich jederzeit wieder öffnen.",
    qr: "Der Antrag als QR-Code",
    tooLarge: "Für einen Code, den Telefone lesen, ist er zu groß. Schick die Datei oder den Text.",
    copy: "Text kopieren",
    copied: "Kopiert.",
    copyFailed: "Der Browser hat nicht kopiert. Sichere stattdessen die Datei.",
    save: "Als Datei sichern",
    done: "Fertig",
    began: "Andere müssen zustimmen",
    letOthers: "Eine andere Person auf ihrem Gerät zustimmen lassen",
    letOthersText:
      "Wenn der andere Schlüssel bei jemand anderem liegt: Er muss nicht hier eingetippt werden.",
    agreeLink: "Einem Antrag zustimmen",
    agreeLinkText:
      "Eine andere Person mit einem Schlüssel hat einen Wechsel begonnen oder will zurückkehren.",

    notAProposal:
      "Das ist kein Antrag zu Firmenschlüsseln, oder er ist nicht vollständig. Kopiere ihn ganz, oder öffne die Datei.",
    tooNew:
      "Er kommt aus einer neueren Version von EventKit und enthält, was diese nicht zeigen kann. Lade die Seite neu.",
    signedTwice:
      "Ein Schlüssel steht da doppelt. Stimme nicht zu und frag bei der Person nach, die ihn geschickt hat.",
    foreign: "Er betrifft eine andere Firma als diese. Öffne ihn dort.",
    changed:
      "Er wurde nach einer Unterschrift verändert oder ist beschädigt. Stimme nicht zu und lass ihn dir neu geben.",
    stranger:
      "Er nennt einen Schlüssel, der nicht zur Firma gehört, oder ist mit einem solchen unterschrieben. Stimme nicht zu und frag nach.",
    stale:
      "Er baut auf Schlüsseln auf, die ersetzt wurden: Es gilt Satz Nr. {no} vom {time}. Er muss neu begonnen werden.",
    ahead:
      "Er baut auf etwas auf, das dieses Gerät noch nicht kennt. Verbinde es mit dem Relay und öffne ihn wieder.",
    proposalDone: "Das gilt schon, oder wartet darauf. Niemand muss es noch unterschreiben.",
    noOwner: "Wer damit zurückkäme, ist nicht Inhaber der Firma.",
    endsOthers:
      "Er würde auch Geräte anderer Personen beenden als der, die zurückkommt. Stimme nicht zu und frag nach.",
    signedAlready: "Dieser Schlüssel hat schon unterschrieben. Jemand anderes muss zustimmen.",
    unreachable: "Das Relay unter {relay} antwortet nicht. Prüfe Netz und Adresse.",
    answerInvalid: "Unter {relay} antwortet etwas anderes als EventKit. Prüfe die Adresse des Relays.",
    companyUnknown: "Das Relay unter {relay} kennt die Firma nicht oder hat es nicht angenommen.",
    notProven: "Das Relay konnte nicht beweisen, dass es diese Firma hat. Stimme nicht zu.",
    relay: "Relay",
  },
});
