/** GDTF: one lighting fixture as an archive with a description. Read for maker, name, weight, power and size. */
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { ByteSource, TextDecoding } from "./byte-source";
import type { ProductFacts } from "./items";
import type { FileProblem } from "./problems";
import { defined } from "./defined";
import { decodeText } from "./text-encoding";
import type { XmlElement } from "./xml";
import { childNamed, childrenNamed, parseXml } from "./xml";
import type { ZipArchive } from "./zip";
import { openZip } from "./zip";

export const gdtfDescription = "description.xml";

export const readGdtf = async (
  source: ByteSource,
  decoding: TextDecoding,
): Promise<Result<ProductFacts, FileProblem>> => {
  const archive = await openZip(source);
  return archive.ok ? readGdtfArchive(archive.value, decoding) : archive;
};

export const readGdtfArchive = async (
  archive: ZipArchive,
  decoding: TextDecoding,
): Promise<Result<ProductFacts, FileProblem>> => {
  const description = await readXmlPart(archive, gdtfDescription, decoding);
  if (!description.ok) return description;
  const fixture = childNamed(description.value, "FixtureType");
  const name = firstText(
    fixture?.attributes["LongName"],
    fixture?.attributes["Name"],
    fixture?.attributes["ShortName"],
  );
  if (fixture === undefined || name === undefined) return err({ type: "XmlDamaged", file: gdtfDescription });
  const properties = childNamed(fixture, "PhysicalDescriptions", "Properties");
  return ok({
    name: name.slice(0, 200),
    ...defined({
      maker: firstText(fixture.attributes["Manufacturer"])?.slice(0, 120),
      category: ["Lighting"],
      tracking: "assets" as const,
      weightG: positive(childNamed(properties, "Weight")?.attributes["Value"], 1000),
      powerW: powerOf(fixture, properties),
      ...sizeOf(fixture),
    }),
  });
};

/** One XML file of an archive by name, in any spelling of capitals. */
export const readXmlPart = async (
  archive: ZipArchive,
  name: string,
  decoding: TextDecoding,
): Promise<Result<XmlElement, FileProblem>> => {
  const part = archive.parts.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
  if (part === undefined) return err({ type: "ZipForeign" });
  const bytes = await archive.read(part);
  if (!bytes.ok) return bytes;
  const decoded = decodeText(bytes.value, decoding);
  const root = decoded === undefined ? undefined : parseXml(decoded.text);
  return root === undefined ? err({ type: "XmlDamaged", file: name }) : ok(root);
};

const firstText = (...candidates: readonly (string | undefined)[]): string | undefined =>
  candidates
    .map((candidate) => candidate?.trim())
    .find((candidate) => candidate !== undefined && candidate !== "");

const positive = (value: string | undefined, factor = 1): number | undefined => {
  const number = Number(value);
  return value !== undefined && Number.isFinite(number) && number > 0 && number < 1e7
    ? Math.round(number * factor)
    : undefined;
};

/**
 * Full load in watts: the consumptions of the older description, else what its wiring says. Of several voltage
 * ranges the largest counts, not their sum.
 */
const powerOf = (fixture: XmlElement, properties: XmlElement | undefined): number | undefined => {
  const stated = childrenNamed(properties, "PowerConsumption").map(
    (element) => positive(element.attributes["Value"]) ?? 0,
  );
  const wired: number[] = [];
  const walk = (element: XmlElement): void => {
    if (element.name === "WiringObject") {
      const isInput =
        /power/i.test(element.attributes["ComponentType"] ?? "") ||
        element.attributes["ComponentType"] === "Consumer";
      if (isInput) wired.push(positive(element.attributes["ElectricalPayLoad"]) ?? 0);
    }
    element.children.forEach(walk);
  };
  for (const geometries of childrenNamed(fixture, "Geometries")) walk(geometries);
  const highest = Math.max(0, ...(stated.some((watts) => watts > 0) ? stated : wired));
  return highest > 0 ? highest : undefined;
};

/** The largest part: the description has parts, not an outer size. Metres in the file. */
const sizeOf = (fixture: XmlElement): Pick<ProductFacts, "lengthMm" | "widthMm" | "heightMm"> => {
  const models = childrenNamed(childNamed(fixture, "Models"), "Model");
  const largest = (attribute: string): number | undefined => {
    const sizes = models.map((model) => positive(model.attributes[attribute], 1000) ?? 0);
    const most = Math.max(0, ...sizes);
    return most > 0 && most < 20_000 ? most : undefined;
  };
  return defined({ lengthMm: largest("Length"), widthMm: largest("Width"), heightMm: largest("Height") });
};
