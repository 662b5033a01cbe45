/** Movements that cannot all be true, in words, with what each answer leads to. */
import { countsForEvent, settleMovements } from "#shared/domain/scanning";
import { settlingFor } from "#shared/domain/conflicts";
import type { MovementConflict, MovementSide } from "#shared/domain/conflicts";
import type { EventId } from "#shared/domain/events";
import { line } from "#shared/domain/pull-list";
import { thingOf } from "#shared/kernel/ids";
import type { AnswerView, ConflictView, SideView } from "./conflict-view";
import type { ViewTools } from "./view-tools";

export const movementView = (tools: ViewTools, conflict: MovementConflict): ConflictView => {
  const { t, names } = tools;
  const what = whatOf(tools, conflict);
  const [lead] = conflict.assets;
  const newest = conflict.sides.at(-1);
  const sentence = sentenceOf(tools, conflict, what);
  return {
    id: conflict.id,
    meaning: conflict.isSameOutcome ? "attention" : "problem",
    chip: conflict.isSameOutcome ? t("chipTwice") : t("chipTwoPlaces"),
    where: t("whereScan", { what }),
    when: newest === undefined ? "" : names.time(newest.time),
    sentence: conflict.isDisputed ? `${sentence} ${t("disputed")}` : sentence,
    sides: conflict.sides.map((side) => sideView(tools, side)),
    answers: conflict.sides.map((side) => answerView(tools, conflict, side)),
    mayAnswer: tools.may("write", "movements"),
    asset: lead,
    assetTitle: { code: what, product: names.product(conflict.product) },
  };
};

/** "LED-0113", or "FC-07 and 20 more" when a case was scanned with everything in it. */
const whatOf = ({ t, names }: ViewTools, { assets }: MovementConflict): string => {
  const [lead] = assets;
  const code = lead === undefined ? "" : names.code(lead);
  return assets.length > 1 ? t("andMore", { code, n: assets.length - 1 }) : code;
};

const sideView = ({ names, tell, note }: ViewTools, side: MovementSide): SideView => {
  const [fact] = side.facts;
  return {
    person: names.person(side.by),
    colour: names.colour(side.by),
    member: side.by,
    says: fact === undefined ? "" : tell(fact),
    note: note(side.time, side.wasOffline),
    log: side.log,
  };
};

const sentenceOf = (tools: ViewTools, conflict: MovementConflict, what: string): string => {
  const { t, names, hasRelay } = tools;
  const { sides } = conflict;
  if (sides.length > 2) return t("several", { what, n: sides.length });
  const [first = "", second = ""] = sides.map((side) => {
    const { says, person } = sideView(tools, side);
    return t("sideAt", { did: says, person, time: names.time(side.time) });
  });
  const wereOffline = hasRelay() && sides.every((side) => side.wasOffline);
  return t(wereOffline ? "twiceOffline" : "twice", { what, first, second });
};

const answerView = (tools: ViewTools, conflict: MovementConflict, side: MovementSide): AnswerView => {
  const { t, names, commands, positions, done } = tools;
  const event = side.kind === "out" ? side.event : undefined;
  return {
    label: answerLabel(tools, conflict, side),
    run: async () => {
      const result = await commands.runCommand(settleMovements, settlingFor(positions(), conflict, side));
      if (result.ok) done(t("settledToast"));
    },
    effects: effectsOf(tools, conflict, side),
    effectsTitle: event === undefined ? undefined : t("ifWent", { event: names.event(event) }),
  };
};

/** By where it went when that tells the sides apart, else by whose scan it is. */
const answerLabel = ({ t, names }: ViewTools, conflict: MovementConflict, side: MovementSide): string => {
  const isAlone = conflict.sides.every(
    (other) => other === side || other.kind !== side.kind || other.event !== side.event,
  );
  if (isAlone && side.kind === "out" && side.event !== undefined)
    return t("wentTo", { event: names.event(side.event) });
  if (isAlone && side.kind === "in") return t("cameBack");
  const isAlonePerson = conflict.sides.every((other) => other === side || other.by !== side.by);
  const person = names.person(side.by);
  return isAlonePerson
    ? t("thisHolds", { person })
    : t("thisHolds", { person: `${person}, ${names.time(side.time)}` });
};

const effectsOf = (
  tools: ViewTools,
  conflict: MovementConflict,
  side: MovementSide,
): AnswerView["effects"] => {
  const events = new Set(conflict.sides.flatMap((one) => (one.event === undefined ? [] : [one.event])));
  return [...events].flatMap((event) => {
    const isKept = event === side.event;
    const values = standingOn(tools, conflict, event, isKept);
    if (values.of === 0) return [];
    if (isKept) return [{ meaning: "ok" as const, text: tools.t("staysAt", values) }];
    const meaning = values.done < values.of ? ("attention" as const) : ("ok" as const);
    return [{ meaning, text: tools.t("thenHas", values) }];
  });
};

/** Pieces of the product that stand on an event, with or without the disputed ones. */
const standingOn = (
  { positions, rows, names }: ViewTools,
  conflict: MovementConflict,
  event: EventId,
  isKept: boolean,
) => {
  const lines = rows.of(line, thingOf(event));
  const pieces = positions().piecesOf(event);
  const assets = new Map([...pieces.assets].filter(([id]) => isKept || !conflict.assets.includes(id)));
  const counts = countsForEvent({ ...pieces, assets }, lines);
  const own = lines.filter((one) => one.product === conflict.product && one.removedAt === undefined);
  return {
    event: names.event(event),
    product: names.product(conflict.product),
    done: own.reduce((sum, one) => sum + (counts.byLine.get(one.id)?.out ?? 0), 0),
    of: own.reduce((sum, one) => sum + one.quantity, 0),
  };
};
