import { defineMessages } from "#client/app/i18n";

export const conditionMessages = defineMessages({
  en: {
    blocked: "Out of use: {fault}.",
    unfitInside: {
      one: "{n} piece inside is out of use or overdue: {codes}. Take it out first.",
      other: "{n} pieces inside are out of use or overdue: {codes}. Take them out first.",
    },
    inspectionOver: "Overdue: {name}. Test it first.",
    noteBlocked: "Out of use: {fault}",
    noteFault: "Usable with a fault: {fault}",
    noteOverdue: "Overdue: {name}",
    damaged: "It is damaged",
  },
  de: {
    blocked: "Gesperrt: {fault}.",
    unfitInside: {
      one: "{n} Stück darin ist gesperrt oder überfällig: {codes}. Nimm es zuerst heraus.",
      other: "{n} Stück darin sind gesperrt oder überfällig: {codes}. Nimm sie zuerst heraus.",
    },
    inspectionOver: "Überfällig: {name}. Prüfe es zuerst.",
    noteBlocked: "Gesperrt: {fault}",
    noteFault: "Benutzbar mit Mangel: {fault}",
    noteOverdue: "Überfällig: {name}",
    damaged: "Es ist beschädigt",
  },
});
