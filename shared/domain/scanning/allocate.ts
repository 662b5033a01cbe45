/** Giving pieces to lines while one scan is decided: by product, the first line that still needs some. */
import type { ProductId } from "#shared/domain/inventory";
import type { EventId } from "#shared/domain/events";
import type { LineId } from "#shared/domain/pull-list";
import { linesToFill } from "./event-counts";
import type { ScanState } from "./scan-decision";

export interface Allocation {
  readonly line: LineId | undefined;
  readonly quantity: number;
}

export interface Allocator {
  /** Splits the quantity over lines; the part without a line is more than the list asks for. Remembers what it gave. */
  take(product: ProductId, quantity: number): readonly Allocation[];
  isListed(product: ProductId): boolean;
  /** Out and asked for, over all lines of the product, with `more` pieces on top. */
  progress(product: ProductId, more: number): { readonly done: number; readonly of: number } | undefined;
}

export const createAllocator = (state: ScanState, event: EventId): Allocator => {
  const counts = state.counts(event);
  const lines = linesToFill(state.lines(event));
  const given = new Map<LineId, number>();

  const linesOf = (product: ProductId): typeof lines => lines.filter((line) => line.product === product);
  return {
    isListed: (product) => linesOf(product).length > 0,
    take: (product, quantity) => {
      const parts: Allocation[] = [];
      let left = quantity;
      for (const line of linesOf(product)) {
        const taken = (counts.byLine.get(line.id)?.allocated ?? 0) + (given.get(line.id) ?? 0);
        const part = Math.min(left, Math.max(0, line.quantity - taken));
        if (part === 0) continue;
        parts.push({ line: line.id, quantity: part });
        given.set(line.id, (given.get(line.id) ?? 0) + part);
        left -= part;
      }
      return left > 0 ? [...parts, { line: undefined, quantity: left }] : parts;
    },
    progress: (product, more) => {
      const own = linesOf(product);
      if (own.length === 0) return undefined;
      let done = more;
      for (const line of own) done += counts.byLine.get(line.id)?.out ?? 0;
      for (const sum of counts.unlisted) if (sum.product === product) done += sum.counts.out;
      return { done, of: own.reduce((sum, line) => sum + line.quantity, 0) };
    },
  };
};
