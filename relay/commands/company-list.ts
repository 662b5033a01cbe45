/** The companies of a relay with their size, from what the relay can see without reading any document. */
import { toBase64Url } from "#shared/kernel/bytes";
import type { CryptoDeps } from "#shared/protocol/envelope";
import { readLogEntry } from "#shared/protocol/membership/log-entry";
import type { LogEntry } from "#shared/protocol/membership/types";
import { computeVerdict } from "#shared/protocol/membership/verdict";
import { decodeHeld } from "#relay/sync/held-record.codec";
import type { LogStore } from "#relay/storage/log-store";

export interface CompanySize {
  /** Base64url. */
  readonly company: string;
  readonly people: number;
  /** Not revoked. */
  readonly devices: number;
  readonly documents: number;
  readonly changes: number;
  readonly bytes: number;
  /** Changes that wait for somebody to adopt them. */
  readonly held: number;
  /** Origin of the relay that has it now; null where it is here. */
  readonly movedTo: string | null;
}

export const listCompanies = async (log: LogStore, crypto: CryptoDeps): Promise<readonly CompanySize[]> => {
  const sizes: CompanySize[] = [];
  const moves = await log.moves();
  for (const { company, id } of await log.companies()) {
    const entries: LogEntry[] = [];
    for (const bytes of await log.membership(company)) {
      const entry = await readLogEntry(bytes, id, crypto);
      if (entry.ok) entries.push(entry.value);
    }
    const held = (await log.held(company)).map((each) => decodeHeld(each.bytes));
    const state = computeVerdict(id, entries).confirmed;
    const { docs, chunks, bytes } = await log.extentAfter(company, 0);
    sizes.push({
      company: toBase64Url(id),
      movedTo: moves.get(company) ?? null,
      people: state?.members.size ?? 0,
      devices: [...(state?.devices.values() ?? [])].filter(({ revoked }) => revoked === null).length,
      documents: docs,
      changes: chunks,
      bytes,
      held: held.reduce((sum, each) => sum + (each.type === "push" ? each.push.record.changes.length : 0), 0),
    });
  }
  return sizes;
};

export const describeCompanies = (sizes: readonly CompanySize[]): string => {
  if (sizes.length === 0) return "There is no company on this relay yet.";
  const header = ["company", "people", "devices", "documents", "changes", "held", "MB"];
  const rows = sizes.map(({ company, people, devices, documents, changes, held, bytes }) => [
    company,
    ...[people, devices, documents, changes, held].map(String),
    (bytes / 1e6).toFixed(1),
  ]);
  const widths = header.map((title, at) =>
    Math.max(title.length, ...rows.map((row) => row[at]?.length ?? 0)),
  );
  const pad = (cell: string, at: number): string => {
    const width = widths[at] ?? 0;
    return at === 0 ? cell.padEnd(width) : cell.padStart(width);
  };
  const moved = ["", ...sizes.map(({ movedTo }) => (movedTo === null ? "" : `  moved to ${movedTo}`))];
  return [header, ...rows].map((row, at) => row.map(pad).join("  ") + (moved[at] ?? "")).join("\n");
};
