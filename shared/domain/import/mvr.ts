/**
 * MVR: a lighting plan as an archive with a scene and the fixture types it uses. Fixtures and trusses are counted by
 * type and layer; they become lines of a pull list.
 */
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import { squeezeText } from "#shared/domain/inventory";
import type { TextDecoding } from "./byte-source";
import { bytesSource } from "./byte-source";
import { readGdtf, readXmlPart } from "./gdtf";
import type { ProductFacts } from "./items";
import type { FileNote, FileProblem } from "./problems";
import { productKey } from "./table-items";
import type { XmlElement } from "./xml";
import { childNamed, childrenNamed } from "./xml";
import type { ZipArchive } from "./zip";

export const sceneDescription = "GeneralSceneDescription.xml";

/** Pieces of one type on one layer of the plan. */
export interface SceneLine {
  readonly layer: string;
  readonly kind: "fixture" | "truss";
  readonly product: ProductFacts;
  /** Identity of the type; equal on all layers. */
  readonly typeKey: string;
  readonly quantity: number;
  /** Modes it is used in, with counts, most used first. */
  readonly modes: readonly string[];
}

export interface Scene {
  readonly lines: readonly SceneLine[];
  readonly notes: readonly FileNote[];
}

export const readScene = async (
  archive: ZipArchive,
  decoding: TextDecoding,
): Promise<Result<Scene, FileProblem>> => {
  const root = await readXmlPart(archive, sceneDescription, decoding);
  if (!root.ok) return root;
  const counts = countScene(root.value);
  if (counts.length === 0) return err({ type: "SceneEmpty" });
  const { facts, damaged } = await readTypes(archive, counts, decoding);
  const lines = counts.map((count) => {
    const product = facts.get(count.spec) ?? count.product;
    return {
      layer: count.layer,
      kind: count.kind,
      product,
      typeKey: productKey(product),
      quantity: count.quantity,
      modes: modesOf(count.modes),
    };
  });
  return ok({ lines, notes: damaged.map((file): FileNote => ({ type: "PartDamaged", file })) });
};

interface Count {
  readonly layer: string;
  readonly kind: "fixture" | "truss";
  /** File name of the fixture type inside the archive, or the truss's symbol. */
  readonly spec: string;
  readonly product: ProductFacts;
  quantity: number;
  readonly modes: Map<string, number>;
}

const countScene = (root: XmlElement): readonly Count[] => {
  const scene = childNamed(root, "Scene");
  const symbols = new Map(
    childrenNamed(childNamed(scene, "AUXData"), "Symdef").map((symbol) => [
      symbol.attributes["uuid"] ?? "",
      symbol.attributes["name"] ?? "",
    ]),
  );
  const counts = new Map<string, Count>();
  for (const layer of childrenNamed(childNamed(scene, "Layers"), "Layer")) {
    const name = (layer.attributes["name"] ?? "").trim().slice(0, 120);
    const walk = (element: XmlElement): void => {
      if (element.name === "Fixture" || element.name === "Truss") countObject(counts, name, element, symbols);
      // Objects hang on each other: a fixture on a truss is listed inside it.
      childrenNamed(element, "ChildList").forEach((list) => list.children.forEach(walk));
    };
    childrenNamed(layer, "ChildList").forEach((list) => list.children.forEach(walk));
  }
  return [...counts.values()];
};

const countObject = (
  counts: Map<string, Count>,
  layer: string,
  element: XmlElement,
  symbols: ReadonlyMap<string, string>,
): void => {
  const kind = element.name === "Truss" ? "truss" : "fixture";
  const spec = childNamed(element, "GDTFSpec")?.text ?? "";
  const product =
    spec !== ""
      ? productOfSpec(spec, element)
      : kind === "truss"
        ? trussOf(element, symbols)
        : namedOnly(element, "Fixture");
  const key = `${layer}|${kind}|${spec}|${productKey(product)}`;
  const count = counts.get(key) ?? {
    layer,
    kind,
    spec,
    product,
    quantity: 0,
    modes: new Map<string, number>(),
  };
  counts.set(key, count);
  count.quantity += 1;
  const mode = childNamed(element, "GDTFMode")?.text ?? "";
  if (mode !== "") count.modes.set(mode, (count.modes.get(mode) ?? 0) + 1);
};

const namedOnly = (element: XmlElement, otherwise: string): ProductFacts => ({
  name: ((element.attributes["name"] ?? "").trim() || otherwise).slice(0, 200),
  tracking: "assets",
});

/** Files are named `Maker@Name@revision.gdtf`; what the file inside says goes first when it can be read. */
const productOfSpec = (spec: string, element: XmlElement): ProductFacts => {
  const [maker = "", name = ""] = spec.replace(/\.gdtf$/i, "").split("@");
  if (name.trim() === "") return namedOnly(element, maker.trim() || "Fixture");
  const known: ProductFacts = { name: name.trim().replaceAll("_", " ").slice(0, 200), tracking: "assets" };
  return maker.trim() === "" ? known : { ...known, maker: maker.trim().replaceAll("_", " ").slice(0, 120) };
};

/** A truss is told by its symbol: "… (2.5m) (DT34/3-250)" names the maker's piece. */
const trussOf = (element: XmlElement, symbols: ReadonlyMap<string, string>): ProductFacts => {
  const symbolIds = childrenNamed(childNamed(element, "Geometries"), "Symbol").map(
    (symbol) => symbol.attributes["symdef"] ?? "",
  );
  const name = symbolIds.map((id) => symbols.get(id)?.trim() ?? "").find((found) => found !== "");
  const facts =
    name === undefined
      ? namedOnly(element, "Truss")
      : { name: name.slice(0, 200), tracking: "assets" as const };
  return { ...facts, category: ["Truss"] };
};

const readTypes = async (
  archive: ZipArchive,
  counts: readonly Count[],
  decoding: TextDecoding,
): Promise<{ readonly facts: ReadonlyMap<string, ProductFacts>; readonly damaged: readonly string[] }> => {
  const facts = new Map<string, ProductFacts>();
  const damaged: string[] = [];
  for (const spec of new Set(counts.map((count) => count.spec))) {
    const part =
      spec === "" ? undefined : archive.parts.find((candidate) => isSpecFile(candidate.name, spec));
    if (part === undefined) continue;
    const bytes = await archive.read(part);
    const read = bytes.ok ? await readGdtf(bytesSource(part.name, bytes.value), decoding) : bytes;
    if (read.ok) facts.set(spec, read.value);
    else damaged.push(part.name);
  }
  return { facts, damaged };
};

/** Writers leave the suffix out or change signs in names. */
const isSpecFile = (name: string, spec: string): boolean =>
  /\.gdtf$/i.test(name) &&
  squeezeText(name.replace(/\.gdtf$/i, "")) === squeezeText(spec.replace(/\.gdtf$/i, ""));

const modesOf = (modes: ReadonlyMap<string, number>): readonly string[] =>
  [...modes]
    .sort(([, a], [, b]) => b - a)
    .map(([mode, count]) => (modes.size === 1 ? mode : `${String(count)}× ${mode}`));
