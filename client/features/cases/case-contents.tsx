import { For, Show, createMemo } from "solid-js";
import type { JSX } from "solid-js";
import { byCode, contentsTree } from "#shared/domain/cases";
import type { CaseSource, ContentsNode, Packing } from "#shared/domain/cases";
import type { AssetId, ProductId } from "#shared/domain/inventory";
import { useText } from "#client/app/i18n";
import type { Names } from "#client/features/scanning";
import { Badge } from "#client/ui/badge";
import { messages } from "./messages";
import styles from "./cases.module.css";

interface CaseContentsProps {
  readonly source: CaseSource;
  readonly container: AssetId;
  readonly packing: Packing;
  readonly names: Names;
}

/** What lies in the case, to any depth, and then what should lie there and does not. */
export const CaseContents = (props: CaseContentsProps): JSX.Element => {
  const t = useText(messages);
  const tree = createMemo(() => contentsTree(props.source.positions, props.container, byCode(props.source)));
  const missing = () => props.packing.slots.filter((slot) => slot.missing > 0);
  return (
    <Show when={tree().length + missing().length > 0} fallback={<p class="quiet">{t("contentsEmpty")}</p>}>
      <ul class={styles.tree}>
        <For each={tree()}>{(node) => <ContentsRow {...props} node={node} />}</For>
        <For each={missing()}>
          {({ slot, missing: count }) => (
            <li class={styles.node}>
              <span class={styles.code}>
                {slot.asset === undefined ? t("pieces", { n: count }) : props.names.code(slot.asset)}
              </span>
              <span class="cut">{props.names.product(slot.product)}</span>
              <Badge meaning="attention">{t("missing")}</Badge>
            </li>
          )}
        </For>
      </ul>
    </Show>
  );
};

const productOf = (node: ContentsNode, source: CaseSource): ProductId | undefined =>
  node.type === "bulk" ? node.product : source.asset(node.asset)?.product;

type Mark = "foreign" | "livesHere";

/** Only what lies straight in the case is on its list or not. */
const markOf = (node: ContentsNode, packing: Packing): Mark | undefined => {
  if (node.depth > 0) return undefined;
  if (node.type === "bulk") return packing.foreign.bulk.has(node.product) ? "foreign" : undefined;
  if (packing.foreign.assets.includes(node.asset)) return "foreign";
  const slot = packing.slots.find(({ assets }) => assets.includes(node.asset));
  return slot?.slot.isPermanent === true ? "livesHere" : undefined;
};

const ContentsRow = (props: CaseContentsProps & { readonly node: ContentsNode }): JSX.Element => {
  const t = useText(messages);
  const productName = (): string => {
    const id = productOf(props.node, props.source);
    return id === undefined ? t("unknown") : props.names.product(id);
  };
  const mark = (): Mark | undefined => markOf(props.node, props.packing);
  return (
    <li class={styles.node} style={{ "--depth": props.node.depth }}>
      <ContentsCode {...props} />
      <span class="cut">
        {productName()}
        <Show when={props.node.depth > 0}>
          <span class="hidden-label">, {t("inside", { case: props.names.code(props.node.holder) })}</span>
        </Show>
      </span>
      <Show when={mark()} fallback={<span />}>
        {(found) => <Badge meaning={found() === "foreign" ? "attention" : undefined}>{t(found())}</Badge>}
      </Show>
    </li>
  );
};

/** A case inside leads to its own page. */
const ContentsCode = (props: CaseContentsProps & { readonly node: ContentsNode }): JSX.Element => {
  const t = useText(messages);
  const asset = (): AssetId | undefined => (props.node.type === "asset" ? props.node.asset : undefined);
  const quantity = (): number => (props.node.type === "bulk" ? props.node.quantity : 1);
  const kind = (id: AssetId): string => (props.source.asset(id)?.isCase === true ? "cases" : "assets");
  return (
    <Show when={asset()} fallback={<span class={styles.code}>{t("pieces", { n: quantity() })}</span>}>
      {(id) => (
        <a class={styles.code} href={`/stock/${kind(id())}/${id()}`}>
          {props.names.code(id())}
        </a>
      )}
    </Show>
  );
};
