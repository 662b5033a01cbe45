import { defineMessages } from "./i18n";

/** Texts of the frame: navigation, sync mark, palette, prompts, failures. */
export const messages = defineMessages({
  en: {
    main: "Main",
    back: "Back to {name}",
    skip: "Skip to content",
    today: "Today",
    conflicts: "Conflicts",
    held: "Handed in",
    heldWaiting: { one: "{n} handed-in scan to decide about", other: "{n} handed-in scans to decide about" },
    plan: "Plan",
    events: "Events",
    availability: "Availability",
    equipment: "Equipment",
    stock: "Stock",
    locations: "Locations",
    stocktakes: "Stocktakes",
    maintenance: "Maintenance",
    stockReport: "Stock report",
    transfers: "Transfers",
    scan: "Scan",
    labels: "Labels",
    import: "Import",
    activity: "Activity",
    settings: "Settings",
    device: "This device",
    people: "People",
    roles: "Roles",
    security: "Security",
    more: "More",
    openConflicts: { one: "{n} open", other: "{n} open" },
    companies: "Companies",
    switchCompany: "Switch company, now {name}",
    anotherCompany: "Create or join another",
    unnamed: "Company without a name yet",
    demoBanner: "Demo company. Nothing leaves this device.",
    demoLeave: "Leave the demo",

    close: "Close",
    cancel: "Cancel",
    clear: "Clear",
    undo: "Undo",
    notifications: "Notifications",
    resize: "Change the width",
    selectRow: "Select row",

    search: "Search or do anything",
    searchShort: "Search",
    paletteHint: "A product, a code, an event, a screen",
    paletteNothing: "Nothing fits “{query}”.",
    screens: "Screens",
    actions: "Actions",
    useLight: "Use light colours",
    useDark: "Use dark colours",
    useOther: "Deutsch",
    undoLast: "Undo my last change",

    synced: "Synced",
    syncedAt: "Synced {time}",
    localShort: { one: "{n} change here", other: "{n} changes here" },
    localChanges: { one: "{n} change on this device only", other: "{n} changes on this device only" },
    offlineSince: "Offline since {time}",
    offline: "Offline",
    hall: "In the hall",
    notHome: { one: "{n} change not home yet", other: "{n} changes not home yet" },
    attention: "Needs attention",
    hereOnly: "On this device only",
    hereOnlyShort: "Only here",
    oneDevice: "Only this device opens it",
    oneDeviceShort: "Only this device",
    firstSync: "{done} of {total} documents",

    syncTitle: "Where your changes are",
    syncedText: "Everything is on the relay too. The last confirmation came {time}.",
    syncedNever: "Nothing waits on this device.",
    handedIn: { one: "{n} change handed in", other: "{n} changes handed in" },
    handedInText:
      "This device may not write any more. What it recorded is handed in and waits for the company until {time}.",
    left: "Removed from the company",
    leftText: "This device was removed from the company. Everything it recorded is with the company.",
    localText: "The changes below are safe on this device and on their way to the relay.",
    offlineText:
      "The relay cannot be reached. Everything goes on working; changes are kept here and sent later.",
    offlineKeptText:
      "No relay can be reached. What is not home yet lies on the relay in the hall too; any device that has it brings it to the company’s relay.",
    hallText:
      "The company’s relay cannot be reached, the one in the hall can: it passes on what the devices here write. Any of them brings it home later.",
    bringing: {
      one: "{n} change that came through a hall is on its way to the company’s relay.",
      other: "{n} changes that came through a hall are on their way to the company’s relay.",
    },
    hereOnlyText:
      "This company is not connected to a relay. Everything stays on this device: keep a copy from time to time.",
    firstSyncText: "Fetching what this device does not have yet. You can already work.",
    attentionText: "Something needs a person:",
    waiting: "Not on the relay yet",
    changes: { one: "{n} change", other: "{n} changes" },
    moreThings: { one: "and {n} more", other: "and {n} more" },
    devicePage: "All about this device",
    paperKeyMissing: "The paper key is not saved yet: if this device is lost, nobody can open the company.",
    paperKeySave: "Save the paper key",

    storageFailed: "This device could not store a change ({message}). Free some space, then try again.",
    damagedHealed: "A damaged part of {thing} was fetched again. Nothing is missing.",
    falseRows:
      "A device gave this one a false first picture of {thing}. It has been replaced by the checked one. The device's key begins with {device}.",
    unsound:
      "A device wrote a change to {thing} that cannot be read. It was left out, everything else is there. The device's key begins with {device}.",
    damaged:
      "A part of {thing} is damaged on this device. The rest works; it is fetched again when the relay answers.",
    relaySignature: "The relay sent something it could not prove. It was put aside and nothing here changed.",
    relayGate: "The relay sent changes that break the rules. They were put aside and nothing here changed.",
    relayRollback: "The relay forgot something it had confirmed before. Nothing here was removed.",
    relayGrant:
      "The relay accepted changes from somebody who might not make them. Show this to whoever runs it before you rely on them.",
    relayFork:
      "The relay put the company in order twice. Nothing here was removed; Settings, Security says what each order has and what can be done.",
    refused: "A change to {thing} was refused. What you wrote is kept under This device.",
    refusedHall:
      "Changes to {thing} that came through a hall did not get home. They are kept under This device.",
    deviceRevoked: "This device was removed from the company {time}. What it wrote before is kept.",
    relayFull:
      "The company has used up its space on the relay. New changes stay on this device until whoever runs the relay gives it more.",
    relayCrowded:
      "As many devices of the company are connected as its relay allows. This one tries again by itself.",
    addressForeign:
      "The relay answers, but {address} is none of its addresses, so it lets no device in there. Nothing is lost: what is new stays on this device. Whoever runs the relay adds the address to PUBLIC_ORIGIN; then this device gets in by itself.",
    tooOld: "This version is too old for the relay. Load the page again to get the new one.",
    somethingElse: "a document",

    kindCompany: "Company settings",
    kindPlaces: "Locations",
    kindMovements: "Scans",
    kindMoney: "Prices",
    kindProduct: "A product",
    kindEvent: "An event",
    kindPerson: "A person",
    kindStocktake: "A stocktake",

    undone: "Taken back.",
    undoneKept: {
      one: "Taken back. {n} field was changed by somebody since and stays.",
      other: "Taken back. {n} fields were changed by somebody since and stay.",
    },
    undoneMissing: {
      one: "{n} change stays: what it belongs to is not on this device any more.",
      other: "{n} changes stay: what they belong to is not on this device any more.",
    },
    nothingToUndo: "There is nothing of yours to take back.",
    failStorage:
      "Not saved: this device could not write ({message}). Nothing was changed. Free some space and try again.",
    failNotAllowed: "You may not do that with this device. Nothing was changed.",
    failMissing: "That is not on this device any more. Nothing was changed.",
    failTooOld:
      "That was made with a newer version. It can be read here, not changed, until this device is updated.",
    failDamaged: "That is damaged on this device and cannot be changed until it was fetched again.",
    failStopped: "That can no longer be changed from this device.",
    failOther: "That did not work. Nothing was changed.",

    updateReady: "A new version of EventKit is ready.",
    updateTake: "Use it now",
    updateElsewhere: "EventKit was updated in another tab.",
    updateReload: "Load this one again",

    crashTitle: "This screen stopped working",
    crashText:
      "What you entered before is saved on this device. Load the page again; if it happens again, tell whoever looks after EventKit what stands here:",
    crashReload: "Load again",
    crashToday: "Go to Today",
    openingFailed: "This company does not open",
    openUnknown: "It is not on this device any more.",
    openStorage:
      "This device could not read its storage ({message}). Close other tabs of EventKit and load the page again.",
    openTooOld:
      "Its data was written by a newer version of EventKit. Load the page again to get that version.",
    chooseOther: "Choose another company",
    readOnly: "Read only",
    readOnlyText: "Your role does not include changing this. If it should, ask the office.",
    readOnlyRemoved: "This device does not belong to the company any more.",
    notYours: "Not part of your role",
    notYoursText: "Your role in this company does not include this screen. If it should, ask the office.",
    notFound: "There is nothing at this address",
    notFoundText: "The link may be old, or what it led to was removed.",
  },
  de: {
    main: "Hauptmenü",
    back: "Zurück zu {name}",
    skip: "Zum Inhalt",
    today: "Heute",
    conflicts: "Konflikte",
    held: "Abgegeben",
    heldWaiting: {
      one: "{n} abgegebener Scan wartet auf eine Entscheidung",
      other: "{n} abgegebene Scans warten auf eine Entscheidung",
    },
    plan: "Planung",
    events: "Events",
    availability: "Verfügbarkeit",
    equipment: "Material",
    stock: "Bestand",
    locations: "Lagerorte",
    stocktakes: "Inventuren",
    maintenance: "Wartung",
    stockReport: "Bestandsbericht",
    transfers: "Umlagerungen",
    scan: "Scannen",
    labels: "Etiketten",
    import: "Import",
    activity: "Aktivität",
    settings: "Einstellungen",
    device: "Dieses Gerät",
    people: "Personen",
    roles: "Rollen",
    security: "Sicherheit",
    more: "Mehr",
    openConflicts: { one: "{n} offen", other: "{n} offen" },
    companies: "Firmen",
    switchCompany: "Firma wechseln, jetzt {name}",
    anotherCompany: "Weitere anlegen oder beitreten",
    unnamed: "Firma noch ohne Namen",
    demoBanner: "Demo-Firma. Nichts verlässt dieses Gerät.",
    demoLeave: "Demo verlassen",

    close: "Schließen",
    cancel: "Abbrechen",
    clear: "Leeren",
    undo: "Rückgängig",
    notifications: "Mitteilungen",
    resize: "Breite ändern",
    selectRow: "Zeile auswählen",

    search: "Suchen oder tun",
    searchShort: "Suchen",
    paletteHint: "Ein Produkt, ein Code, ein Event, eine Seite",
    paletteNothing: "Nichts passt zu „{query}“.",
    screens: "Seiten",
    actions: "Aktionen",
    useLight: "Helle Farben",
    useDark: "Dunkle Farben",
    useOther: "English",
    undoLast: "Meine letzte Änderung zurücknehmen",

    synced: "Synchron",
    syncedAt: "Synchron {time}",
    localShort: { one: "{n} Änderung hier", other: "{n} Änderungen hier" },
    localChanges: { one: "{n} Änderung nur auf diesem Gerät", other: "{n} Änderungen nur auf diesem Gerät" },
    offlineSince: "Offline seit {time}",
    offline: "Offline",
    hall: "In der Halle",
    notHome: { one: "{n} Änderung noch nicht zu Hause", other: "{n} Änderungen noch nicht zu Hause" },
    attention: "Bitte ansehen",
    hereOnly: "Nur auf diesem Gerät",
    hereOnlyShort: "Nur hier",
    oneDevice: "Nur dieses Gerät öffnet sie",
    oneDeviceShort: "Nur dieses Gerät",
    firstSync: "{done} von {total} Dokumenten",

    syncTitle: "Wo deine Änderungen sind",
    syncedText: "Alles ist auch auf dem Relay. Die letzte Bestätigung kam {time}.",
    syncedNever: "Auf diesem Gerät wartet nichts.",
    handedIn: { one: "{n} Änderung abgegeben", other: "{n} Änderungen abgegeben" },
    handedInText:
      "Dieses Gerät darf nicht mehr schreiben. Was es aufgenommen hat, ist abgegeben und wartet bis {time} auf die Firma.",
    left: "Aus der Firma entfernt",
    leftText:
      "Dieses Gerät wurde aus der Firma entfernt. Alles, was es aufgenommen hat, liegt bei der Firma.",
    localText: "Die Änderungen unten sind auf diesem Gerät sicher und unterwegs zum Relay.",
    offlineText:
      "Das Relay ist nicht erreichbar. Alles geht weiter; Änderungen bleiben hier und werden später gesendet.",
    offlineKeptText:
      "Kein Relay ist erreichbar. Was noch nicht zu Hause ist, liegt auch auf dem Relay in der Halle; jedes Gerät, das es hat, bringt es zum Relay der Firma.",
    hallText:
      "Das Relay der Firma ist nicht erreichbar, das in der Halle schon: es gibt weiter, was die Geräte hier schreiben. Jedes von ihnen bringt es später nach Hause.",
    bringing: {
      one: "{n} Änderung, die durch eine Halle kam, ist unterwegs zum Relay der Firma.",
      other: "{n} Änderungen, die durch eine Halle kamen, sind unterwegs zum Relay der Firma.",
    },
    hereOnlyText:
      "Diese Firma ist mit keinem Relay verbunden. Alles bleibt auf diesem Gerät: sichere ab und zu eine Kopie.",
    firstSyncText: "Es wird geholt, was dieses Gerät noch nicht hat. Du kannst schon arbeiten.",
    attentionText: "Hier muss jemand hinsehen:",
    waiting: "Noch nicht auf dem Relay",
    changes: { one: "{n} Änderung", other: "{n} Änderungen" },
    moreThings: { one: "und {n} weiteres", other: "und {n} weitere" },
    devicePage: "Alles über dieses Gerät",
    paperKeyMissing:
      "Der Papierschlüssel ist noch nicht gesichert: geht dieses Gerät verloren, öffnet niemand mehr die Firma.",
    paperKeySave: "Papierschlüssel sichern",

    storageFailed:
      "Dieses Gerät konnte eine Änderung nicht speichern ({message}). Schaffe Platz und versuche es noch einmal.",
    damagedHealed: "Ein beschädigter Teil von {thing} wurde neu geholt. Es fehlt nichts.",
    falseRows:
      "Ein Gerät hat diesem einen falschen ersten Stand von {thing} gegeben. Er ist durch den geprüften ersetzt. Der Schlüssel des Geräts beginnt mit {device}.",
    unsound:
      "Ein Gerät hat in {thing} eine Änderung geschrieben, die nicht lesbar ist. Sie wurde weggelassen, alles andere ist da. Der Schlüssel des Geräts beginnt mit {device}.",
    damaged:
      "Ein Teil von {thing} ist auf diesem Gerät beschädigt. Der Rest geht; er wird neu geholt, sobald das Relay antwortet.",
    relaySignature:
      "Das Relay hat etwas geschickt, das es nicht beweisen konnte. Es liegt beiseite, hier hat sich nichts geändert.",
    relayGate:
      "Das Relay hat Änderungen geschickt, die gegen die Regeln sind. Sie liegen beiseite, hier hat sich nichts geändert.",
    relayRollback: "Das Relay hat etwas vergessen, das es schon bestätigt hatte. Hier wurde nichts entfernt.",
    relayGrant:
      "Das Relay hat Änderungen von jemandem angenommen, der sie nicht machen durfte. Zeig das dem Betreiber, bevor du dich darauf verlässt.",
    relayFork:
      "Das Relay hat die Firma zweimal geordnet. Hier wurde nichts entfernt; unter Einstellungen, Sicherheit steht, was welche Ordnung hat und was sich tun lässt.",
    refused: "Eine Änderung an {thing} wurde abgelehnt. Was du geschrieben hast, steht unter Dieses Gerät.",
    refusedHall:
      "Änderungen an {thing}, die durch eine Halle kamen, sind nicht zu Hause angekommen. Sie stehen unter Dieses Gerät.",
    deviceRevoked:
      "Dieses Gerät wurde {time} aus der Firma entfernt. Was es vorher schrieb, bleibt erhalten.",
    relayFull:
      "Die Firma hat ihren Platz auf dem Relay aufgebraucht. Neue Änderungen bleiben auf diesem Gerät, bis sie mehr bekommt. Das entscheiden die Leute, die das Relay betreiben.",
    relayCrowded:
      "Es sind so viele Geräte der Firma verbunden, wie ihr Relay erlaubt. Dieses versucht es von selbst wieder.",
    addressForeign:
      "Das Relay antwortet, aber {address} ist keine seiner Adressen; dort lässt es kein Gerät herein. Verloren ist nichts: Neues bleibt auf diesem Gerät. Wer das Relay betreibt, nimmt die Adresse in PUBLIC_ORIGIN auf; dann verbindet sich dieses Gerät von selbst.",
    tooOld: "Diese Version ist zu alt für das Relay. Lade die Seite neu, um die neue zu bekommen.",
    somethingElse: "einem Dokument",

    kindCompany: "Firmeneinstellungen",
    kindPlaces: "Lagerorte",
    kindMovements: "Scans",
    kindMoney: "Preise",
    kindProduct: "Ein Produkt",
    kindEvent: "Ein Event",
    kindPerson: "Eine Person",
    kindStocktake: "Eine Inventur",

    undone: "Zurückgenommen.",
    undoneKept: {
      one: "Zurückgenommen. {n} Feld hat inzwischen jemand geändert, es bleibt.",
      other: "Zurückgenommen. {n} Felder hat inzwischen jemand geändert, sie bleiben.",
    },
    undoneMissing: {
      one: "{n} Änderung bleibt: Wozu sie gehört, ist nicht mehr auf diesem Gerät.",
      other: "{n} Änderungen bleiben: Wozu sie gehören, ist nicht mehr auf diesem Gerät.",
    },
    nothingToUndo: "Von dir gibt es nichts zurückzunehmen.",
    failStorage:
      "Nicht gespeichert: dieses Gerät konnte nicht schreiben ({message}). Nichts wurde geändert. Schaffe Platz und versuche es noch einmal.",
    failNotAllowed: "Das darf dieses Gerät nicht. Nichts wurde geändert.",
    failMissing: "Das ist nicht mehr auf diesem Gerät. Nichts wurde geändert.",
    failTooOld:
      "Das stammt aus einer neueren Version. Es lässt sich hier lesen, aber erst nach einem Update ändern.",
    failDamaged: "Das ist auf diesem Gerät beschädigt und lässt sich erst ändern, wenn es neu geholt wurde.",
    failStopped: "Das lässt sich von diesem Gerät nicht mehr ändern.",
    failOther: "Das hat nicht geklappt. Nichts wurde geändert.",

    updateReady: "Eine neue Version von EventKit ist bereit.",
    updateTake: "Jetzt verwenden",
    updateElsewhere: "EventKit wurde in einem anderen Tab aktualisiert.",
    updateReload: "Diesen neu laden",

    crashTitle: "Diese Seite ist stehen geblieben",
    crashText:
      "Was du vorher eingegeben hast, ist auf diesem Gerät gespeichert. Lade die Seite neu; passiert es wieder, sage denen, die EventKit betreuen, was hier steht:",
    crashReload: "Neu laden",
    crashToday: "Zu Heute",
    openingFailed: "Diese Firma lässt sich nicht öffnen",
    openUnknown: "Sie ist nicht mehr auf diesem Gerät.",
    openStorage:
      "Dieses Gerät konnte seinen Speicher nicht lesen ({message}). Schließe andere Tabs von EventKit und lade die Seite neu.",
    openTooOld:
      "Ihre Daten schrieb eine neuere Version von EventKit. Lade die Seite neu, um sie zu bekommen.",
    chooseOther: "Andere Firma wählen",
    readOnly: "Nur lesen",
    readOnlyText: "Deine Rolle erlaubt hier keine Änderungen. Wenn sie es soll, frag im Büro.",
    readOnlyRemoved: "Dieses Gerät gehört nicht mehr zur Firma.",
    notYours: "Nicht Teil deiner Rolle",
    notYoursText: "Deine Rolle in dieser Firma enthält diese Ansicht nicht. Wenn sie es soll, frag im Büro.",
    notFound: "Unter dieser Adresse ist nichts",
    notFoundText: "Der Link ist vielleicht alt, oder das Ziel wurde entfernt.",
  },
});
