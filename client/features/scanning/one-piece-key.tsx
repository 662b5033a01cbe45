import { Show } from "solid-js";
import type { JSX } from "solid-js";
import { asset, whyPiecesStayApart } from "#shared/domain/inventory";
import type { Asset } from "#shared/domain/inventory";
import type { ScanDecision } from "#shared/domain/scanning";
import { useText } from "#client/app/i18n";
import { createMay, useReplica } from "#client/data";
import { LinkButton } from "#client/ui/button";
import { messages } from "./messages";

/** Where a scan asks which of two pieces is meant, and they may be one that was entered twice: the way to merge them. */
export const OnePieceKey = (props: { readonly decision: ScanDecision }): JSX.Element => {
  const t = useText(messages);
  const may = createMay();
  const { rows } = useReplica();
  const pair = (): readonly [Asset, Asset] | undefined => {
    const [one, other, ...more] = props.decision.answers.map((answer) =>
      answer.type === "thing" && answer.owner.type === "asset"
        ? rows.get(asset, answer.owner.asset)
        : undefined,
    );
    if (one === undefined || other === undefined || more.length > 0) return undefined;
    return whyPiecesStayApart(one, other) === undefined ? [one, other] : undefined;
  };
  return (
    <Show when={may("write", "inventory") && pair()}>
      {(both) => (
        <LinkButton size="hall" href={`/stock/assets/${both()[0].id}?merge=${both()[1].id}`}>
          {t("actOnePiece")}
        </LinkButton>
      )}
    </Show>
  );
};
