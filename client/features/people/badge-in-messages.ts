import { defineMessages } from "#client/app/i18n";

/** Letting the crew of a load-in in. */
export const badgeInMessages = defineMessages({
  en: {
    whatItDoes: "Nobody compares a code here: whoever scans is in. You see everybody who comes.",
    noEvent: "Make the event first: people come in like this for one event.",
    places: "How many people",
    show: "Show the code",
    title: "Come in: {event}",
    scan: "Let people scan this with the camera of their phone. It lets one person in, then the next code comes.",
    code: "Code to come in",
    preparing: "The next code is on its way.",
    timeLeft: "{time} left",
    placesLeft: { one: "{n} place left", other: "{n} places left" },
    arrivals: "Came in",
    nobody: "Nobody yet.",
    stop: "Stop letting people in",
    overTime: "The quarter of an hour is over. The code lets nobody in any more.",
    overPlaces: "Everybody is here. The code lets nobody in any more.",
    overStopped: "Stopped. The code lets nobody in any more.",
    again: "Another quarter of an hour",
    done: "Done",
    stillOpen:
      "The last code could not be withdrawn without a connection. It lets one person in, until {time}.",
  },
  de: {
    whatItDoes: "Hier vergleicht niemand einen Code: Wer scannt, ist drin. Du siehst alle, die kommen.",
    noEvent: "Lege zuerst das Event an: so kommen Leute für ein einzelnes Event herein.",
    places: "Wie viele Leute",
    show: "Code zeigen",
    title: "Einlass: {event}",
    scan: "Lass dies mit der Kamera des Telefons scannen. Es lässt eine Person herein, dann kommt der nächste Code.",
    code: "Code zum Hereinkommen",
    preparing: "Der nächste Code ist unterwegs.",
    timeLeft: "noch {time}",
    placesLeft: { one: "noch {n} Platz", other: "noch {n} Plätze" },
    arrivals: "Hereingekommen",
    nobody: "Noch niemand.",
    stop: "Einlass beenden",
    overTime: "Die Viertelstunde ist um. Der Code lässt niemanden mehr herein.",
    overPlaces: "Alle sind da. Der Code lässt niemanden mehr herein.",
    overStopped: "Beendet. Der Code lässt niemanden mehr herein.",
    again: "Noch eine Viertelstunde",
    done: "Fertig",
    stillOpen:
      "Der letzte Code ließ sich ohne Verbindung nicht zurückziehen. Er lässt noch eine Person herein, bis {time}.",
  },
});
