/** Text of the pages that the relay itself shows. */
import type { Language } from "./language";

export interface PageMessages {
  readonly trustTitle: string;
  readonly trustWhy: string;
  readonly trustGet: string;
  readonly trustFingerprint: string;
  readonly trustIphone: string;
  readonly trustIphoneSteps: readonly string[];
  readonly trustAndroid: string;
  readonly trustAndroidSteps: readonly string[];
  readonly trustThen: string;
  readonly trustOpen: (address: string) => string;
  readonly trustByName: string;
  readonly trustByNumber: string;
  readonly trustNoName: string;
  readonly labelTitle: string;
  readonly labelText: string;
  readonly labelMember: string;
  readonly labelOpen: string;
  readonly tooManyTitle: string;
  readonly tooManyText: string;
  readonly notFoundTitle: string;
  readonly notFoundText: string;
}

export const pageMessages: Readonly<Record<Language, PageMessages>> = {
  en: {
    trustTitle: "Let this phone trust EventKit",
    trustWhy:
      "Camera, keys and working offline need a secure connection. Your relay has its own certificate; trust it once on this phone. It can vouch only for names and addresses of this local network.",
    trustGet: "Get the certificate",
    trustFingerprint: "Its fingerprint is also in the window where EventKit was started. Compare them:",
    trustIphone: "On an iPhone or iPad",
    trustIphoneSteps: [
      "Tap “Get the certificate” and allow the download.",
      "Open Settings, tap “Profile Downloaded”, then Install.",
      "Open Settings, General, About, Certificate Trust Settings and switch on EventKit.",
    ],
    trustAndroid: "On Android",
    trustAndroidSteps: [
      "Tap “Get the certificate”.",
      "Open Settings, Security, More security settings, Encryption and credentials, Install a certificate, CA certificate.",
      "Choose “Install anyway” and pick the downloaded file.",
    ],
    trustThen: "Then open EventKit at this address",
    trustOpen: (address) => `Open ${address}`,
    trustByName:
      "Always use this name. Under a bare number the phone would be a new, empty device each time the number changes.",
    trustByNumber:
      "Always use this address. If its number changes one day, the phone becomes a new, empty device: ask whoever runs the relay to give it a name.",
    trustNoName: "The phone does not find the name? Some networks keep names back. Then open",
    labelTitle: "This item is somebody’s property",
    labelText:
      "It carries a label of an event company. If you have found it, please hand it to the event’s crew or the house.",
    labelMember: "If you work for the company that owns it, open it in EventKit and scan the label there.",
    labelOpen: "Open EventKit",
    tooManyTitle: "Too many requests",
    tooManyText: "Please wait a minute and try again.",
    notFoundTitle: "There is nothing here",
    notFoundText: "The address may be mistyped, or what was here has moved.",
  },
  de: {
    trustTitle: "Dieses Telefon soll EventKit vertrauen",
    trustWhy:
      "Kamera, Schlüssel und das Arbeiten ohne Netz brauchen eine sichere Verbindung. Euer Relay hat ein eigenes Zertifikat; vertraue ihm einmal auf diesem Telefon. Es gilt nur für Namen und Adressen dieses lokalen Netzes.",
    trustGet: "Zertifikat holen",
    trustFingerprint:
      "Sein Fingerabdruck steht auch in dem Fenster, in dem EventKit gestartet wurde. Vergleiche beide:",
    trustIphone: "Auf iPhone oder iPad",
    trustIphoneSteps: [
      "„Zertifikat holen“ antippen und den Download erlauben.",
      "Einstellungen öffnen, „Profil geladen“ antippen, dann Installieren.",
      "Einstellungen, Allgemein, Info, Zertifikatsvertrauenseinstellungen öffnen und EventKit einschalten.",
    ],
    trustAndroid: "Auf Android",
    trustAndroidSteps: [
      "„Zertifikat holen“ antippen.",
      "Einstellungen, Sicherheit, Weitere Sicherheitseinstellungen, Verschlüsselung und Anmeldedaten, Zertifikat installieren, CA-Zertifikat öffnen.",
      "„Trotzdem installieren“ wählen und die geladene Datei angeben.",
    ],
    trustThen: "Danach EventKit unter dieser Adresse öffnen",
    trustOpen: (address) => `${address} öffnen`,
    trustByName:
      "Nimm immer diesen Namen. Unter einer bloßen Nummer wäre das Telefon nach jedem Wechsel der Nummer ein neues, leeres Gerät.",
    trustByNumber:
      "Nimm immer diese Adresse. Ändert sich eines Tages ihre Nummer, wird das Telefon ein neues, leeres Gerät: bitte die Leute, die das Relay betreiben, ihm einen Namen zu geben.",
    trustNoName: "Das Telefon findet den Namen nicht? Manche Netze geben Namen nicht weiter. Dann öffne",
    labelTitle: "Dieser Gegenstand gehört jemandem",
    labelText:
      "Er trägt das Etikett einer Veranstaltungsfirma. Hast du ihn gefunden? Dann gib ihn bitte der Crew oder dem Haus.",
    labelMember:
      "Arbeitest du für die Firma, der er gehört? Dann öffne EventKit und scanne das Etikett dort.",
    labelOpen: "EventKit öffnen",
    tooManyTitle: "Zu viele Anfragen",
    tooManyText: "Bitte warte eine Minute und versuche es noch einmal.",
    notFoundTitle: "Hier ist nichts",
    notFoundText: "Vielleicht ist die Adresse falsch geschrieben, oder was hier war, ist umgezogen.",
  },
};
