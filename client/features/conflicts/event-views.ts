/** Scans that do not fit what became of an event meanwhile, in words, with what can be done about them. */
import type { DoubleConflict, ScanStillOut, StrayConflict } from "#shared/domain/conflicts";
import type { ProductId } from "#shared/domain/inventory";
import { line, setQuantity } from "#shared/domain/pull-list";
import { countsForEvent, recordMovements, undoMovements } from "#shared/domain/scanning";
import type { NotListed } from "#shared/domain/scanning";
import { thingOf } from "#shared/kernel/ids";
import type { AnswerView, ConflictView } from "./conflict-view";
import { countAnswer } from "./stock-views";
import type { ViewTools } from "./view-tools";

const sentences = { line: "strayLine", cancelled: "strayCancelled", removed: "strayRemoved" } as const;

export const strayView = (tools: ViewTools, conflict: StrayConflict): ConflictView => {
  const { t, names, note } = tools;
  const { facts, because, by, log, time } = conflict;
  const figure = (of: "quantity" | "left"): string =>
    tools.format().number(facts.reduce((sum, fact) => sum + fact[of], 0));
  const scanned = { n: figure("quantity"), left: figure("left") };
  return {
    id: conflict.id,
    meaning: "problem",
    chip: t("chipStray"),
    where: t("whereOut", { event: names.event(conflict.event) }),
    when: names.time(time),
    sentence: t(sentences[because], { what: whatOf(tools, facts), event: names.event(conflict.event) }),
    sides: [
      {
        person: names.person(by),
        colour: names.colour(by),
        member: by,
        says: isWhole(conflict) ? t("scannedOut", scanned) : t("partlyOut", scanned),
        note: note(time, true),
        log,
      },
    ],
    answers: strayAnswers(tools, conflict),
    mayAnswer: tools.may("write", "movements"),
    asset: undefined,
    assetTitle: undefined,
  };
};

/** Nothing of it came back. */
const isWhole = ({ facts }: StrayConflict): boolean => facts.every(({ left, quantity }) => left === quantity);

/** "2 × MegaPointe and 40 × Schuko 10 m", as far as it is still out. */
const whatOf = ({ t, format, names }: ViewTools, facts: readonly ScanStillOut[]): string => {
  const sums = new Map<ProductId, number>();
  for (const { product, left } of facts) sums.set(product, (sums.get(product) ?? 0) + left);
  const told = [...sums].map(([product, n]) =>
    t("pieces", { n: format().number(n), name: names.product(product) }),
  );
  return format().list(told);
};

const strayAnswers = (tools: ViewTools, conflict: StrayConflict): readonly AnswerView[] => {
  const { t, names, may } = tools;
  const { because, event } = conflict;
  // What came back of it did go out.
  const stayed = isWhole(conflict) ? [{ label: t("stayedHere"), run: () => takeBack(tools, conflict) }] : [];
  const back = { label: t("cameBackAll"), run: () => bringBack(tools, conflict) };
  if (because === "removed") return [...stayed, back];
  const open = { label: t("openEvent", { event: names.event(event) }), href: `/events/${event}` };
  if (because === "cancelled") return [...stayed, back, open];
  const mayList = may("write", "event", { event: thingOf(event) });
  return mayList
    ? [{ label: t("putOnList"), run: () => putOnList(tools, conflict) }, ...stayed, open]
    : [...stayed, open];
};

/** The scans say something that did not happen. */
const takeBack = async (
  { t, positions, commands, done }: ViewTools,
  { facts }: StrayConflict,
): Promise<void> => {
  const undone = facts.map((fact) => ({
    fact,
    after: fact.asset === undefined ? undefined : positions().of(fact.asset).after,
  }));
  const result = await commands.runCommand(undoMovements, { undone });
  if (result.ok) done(t("chosenToast"));
};

/** They happened, and everything is in the house again. */
const bringBack = async (
  { t, positions, commands, done }: ViewTools,
  { facts, event }: StrayConflict,
): Promise<void> => {
  const back = facts.map(({ asset, product, left, line: of }) => ({
    ...{ kind: "in" as const, asset, product, quantity: left, event, line: of },
    after: asset === undefined ? undefined : positions().of(asset).after,
  }));
  const result = await commands.runCommand(recordMovements, { facts: back, origin: "hand" });
  if (result.ok) done(t("chosenToast"));
};

/** A line for each product of it, for all of the product that is not on the list. */
const putOnList = async (
  { positions, rows, list }: ViewTools,
  { facts, event }: StrayConflict,
): Promise<void> => {
  const products = new Set(facts.map(({ product }) => product));
  const { notListed } = countsForEvent(positions().piecesOf(event), rows.of(line, thingOf(event)));
  const missing: readonly NotListed[] = notListed.filter(({ product }) => products.has(product));
  for (const one of missing) await list.put(event, one);
};

export const doubleView = (tools: ViewTools, conflict: DoubleConflict): ConflictView => {
  const { t, format, names, may } = tools;
  const { event, counts, asked, out } = conflict;
  const figure = (n: number): string => format().number(n);
  const newest = counts.at(-1);
  const told = counts.map(({ quantity, by }) =>
    t("counted", { n: figure(quantity), person: names.person(by) }),
  );
  const values = { product: names.product(conflict.product), event: names.event(event) };
  const all = { label: t("allWent", { n: figure(out) }), run: () => askForAll(tools, conflict) };
  return {
    id: conflict.id,
    meaning: "attention",
    chip: t("chipDouble"),
    where: t("whereOut", { event: names.event(event) }),
    when: newest === undefined ? "" : names.time(newest.time),
    sentence: t("double", { ...values, counts: format().list(told), n: figure(asked) }),
    sides: counts.map(({ by, log, quantity, time, facts }) => ({
      person: names.person(by),
      colour: names.colour(by),
      member: by,
      says: t("scannedOut", { n: figure(quantity) }),
      note: tools.note(
        time,
        facts.every(({ offsetMs }) => offsetMs === undefined),
      ),
      log,
    })),
    answers: [
      ...counts.map((count) => countAnswer(tools, conflict, count)),
      ...(may("write", "event", { event: thingOf(event) }) ? [all] : []),
    ],
    mayAnswer: may("write", "movements"),
    asset: undefined,
    assetTitle: undefined,
  };
};

/** Nobody was wrong: what is out is what the job needs. */
const askForAll = async (
  { t, commands, done }: ViewTools,
  { event, line: id, out }: DoubleConflict,
): Promise<void> => {
  const result = await commands.runCommand(setQuantity, { event, line: id, quantity: out });
  if (result.ok) done(t("chosenToast"));
};
