/** XML of foreign files gone through tag by tag, for parts too large to be held as a tree. */
import { SaxesParser } from "saxes";

export interface XmlListener {
  /** Names come without their prefix. */
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  text(text: string): void;
  close(name: string): void;
}

const localName = (name: string): string => name.slice(name.indexOf(":") + 1);

/** False when the text is not well-formed; what was told until then does not count. Entities of its own are never expanded. */
export const walkXml = (text: string, listener: XmlListener): boolean => {
  const parser = new SaxesParser();
  const found = { isDamaged: false };
  parser.on("error", (problem) => {
    found.isDamaged = true;
    throw problem;
  });
  parser.on("opentag", (tag) => listener.open(localName(tag.name), tag.attributes));
  parser.on("text", (told) => listener.text(told));
  parser.on("cdata", (told) => listener.text(told));
  parser.on("closetag", (tag) => listener.close(localName(tag.name)));
  try {
    parser.write(text).close();
    return true;
  } catch (problem) {
    if (found.isDamaged) return false;
    throw problem;
  }
};
