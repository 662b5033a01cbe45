/** What people's work takes on disk, as lines of the bench. */
import { startAutomerge } from "#tests/support/automerge";
import type { Line } from "../report";
import { measureStorage } from "./storage";

export const storageLines = async (): Promise<readonly Line[]> => {
  await startAutomerge();
  const use = await measureStorage();
  const lines: readonly (readonly [string, number])[] = [
    ["a product", use.product],
    ["a piece, entered with 200 others", use.asset],
    ["an event with forty lines", use.event],
    ["a scan, sent by itself", use.scan],
    ["a scan, made offline and sent with 800 others", use.offlineScan],
    ["one edited quantity, sent by itself", use.edit],
  ];
  return lines.map(([name, bytes]) => ({
    name: `bytes in the relay's database of ${name}`,
    value: Math.round(bytes).toLocaleString("en"),
    peer: null,
    target: "–",
    met: null,
  }));
};
