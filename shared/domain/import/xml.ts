/**
 * XML from foreign files. Entities declared in the file are never expanded, nesting is limited, and anything the
 * parser chokes on is "damaged", not an exception.
 */
import { XMLParser } from "fast-xml-parser";
import { importLimits } from "./limits";

/** Names of elements and attributes come without their prefix. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Its own text, trimmed. */
  readonly text: string;
}

const attributesKey = ":@";

/** The root element, or undefined when the text is not well-formed XML. */
export const parseXml = (text: string): XmlElement | undefined => {
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: "",
    removeNSPrefix: true,
    processEntities: false,
    parseTagValue: false,
    parseAttributeValue: false,
    ignoreDeclaration: true,
    ignorePiTags: true,
    maxNestedTags: importLimits.xmlDepth,
  });
  try {
    const parsed: unknown = parser.parse(text);
    return elementsOf(parsed)[0];
  } catch {
    return undefined;
  }
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const elementsOf = (nodes: unknown): readonly XmlElement[] =>
  Array.isArray(nodes) ? nodes.flatMap((node: unknown) => elementOf(node) ?? []) : [];

const elementOf = (node: unknown): XmlElement | undefined => {
  if (!isRecord(node)) return undefined;
  const name = Object.keys(node).find((key) => key !== attributesKey && key !== "#text");
  if (name === undefined) return undefined;
  const children = node[name];
  return {
    name,
    attributes: attributesOf(node[attributesKey]),
    children: elementsOf(children),
    text: textOf(children),
  };
};

const attributesOf = (given: unknown): Readonly<Record<string, string>> => {
  const attributes = new Map<string, string>();
  if (isRecord(given))
    for (const [name, value] of Object.entries(given))
      if (typeof value === "string") attributes.set(name, decodeEntities(value));
  return Object.fromEntries(attributes);
};

const textOf = (nodes: unknown): string =>
  Array.isArray(nodes)
    ? decodeEntities(
        nodes
          .map((node: unknown) => (isRecord(node) && typeof node["#text"] === "string" ? node["#text"] : ""))
          .join(""),
      ).trim()
    : "";

const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** The five entities of XML itself and character numbers; any other stays as written. */
const decodeEntities = (text: string): string =>
  text.includes("&")
    ? text.replace(/&(#x[0-9a-fA-F]{1,6}|#\d{1,7}|\w{1,8});/g, (whole, what: string) => {
        if (!what.startsWith("#")) return named[what] ?? whole;
        const code = what.startsWith("#x") ? Number.parseInt(what.slice(2), 16) : Number(what.slice(1));
        return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
      })
    : text;

export const childrenNamed = (element: XmlElement | undefined, name: string): readonly XmlElement[] =>
  element?.children.filter((child) => child.name === name) ?? [];

export const childNamed = (
  element: XmlElement | undefined,
  ...path: readonly string[]
): XmlElement | undefined => {
  let at = element;
  for (const name of path) at = at?.children.find((child) => child.name === name);
  return at;
};
