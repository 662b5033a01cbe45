import { defineMessages } from "#client/app/i18n";

export const claimMessages = defineMessages({
  en: {
    claim: "Put it on something",
    claimed: "Wears this label now",
    claimedNext: "Wears this label now. Scan it again to book it.",
  },
  de: {
    claim: "Auf etwas kleben",
    claimed: "Trägt jetzt dieses Etikett",
    claimedNext: "Trägt jetzt dieses Etikett. Zum Buchen noch einmal scannen.",
  },
});
