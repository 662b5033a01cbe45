import { defineMessages } from "#client/app/i18n";

export const deviceMessages = defineMessages({
  en: {
    deviceName: "Name",
    nameInvite: "Add a name",
    /** Until it has a name. */
    deviceShort: "Device {key}",
    deviceOn: "{browser} on {system}",
    devicePhone: "{system} phone",
  },
  de: {
    deviceName: "Name",
    nameInvite: "Namen ergänzen",
    deviceShort: "Gerät {key}",
    deviceOn: "{browser} unter {system}",
    devicePhone: "{system}-Telefon",
  },
});
