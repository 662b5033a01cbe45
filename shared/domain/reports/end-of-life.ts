/** Which pieces reach the end of their use, year by year, and what it costs to replace them. */
import { brand } from "#shared/kernel/brand";
import { sumMoney } from "#shared/kernel/money";
import type { Day, Money } from "#shared/kernel/record";
import type { ProductId } from "#shared/domain/inventory";

export interface AgingPiece {
  readonly product: ProductId;
  readonly boughtOn: Day;
  readonly lifeMonths: number;
  readonly replacement: Money | undefined;
}

export interface EndOfLife {
  /** Of the year asked in: everything that is due until its end, older pieces too. */
  readonly year: number;
  readonly pieces: number;
  /** Per currency; pieces without a value are not in it. */
  readonly replacement: readonly Money[];
  /** Most pieces first. */
  readonly products: readonly { readonly product: ProductId; readonly pieces: number }[];
}

/** The first day a piece is past its use: the same day of the month, or the last there is. */
export const endOfUse = (boughtOn: Day, lifeMonths: number): Day => {
  const [year = 0, month = 1, date = 1] = boughtOn.split("-").map(Number);
  const months = year * 12 + month - 1 + lifeMonths;
  const [endYear, endMonth] = [Math.floor(months / 12), (months % 12) + 1];
  const last = new Date(Date.UTC(endYear, endMonth, 0)).getUTCDate();
  const pad = (value: number, length: number): string => String(value).padStart(length, "0");
  return brand<Day>(`${pad(endYear, 4)}-${pad(endMonth, 2)}-${pad(Math.min(date, last), 2)}`);
};

/** One entry per year from this one on, for `years` years, also where nothing is due. */
export const endOfLifeForecast = (
  pieces: Iterable<AgingPiece>,
  today: Day,
  years: number,
): readonly EndOfLife[] => {
  const first = Number(today.slice(0, 4));
  const due = new Map<number, AgingPiece[]>();
  for (const piece of pieces) {
    const year = Math.max(first, Number(endOfUse(piece.boughtOn, piece.lifeMonths).slice(0, 4)));
    due.set(year, [...(due.get(year) ?? []), piece]);
  }
  return Array.from({ length: years }, (_, index) => {
    const here = due.get(first + index) ?? [];
    const counts = new Map<ProductId, number>();
    for (const { product } of here) counts.set(product, (counts.get(product) ?? 0) + 1);
    return {
      year: first + index,
      pieces: here.length,
      replacement: sumMoney(here.flatMap(({ replacement }) => replacement ?? [])),
      products: [...counts]
        .map(([product, n]) => ({ product, pieces: n }))
        .sort((a, b) => b.pieces - a.pieces || (a.product < b.product ? -1 : 1)),
    };
  });
};
