/** Disagreements about cases, bulk counts and codes, in words. */
import { recordMovements, undoMovements } from "#shared/domain/scanning";
import type { CodeOwner } from "#shared/domain/scanning";
import type { AssetId } from "#shared/domain/inventory";
import { asset, disputedLabels, takeLabelOff } from "#shared/domain/inventory";
import type { LoopConflict, SurplusConflict } from "#shared/domain/conflicts";
import { spellLabel } from "#shared/kernel/label-text";
import type { DuplicateCode } from "./conflict-index";
import type { AnswerView, ConflictView, SideView } from "./conflict-view";
import type { ViewTools } from "./view-tools";

export const loopView = (
  tools: ViewTools,
  { id, loop: { members, loose, ignored } }: LoopConflict,
): ConflictView => {
  const { t, format, names, timeOf } = tools;
  return {
    id,
    meaning: "attention",
    chip: t("chipLoop"),
    where: t("whereStock"),
    when: timeOf(ignored),
    sentence: t("loop", { cases: format().list(members.map(names.code)), loose: names.code(loose) }),
    sides: members.flatMap((member) => loopSide(tools, member) ?? []),
    answers: members.map((member) => ({
      label: t("takeOut", { code: names.code(member) }),
      run: () => unpack(tools, member),
    })),
    mayAnswer: tools.may("write", "movements"),
    asset: loose,
    assetTitle: { code: names.code(loose), product: "" },
  };
};

const loopSide = ({ names, tell, positions, timeOf }: ViewTools, member: AssetId): SideView | undefined => {
  const fact = positions().of(member).last;
  if (fact === undefined) return undefined;
  return {
    person: names.person(fact.by),
    colour: names.colour(fact.by),
    member: fact.by,
    says: `${names.code(member)}: ${tell(fact)}`,
    note: timeOf(fact),
  };
};

const unpack = async ({ t, rows, positions, commands, done }: ViewTools, member: AssetId): Promise<void> => {
  const row = rows.get(asset, member);
  if (row === undefined) return;
  const after = positions().of(member).after;
  const fact = { kind: "unpacked", asset: member, product: row.product, quantity: 1, after } as const;
  const result = await commands.runCommand(recordMovements, { facts: [fact], origin: "hand" });
  if (result.ok) done(t("chosenToast"));
};

export const surplusView = (tools: ViewTools, conflict: SurplusConflict): ConflictView => {
  const { t, format, names } = tools;
  const event = names.event(conflict.event);
  const figure = (n: number): string => format().number(n);
  const counted = conflict.counts.map((count) =>
    t("counted", { n: figure(count.quantity), person: names.person(count.by) }),
  );
  const newest = conflict.counts.at(-1);
  return {
    id: conflict.id,
    meaning: "attention",
    chip: t("chipSurplus"),
    where: t("whereReturn", { event }),
    when: newest === undefined ? "" : names.time(newest.time),
    sentence: t("surplus", {
      product: names.product(conflict.product),
      event,
      counts: format().list(counted),
      n: figure(conflict.wentOut),
    }),
    sides: conflict.counts.map((count) => ({
      person: names.person(count.by),
      colour: names.colour(count.by),
      member: count.by,
      says: figure(count.quantity),
      note: names.time(count.time),
    })),
    answers:
      conflict.counts.length < 2 ? [] : conflict.counts.map((count) => countAnswer(tools, conflict, count)),
    mayAnswer: tools.may("write", "movements"),
    asset: undefined,
    assetTitle: undefined,
  };
};

/** One person's count holds: the others' are taken back. */
export const countAnswer = (
  { t, format, names, commands, done }: ViewTools,
  conflict: Pick<SurplusConflict, "counts">,
  count: SurplusConflict["counts"][number],
): AnswerView => ({
  label: t("countHolds", { n: format().number(count.quantity), person: names.person(count.by) }),
  run: async () => {
    const others = conflict.counts.filter((one) => one !== count).flatMap((one) => one.facts);
    const undone = others.map((fact) => ({ fact, after: undefined }));
    const result = await commands.runCommand(undoMovements, { undone });
    if (result.ok) done(t("chosenToast"));
  },
});

/** A code is settled where it stands: each thing is one step away. A label is stuck on one thing: that is said here. */
export const duplicateView = (
  tools: ViewTools,
  { id, code, isLabel, owners }: DuplicateCode,
): ConflictView => ({
  id,
  meaning: "attention",
  chip: tools.t(isLabel ? "chipLabel" : "chipCode"),
  where: tools.t("whereStock"),
  when: "",
  sentence: isLabel
    ? tools.t("twoWear", {
        label: spellLabel(code),
        things: tools.format().list(owners.map((owner) => ownerName(tools, owner))),
      })
    : tools.t("duplicate", { code, n: owners.length }),
  sides: [],
  answers: [
    ...(isLabel ? wearerAnswers(tools, code, owners) : []),
    ...samePieceAnswers(tools, owners),
    ...owners.map((owner) => openAnswer(tools, owner)),
  ],
  mayAnswer: true,
  asset: undefined,
  assetTitle: undefined,
});

const ownerName = ({ t, names, rows }: ViewTools, owner: CodeOwner): string => {
  if (owner.type === "product") return names.product(owner.product);
  const row = rows.get(asset, owner.asset);
  return t("thing", {
    name: row === undefined ? "" : names.product(row.product),
    code: names.code(owner.asset),
  });
};

/** Somebody looked: the label is on this one, so the others do not wear it. */
const wearerAnswers = (
  { t, names, rows, may, commands, done }: ViewTools,
  label: string,
  owners: readonly CodeOwner[],
): readonly AnswerView[] => {
  if (!may("write", "inventory")) return [];
  const wearers = owners.flatMap((owner) => (owner.type === "asset" ? owner : []));
  return wearers.map((wearer) => ({
    label: t("labelIsOn", { code: names.code(wearer.asset) }),
    run: async () => {
      const others = wearers.filter((other) => other !== wearer);
      const from = others.flatMap((other) => rows.get(asset, other.formerly ?? other.asset) ?? []);
      const result = await commands.runCommand(takeLabelOff, {
        label,
        from: from.map((row) => ({ product: row.product, asset: row.id, disputed: disputedLabels(row) })),
      });
      if (result.ok) done(t("chosenToast"));
    },
  }));
};

const openAnswer = (tools: ViewTools, owner: CodeOwner): AnswerView => {
  if (owner.type === "product") {
    return {
      label: tools.t("openProduct", { name: tools.names.product(owner.product) }),
      href: `/stock/products/${owner.product}`,
    };
  }
  return {
    label: tools.t("openThing", { code: ownerName(tools, owner) }),
    href: `/stock/assets/${owner.asset}`,
  };
};

/** Two pieces of one product with one code may be one piece that was entered twice. */
const samePieceAnswers = (
  { t, rows, may }: ViewTools,
  owners: readonly CodeOwner[],
): readonly AnswerView[] => {
  const pieces = owners.flatMap((owner) =>
    owner.type === "asset" ? (rows.get(asset, owner.asset) ?? []) : [],
  );
  const [one, other, third] = pieces;
  if (one === undefined || other === undefined || third !== undefined) return [];
  if (one.product !== other.product || !may("write", "inventory")) return [];
  return [{ label: t("samePiece"), href: `/stock/assets/${one.id}?merge=${other.id}` }];
};
