/** One line in words: what it is, where, how many. */
import { asset, product } from "#shared/domain/inventory";
import type { LocationId } from "#shared/domain/inventory";
import { event } from "#shared/domain/events";
import type { TallyLine, TallySource } from "#shared/domain/stocktake";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { useReplica } from "#client/data";
import { createNames } from "#client/features/scanning";
import { messages } from "./messages";
import { createPlaceNames } from "./place-names";

export interface LineWords {
  readonly code: (line: TallyLine) => string | undefined;
  readonly name: (line: TallyLine) => string;
  readonly recorded: (line: TallyLine) => string;
  readonly seen: (line: TallyLine) => string;
  readonly expected: (line: TallyLine) => string;
  readonly counted: (line: TallyLine) => string;
  readonly by: (line: TallyLine) => string;
  readonly place: (id: LocationId | undefined) => string;
  /** Everything a person may search a line by. */
  readonly text: (line: TallyLine) => string;
}

/** `source` is read when a word is asked for. */
export const createLineWords = (source: () => TallySource | undefined): LineWords => {
  const t = useText(messages);
  const format = useFormat();
  const { now } = useApp();
  const { rows } = useReplica();
  const names = createNames();
  const places = createPlaceNames();
  const place = (id: LocationId | undefined): string => (id === undefined ? t("noPlace") : places().path(id));
  const awayWords = (line: TallyLine): string | undefined => {
    if (line.type === "cell") return undefined;
    const at = source()?.now.of(line.asset).place;
    if (at === undefined || at.type === "home") return undefined;
    const about = at.type === "gone" ? undefined : at.event;
    return (about === undefined ? undefined : rows.get(event, about)?.name) ?? t("away");
  };
  const code = (line: TallyLine): string | undefined =>
    line.type === "asset" ? rows.get(asset, line.asset)?.code : undefined;
  const name = (line: TallyLine): string =>
    rows.get(product, line.product)?.name ?? names.product(line.product);
  const latest = (line: TallyLine) => (line.type === "asset" ? line.seen : line.counts.at(-1));
  return {
    code,
    name,
    place,
    recorded: (line) => awayWords(line) ?? place(line.type === "asset" ? line.recorded : line.location),
    seen: (line) => {
      const at = latest(line);
      return at === undefined ? "" : place(at.location);
    },
    expected: (line) => format().number(line.type === "asset" ? (line.isExpected ? 1 : 0) : line.recorded),
    counted: (line) => {
      if (line.verdict === "moved") return t("isMoved");
      if (line.type === "asset") return line.seen === undefined ? "" : "1";
      return line.counted === undefined ? "" : format().number(line.counted);
    },
    by: (line) => {
      const at = latest(line);
      return at === undefined ? "" : `${names.person(at.by)}, ${format().moment(at.at, now())}`;
    },
    text: (line) =>
      [code(line), name(line), names.maker(line.product)].filter((part) => part !== undefined).join(" "),
  };
};

/** By code and name, as people read a list. */
export const inOrder = (lines: readonly TallyLine[], words: LineWords): readonly TallyLine[] =>
  lines
    .map((line) => ({ line, text: words.text(line) }))
    .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
    .map(({ line }) => line);
