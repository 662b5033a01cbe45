import { defineMessages } from "#client/app/i18n";

export const rootMessages = defineMessages({
  en: {
    title: "Company keys",
    lead: "These keys bring an owner back when every device is gone, and name the keys that come after them. Daily work never needs them.",
    holders: "Who holds a key",
    made: "Set no. {no}, made {time}",
    enough: {
      one: "Any one of them is enough.",
      other: "Any {n} of them are needed together.",
    },
    paperNote: "On paper, wherever its owner keeps it",
    deviceNote: "{name}’s device",
    hereNote: "This device",
    powerless: "Opens nothing",
    powerlessNote: "{name}’s device. It was removed, or its person is no owner any more",
    hereNot: "This device holds no key. To change the keys it needs a paper key as well.",
    renew: "Lost or seen: make a new one",
    add: "Add a paper key",
    addText: "A further paper key is for a second place, such as a bank or the accountant’s safe.",
    change: "Change who holds a key",
    ownersOnly: "Only an owner’s device changes the company’s keys.",
    unsaved: "The first paper key is not written down yet. Save it first, or make a new one.",

    next: "The next keys",
    stays: "{name} stays",
    joins: "{name} gets a key",
    fresh: "New paper key {name}",
    without: "Leave it out",
    anotherPaper: "One more new paper key",
    agreeing: "How many have to agree",
    agreeingText: {
      one: "One of these keys is enough to bring an owner back. Whoever finds a paper still has to wait two days, and an owner’s device can object.",
      other:
        "{n} of these keys together bring an owner back. With every device gone, {n} papers have to be brought together.",
    },
    onlyPaper: "At least one paper key is needed: it is what is left when every device is gone.",
    write: "Write down paper key {name}",
    written: "Paper key {name} was typed back. It is shown nowhere again.",
    agree: "Agree with a paper key in force",
    agreeText: {
      one: "This device alone may not change the keys. Type a paper key that is in force now.",
      other: "This device alone may not change the keys. Type {n} paper keys that are in force now.",
    },
    agreeKey: "Paper key in force",
    agreeMore: "Type one more paper key in force",
    finish: "Put the new keys in force",
    finishText:
      "From then on only these keys count. A paper key that is not among them opens nothing any more, and says so to whoever tries it.",
    finishFirst: "Type the new paper keys back first.",
    submit: "Put the new keys in force",
    cancel: "Change nothing",
    done: "The new keys are in force as soon as the relay has confirmed them.",

    mistyped: "A paper key does not add up: a character is wrong somewhere. Compare group by group.",
    replaced: "This paper key was replaced on {time}. Use one of those listed above.",
    foreign: "This paper key does not belong to this company.",
    agreementMissing: {
      one: "One key in force has to agree. Type a paper key that is listed above.",
      other: "{n} keys in force have to agree. Type further paper keys that are listed above.",
    },
    holdersMissing:
      "So many have to agree that the new keys must be proven too: type a paper key that stays.",
    papersTooFew: {
      one: "A paper key is needed: it is what is left when every device is gone.",
      other: "{n} paper keys are needed: they are what is left when every device is gone.",
    },
    tooMany: "A company has {max} keys at most.",

    waiting: "Somebody wants other keys for this company",
    waitingText:
      "They signed with a paper key and without an owner’s device. The change counts on {time} unless an owner refuses it.",
    waitingAsked:
      "They signed with a paper key and without an owner’s device. The change waits two days; an owner can refuse it.",
    refuse: "Refuse the change",
    refusing:
      "You refused. It counts once the relay has it: leave this device connected until this notice is gone.",
    refused:
      "Refused. Whoever has the paper can try again: make a new paper key now, and the old one opens nothing.",
    link: "Company keys",
    powerlessOne: "A removed device still stands among the company’s keys. Let this one take its place.",
  },
  de: {
    title: "Firmenschlüssel",
    lead: "Diese Schlüssel bringen eine Inhaberin oder einen Inhaber zurück, wenn jedes Gerät weg ist, und benennen die Schlüssel nach ihnen. Der Alltag braucht sie nie.",
    holders: "Wer einen Schlüssel hat",
    made: "Satz Nr. {no}, gemacht {time}",
    enough: {
      one: "Einer davon genügt.",
      other: "Es braucht {n} davon zusammen.",
    },
    paperNote: "Auf Papier, wo auch immer es liegt",
    deviceNote: "Gerät von {name}",
    hereNote: "Dieses Gerät",
    powerless: "Öffnet nichts",
    powerlessNote: "Gerät von {name}. Es wurde entfernt, oder die Person ist nicht mehr Inhaber",
    hereNot:
      "Dieses Gerät hat keinen Schlüssel. Um die Schlüssel zu wechseln, braucht es zusätzlich einen Papierschlüssel.",
    renew: "Verloren oder gesehen: neuen machen",
    add: "Papierschlüssel hinzufügen",
    addText:
      "Ein weiterer Papierschlüssel ist für einen zweiten Ort, etwa Bank oder Tresor der Steuerberatung.",
    change: "Ändern, wer einen Schlüssel hat",
    ownersOnly: "Nur das Gerät einer Inhaberin oder eines Inhabers wechselt die Firmenschlüssel.",
    unsaved:
      "Der erste Papierschlüssel ist noch nicht aufgeschrieben. Sichere ihn zuerst, oder mach einen neuen.",

    next: "Die nächsten Schlüssel",
    stays: "{name} bleibt",
    joins: "{name} bekommt einen Schlüssel",
    fresh: "Neuer Papierschlüssel {name}",
    without: "Weglassen",
    anotherPaper: "Noch ein neuer Papierschlüssel",
    agreeing: "Wie viele zustimmen müssen",
    agreeingText: {
      one: "Einer dieser Schlüssel genügt, um eine Inhaberin oder einen Inhaber zurückzubringen. Wer ein Papier findet, muss trotzdem zwei Tage warten, und das Gerät einer Inhaberin oder eines Inhabers kann widersprechen.",
      other:
        "{n} dieser Schlüssel zusammen bringen eine Inhaberin oder einen Inhaber zurück. Ist jedes Gerät weg, müssen {n} Papiere zusammenkommen.",
    },
    onlyPaper: "Mindestens ein Papierschlüssel muss sein: er bleibt, wenn jedes Gerät weg ist.",
    write: "Papierschlüssel {name} aufschreiben",
    written: "Papierschlüssel {name} wurde abgetippt. Er wird nirgends mehr gezeigt.",
    agree: "Mit einem geltenden Papierschlüssel zustimmen",
    agreeText: {
      one: "Dieses Gerät allein darf die Schlüssel nicht wechseln. Tippe einen Papierschlüssel ein, der jetzt gilt.",
      other:
        "Dieses Gerät allein darf die Schlüssel nicht wechseln. Tippe {n} Papierschlüssel ein, die jetzt gelten.",
    },
    agreeKey: "Geltender Papierschlüssel",
    agreeMore: "Noch einen geltenden Papierschlüssel eintippen",
    finish: "Die neuen Schlüssel in Kraft setzen",
    finishText:
      "Von da an gelten nur diese Schlüssel. Ein Papierschlüssel, der nicht dabei ist, öffnet nichts mehr und sagt das, wenn es jemand versucht.",
    finishFirst: "Tippe zuerst die neuen Papierschlüssel ab.",
    submit: "Die neuen Schlüssel in Kraft setzen",
    cancel: "Nichts ändern",
    done: "Die neuen Schlüssel gelten, sobald das Relay sie bestätigt hat.",

    mistyped:
      "Ein Papierschlüssel geht nicht auf: Irgendwo stimmt ein Zeichen nicht. Vergleiche Gruppe für Gruppe.",
    replaced: "Dieser Papierschlüssel wurde am {time} ersetzt. Nimm einen der oben genannten.",
    foreign: "Dieser Papierschlüssel gehört nicht zu dieser Firma.",
    agreementMissing: {
      one: "Ein geltender Schlüssel muss zustimmen. Tippe einen der oben genannten Papierschlüssel ein.",
      other: "{n} geltende Schlüssel müssen zustimmen. Tippe weitere der oben genannten Papierschlüssel ein.",
    },
    holdersMissing:
      "So viele müssen zustimmen, dass auch die neuen Schlüssel zu zeigen sind: Tippe einen Papierschlüssel ein, der bleibt.",
    papersTooFew: {
      one: "Ein Papierschlüssel muss sein: er bleibt, wenn jedes Gerät weg ist.",
      other: "{n} Papierschlüssel müssen sein: sie bleiben, wenn jedes Gerät weg ist.",
    },
    tooMany: "Eine Firma hat höchstens {max} Schlüssel.",

    waiting: "Jemand will andere Schlüssel für diese Firma",
    waitingText:
      "Unterschrieben ist es mit einem Papierschlüssel, ohne das Gerät einer Inhaberin oder eines Inhabers. Der Wechsel gilt ab {time}, wenn ihn vorher niemand ablehnt.",
    waitingAsked:
      "Unterschrieben ist es mit einem Papierschlüssel, ohne das Gerät einer Inhaberin oder eines Inhabers. Der Wechsel wartet zwei Tage; so lange kann er abgelehnt werden.",
    refuse: "Den Wechsel ablehnen",
    refusing:
      "Du hast abgelehnt. Es gilt, sobald das Relay es hat: Lass dieses Gerät verbunden, bis dieser Hinweis verschwindet.",
    refused:
      "Abgelehnt. Wer das Papier hat, kann es wieder versuchen: Mach jetzt einen neuen Papierschlüssel, dann öffnet der alte nichts mehr.",
    link: "Firmenschlüssel",
    powerlessOne:
      "Ein entferntes Gerät steht noch unter den Firmenschlüsseln. Lass dieses Gerät an seine Stelle treten.",
  },
});
