/** What an attacker could use is not there at all: checked in the text of the sources. */
import { expect, test } from "vitest";
import { filesBelow, textOf } from "./source-files";

const filesWith = (folder: string, pattern: RegExp): readonly string[] =>
  filesBelow(folder, [".ts", ".tsx"]).filter((path) => pattern.test(textOf(path)));

test("[T19] the relay reaches only its own public name, the relays beside it, the bucket for its files, and the relay its operator moves a company to", () => {
  const outgoing =
    /\bfetch\(|import \{[^}]*\b(request|get|connect|createConnection)\b[^}]*\} from "node:(https?|net|tls)"|new WebSocket\(/;
  expect(filesWith("relay", outgoing)).toEqual([
    "relay/commands/company-export.ts",
    "relay/commands/doctor-origin.ts",
    "relay/http/node-links.ts",
    "relay/storage/blob-bucket.ts",
  ]);
});

test("[T15] no code of the app makes markup or code out of text", () => {
  const markup =
    /\b(innerHTML|outerHTML|insertAdjacentHTML|srcdoc|createContextualFragment)\b|\beval\(|new Function\(/;
  expect([...filesWith("client", markup), ...filesWith("shared", markup)]).toEqual([]);
  // Where there is a page; in shared/ a document is one of Automerge's.
  expect(filesWith("client", /document\.write/)).toEqual([]);
});
