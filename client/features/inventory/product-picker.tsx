/** A field that finds a product by any word or code. */
import type { JSX } from "solid-js";
import { product } from "#shared/domain/inventory";
import type { Product, ProductId } from "#shared/domain/inventory";
import { createIndex, useReplica } from "#client/data";
import { Combobox } from "#client/ui/combobox";
import { Plus } from "#client/ui/icons";
import { stockSearchIndex } from "./stock-index";

const most = 7;

export const ProductPicker = (props: {
  readonly label: string;
  /** Products that are not offered. */
  readonly except: ReadonlySet<ProductId>;
  /** Of the others, those that are. */
  readonly fits?: ((product: Product) => boolean) | undefined;
  readonly onChoose: (product: Product) => void;
}): JSX.Element => {
  const { rows } = useReplica();
  const search = createIndex(stockSearchIndex);
  const suggest = (typed: string): readonly Product[] => {
    const ids = new Set(
      search()
        .find(typed, 60)
        .map((hit) => hit.product),
    );
    return [...ids]
      .flatMap((id) => rows.get(product, id) ?? [])
      .filter(({ id, removedAt }) => removedAt === undefined && !props.except.has(id))
      .filter((found) => props.fits?.(found) ?? true)
      .slice(0, most);
  };
  return (
    <Combobox<Product>
      label={props.label}
      hideLabel
      value=""
      icon={<Plus />}
      placeholder={props.label}
      suggest={suggest}
      optionKey={(option) => option.id}
      optionText={(option) => option.name}
      renderOption={(option) => (
        <span class="cut">
          {option.name} <span class="quiet">{option.maker}</span>
        </span>
      )}
      onChoose={(option) => props.onChoose(option)}
      clearOnChoose
    />
  );
};
