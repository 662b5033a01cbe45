/** Prints the contents labels of cases: gives them their code, lays them out, and remembers which contents they list. */
import { createSignal } from "solid-js";
import type { Accessor } from "solid-js";
import { byCode, contentsRevision, contentsTree, grossWeight } from "#shared/domain/cases";
import type { CaseSource } from "#shared/domain/cases";
import { event } from "#shared/domain/events";
import type { EventId } from "#shared/domain/events";
import { asset, editAsset, product } from "#shared/domain/inventory";
import type { AssetId } from "#shared/domain/inventory";
import { category, categoryTree, companyProfile, profileIn } from "#shared/domain/settings";
import { sha256 } from "#shared/kernel/hash";
import { labelUrl, parseLabel } from "#shared/kernel/label-text";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import { createRows, useCommands, useReplica } from "#client/data";
import { createCaseSource, createNames } from "#client/features/scanning";
import { saveFile } from "#client/platform/files";
import { readPreference, writePreference } from "#client/platform/preferences";
import { showToast } from "#client/ui/toast";
import { caseLabelSizes, placeCaseLabel } from "./case-label";
import type { CaseLabelContent, CaseLabelLine, CaseLabelSize } from "./case-label";
import { createAssign } from "./label-choice";
import type { AssetRow } from "./label-choice";
import { messages } from "./messages";

export interface CaseLabelPrinting {
  readonly isMaking: Accessor<boolean>;
  /** In the order given, counted "n of m" when there are several. */
  readonly print: (cases: readonly AssetId[], onEvent: EventId | undefined) => Promise<void>;
  /** Remembered on this device. */
  readonly size: Accessor<CaseLabelSize["id"]>;
  readonly setSize: (size: CaseLabelSize["id"]) => void;
}

/** Names, weight and contents of a case in the words of its label. */
const createLabelWords = (source: CaseSource) => {
  const t = useText(messages);
  const format = useFormat();
  const names = createNames();
  const { rows } = useReplica();
  const { origin, now } = useApp();
  const profiles = createRows(companyProfile);
  const categories = createRows(category);

  /** The topmost category: its name and its place in the order of departments. */
  const department = (row: AssetRow): { readonly name: string; readonly colour: number } => {
    const nodes = categoryTree(categories());
    const own = nodes.find((node) => node.category.id === rows.get(product, row.product)?.category);
    const name = own?.path[0] ?? "";
    return {
      name,
      colour: nodes.filter(({ depth }) => depth === 0).findIndex(({ path }) => path[0] === name),
    };
  };
  const lines = (container: AssetId): readonly CaseLabelLine[] => {
    const found = new Map<string, { readonly line: CaseLabelLine; count: number }>();
    for (const node of contentsTree(source.positions, container, byCode(source))) {
      const held = node.type === "asset" ? source.asset(node.asset) : undefined;
      const isCase = held?.isCase === true;
      const id = node.type === "bulk" ? node.product : held?.product;
      if (id === undefined) continue;
      // A case inside keeps its code; pieces of one product in one case are counted together.
      const key = isCase && node.type === "asset" ? node.asset : `${node.holder} ${id}`;
      const count = node.type === "bulk" ? node.quantity : 1;
      const known = found.get(key);
      if (known !== undefined) known.count += count;
      else {
        const amount = isCase ? held.code : "";
        found.set(key, { line: { amount, name: names.product(id), depth: node.depth }, count });
      }
    }
    return [...found.values()].map(({ line, count }) =>
      line.amount === "" ? { ...line, amount: `${count} ×` } : line,
    );
  };
  return (row: AssetRow, place: string, onEvent: EventId | undefined): CaseLabelContent | undefined => {
    const label = row.label === undefined ? undefined : parseLabel(sha256, row.label);
    if (label === undefined) return undefined;
    const revision = contentsRevision(source.positions, row.id);
    const { name, colour } = department(row);
    const { grams, unknown } = grossWeight(source, row.id);
    const weight = format().weight(grams);
    return {
      url: labelUrl(new URL(origin).host, label, revision),
      code: row.code,
      product: names.product(row.product),
      company: profileIn(profiles())?.name ?? "",
      department: name,
      colour: Math.max(0, colour),
      event: onEvent === undefined ? "" : (rows.get(event, onEvent)?.name ?? ""),
      place,
      weight: unknown > 0 ? t("weightAtLeast", { weight }) : weight,
      revision: t("contentsRevision", { revision, date: format().date(now()) }),
      contents: lines(row.id),
      more: (n) => t("more", { n }),
    };
  };
};

const sizePreference = "labels.caseSize";

const createSize = () => {
  const remembered = caseLabelSizes.find(({ id }) => id === readPreference(sizePreference));
  const [size, setSize] = createSignal<CaseLabelSize["id"]>(remembered?.id ?? "A6");
  return {
    size,
    setSize: (id: CaseLabelSize["id"]) => {
      setSize(id);
      writePreference(sizePreference, id);
    },
  };
};

export const createCaseLabelPrinting = (): CaseLabelPrinting => {
  const t = useText(messages);
  const app = useApp();
  const { rows } = useReplica();
  const commands = useCommands();
  const source = createCaseSource();
  const words = createLabelWords(source);
  const { size: sizeId, setSize } = createSize();
  const [wanted, setWanted] = createSignal<readonly AssetId[]>([]);
  const [isMaking, setMaking] = createSignal(false);
  const chosen = (): readonly AssetRow[] => wanted().flatMap((id) => rows.get(asset, id) ?? []);
  const assign = createAssign(chosen);

  const make = async (onEvent: EventId | undefined, size: CaseLabelSize): Promise<void> => {
    const loading = import("./case-label-pdf");
    if (!(await assign())) return showToast({ text: t("notSaved"), meaning: "problem" });
    const of = chosen().length;
    const contents = chosen().flatMap(
      (row, index) => words(row, of > 1 ? t("placeOf", { n: index + 1, of }) : "", onEvent) ?? [],
    );
    const { caseLabelPdf } = await loading;
    const pages = contents.map((content) => ({
      placed: placeCaseLabel(content, size),
      colour: content.colour,
    }));
    const bytes = await caseLabelPdf(pages, size, t("caseLabels"), app.clock.now());
    const file = `cases-${new Date(app.clock.now()).toISOString().slice(0, 10)}.pdf`;
    saveFile(file, new Blob([new Uint8Array(bytes)], { type: "application/pdf" }));
    for (const row of chosen()) {
      const values = { printedContents: contentsRevision(source.positions, row.id) };
      await commands.runCommand(editAsset, { product: row.product, asset: row.id, values });
    }
    showToast({ text: t("saved", { file }), meaning: "ok" });
  };
  return {
    ...{ isMaking, size: sizeId, setSize },
    print: async (cases, onEvent) => {
      const size = caseLabelSizes.find(({ id }) => id === sizeId());
      if (size === undefined || isMaking()) return;
      setWanted(cases);
      setMaking(true);
      try {
        await make(onEvent, size);
      } finally {
        setMaking(false);
      }
    },
  };
};
