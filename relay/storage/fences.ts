/** Which companies a relay may write to, and how a transaction in PostgreSQL makes sure of it. */
import type { CompanyNumber, LogWrite } from "./log-store";

/**
 * Under which epoch this relay owns each company. A batch is written only when the database says the same of every
 * company in it. `node` owns what the batch creates.
 */
export interface Fences {
  readonly node: number;
  readonly epochs: Map<CompanyNumber, number>;
  /** No other relay can work on the database meanwhile. */
  readonly isAlone: boolean;
}

/**
 * Companies the batch writes to, by the epoch under which they are ours, and those that become ours with it: new ones,
 * and for a relay alone those whose contents come before they do. What an operator allows a company (`directed`) is
 * written by whoever is asked, beside its owner: such a write only waits for who is taking or removing the company.
 */
export const ownersOf = (
  batch: readonly LogWrite[],
  { epochs, isAlone }: Fences,
): {
  readonly owned: ReadonlyMap<CompanyNumber, number | undefined>;
  readonly founded: ReadonlySet<CompanyNumber>;
  readonly directed: ReadonlySet<CompanyNumber>;
} => {
  const named = batch.filter(({ type }) => type !== "quota");
  const founded = new Set<CompanyNumber>();
  for (const { type, company } of named)
    if (!epochs.has(company) && (isAlone || type === "company")) founded.add(company);
  const owned = new Map<CompanyNumber, number | undefined>();
  for (const { company } of named) if (!founded.has(company)) owned.set(company, epochs.get(company));
  const directed = new Set<CompanyNumber>();
  for (const { type, company } of batch) if (type === "quota" && !founded.has(company)) directed.add(company);
  return { owned, founded, directed };
};

/** In one round trip. The numbers are our own, so they may stand in the text. */
export const beginFenced = (companies: readonly CompanyNumber[]): string => {
  const begin = "BEGIN; SET LOCAL synchronous_commit = on";
  // Whoever takes a company waits for this transaction; one that was taken before shows its new epoch.
  return companies.length === 0
    ? begin
    : `${begin}; SELECT company, epoch FROM owners WHERE company IN (${companies.join()}) ORDER BY company FOR SHARE`;
};
