import { defineMessages } from "#client/app/i18n";

/** Stock for a time. */
export const temporaryMessages = defineMessages({
  en: {
    title: "Expected and borrowed",
    text: "Counted as free from the first to the last day.",
    pieces: "Pieces",
    kind: "What it is",
    purchase: "Purchase",
    loan: "Borrowed",
    from: "First day",
    until: "Last day",
    note: "From whom",
    add: "Add pieces",
    remove: "Remove {n}",
    removed: { one: "{n} piece is not counted any more.", other: "{n} pieces are not counted any more." },
    reversed: "The last day lies before the first.",
    here: "here now",
    stays: "stays",
  },
  de: {
    title: "Erwartet und geliehen",
    text: "Zählt vom ersten bis zum letzten Tag als frei.",
    pieces: "Stück",
    kind: "Was es ist",
    purchase: "Kauf",
    loan: "Geliehen",
    from: "Erster Tag",
    until: "Letzter Tag",
    note: "Von wem",
    add: "Stücke ergänzen",
    remove: "{n} entfernen",
    removed: { one: "{n} Stück zählt nicht mehr mit.", other: "{n} Stück zählen nicht mehr mit." },
    reversed: "Der letzte Tag liegt vor dem ersten.",
    here: "schon da",
    stays: "bleibt",
  },
});
