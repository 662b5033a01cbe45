import { Show } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import { useParams } from "@solidjs/router";
import { createRow } from "#client/data";
import { useText } from "#client/app/i18n";
import { EmptyState } from "#client/ui/page";
import type { Row } from "#shared/replica/types";
import { asset } from "#shared/domain/inventory";
import type { AssetId } from "#shared/domain/inventory";
import { parseId } from "#shared/kernel/ids";
import { testMessages } from "./test-messages";

/** Shows a screen about the asset the address names; says so where this device has none of that id. */
export const AssetOfAddress = (props: {
  readonly title: string;
  readonly children: (row: Accessor<Row<typeof asset>>) => JSX.Element;
}): JSX.Element => {
  const t = useText(testMessages);
  const params = useParams();
  const row = createRow(asset, () => parseId<AssetId>(params["id"]));
  return (
    <Show
      when={row()}
      fallback={
        <EmptyState title={t("missing")} wholeScreen>
          {props.title}
        </EmptyState>
      }
    >
      {(found) => props.children(found)}
    </Show>
  );
};
