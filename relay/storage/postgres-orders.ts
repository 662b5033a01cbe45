/** What the operator says about companies, written beside whichever relay owns them. */
import type { ClientBase } from "pg";
import type { CompanyNumber, LogWrite } from "./log-store";
import { toInteger } from "./postgres-rows.codec";

/** Those that are not there, or are being removed; the others stay until the transaction is over. */
export const goneAmong = async (
  companies: readonly CompanyNumber[],
  client: ClientBase,
): Promise<readonly CompanyNumber[]> => {
  if (companies.length === 0) return [];
  const { rows } = await client.query<Record<string, unknown>>(
    "SELECT no FROM companies WHERE no = ANY($1::bigint[]) FOR KEY SHARE",
    [companies],
  );
  const here = new Set(rows.map((row) => toInteger(row, "no")));
  return companies.filter((company) => !here.has(company));
};

const limitNames = ["bytes", "changes", "files", "connections"] as const;

type OrderOf<T extends LogWrite["type"]> = Extract<LogWrite, { readonly type: T }>;

/** Limits that are not named stay, also when somebody else sets those at the same moment. */
export const writeOrders = async (
  client: ClientBase,
  quotas: readonly OrderOf<"quota">[],
  moves: readonly OrderOf<"moved">[],
): Promise<void> => {
  for (const { company, quota } of quotas) {
    const named = limitNames.filter((name) => quota[name] !== undefined);
    if (named.length === 0) continue;
    await client.query(
      `INSERT INTO quotas (company, ${named.join()}) VALUES ($1, ${named.map((_, at) => `$${at + 2}`).join()})
       ON CONFLICT (company) DO UPDATE SET ${named.map((name) => `${name} = excluded.${name}`).join()}`,
      [company, ...named.map((name) => quota[name])],
    );
  }
  for (const { company, to } of moves) {
    await client.query(
      `INSERT INTO moves (company, origin) VALUES ($1, $2)
       ON CONFLICT (company) DO UPDATE SET origin = excluded.origin`,
      [company, to],
    );
  }
};
