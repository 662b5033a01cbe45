/** Which product of the company a row of a file means. */
import { squeezeText } from "#shared/domain/inventory";
import type { Product } from "#shared/domain/inventory";
import type { Existing } from "./existing";
import type { ProductFacts } from "./items";
import type { Candidate, Decision } from "./plan-types";
import { mayMeanTheSame } from "./similar";

export interface ProductMatch {
  readonly existing: Product | undefined;
  /** Similar enough to ask. Empty when it is clear. */
  readonly candidates: readonly Candidate[];
}

const mostCandidates = 3;
/** Beyond that many products of one maker (or of none), names are compared for equality only. */
const mostCompared = 400;

/**
 * By its identity in the source; else by maker, name and model number in any spelling; else a similar name of the
 * same maker, or the same name without a maker on one side, is doubtful until a person decides.
 */
export const matchProduct = (
  existing: Existing,
  source: string,
  sourceId: string,
  facts: ProductFacts,
  decision: Decision | undefined,
): ProductMatch => {
  if (decision !== undefined)
    return {
      existing: decision.type === "same" ? existing.product(decision.product) : undefined,
      candidates: [],
    };
  const known = existing.productBySource(source, sourceId);
  if (known !== undefined) return { existing: known, candidates: [] };
  const named = existing
    .productsNamed(facts.maker, facts.name)
    .filter((product) => modelsAgree(product, facts));
  const exact = named.find(
    (product) => squeezeText(product.modelNumber ?? "") === squeezeText(facts.modelNumber ?? ""),
  );
  const [only] = named;
  if (exact !== undefined || (named.length === 1 && only !== undefined))
    return { existing: exact ?? only, candidates: [] };
  return { existing: undefined, candidates: candidatesFor(existing, facts).map(candidateOf) };
};

/** One side may lack the model number, but two different ones are two products. */
const modelsAgree = (product: Product, facts: ProductFacts): boolean =>
  product.modelNumber === undefined ||
  facts.modelNumber === undefined ||
  squeezeText(product.modelNumber) === squeezeText(facts.modelNumber);

const candidatesFor = (existing: Existing, facts: ProductFacts): readonly Product[] => {
  const sameMaker = facts.maker === undefined ? [] : existing.productsOfMaker(facts.maker);
  const similar = (sameMaker.length > mostCompared ? [] : sameMaker).filter(
    (product) => modelsAgree(product, facts) && mayMeanTheSame(product.name, facts.name),
  );
  const sameName = existing
    .productsCalled(facts.name)
    .filter(
      (product) => (product.maker === undefined || facts.maker === undefined) && modelsAgree(product, facts),
    );
  return [...new Set([...similar, ...sameName])].slice(0, mostCandidates);
};

const candidateOf = (product: Product): Candidate => ({
  product: product.id,
  name: product.name,
  maker: product.maker ?? null,
});
