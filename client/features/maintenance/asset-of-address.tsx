import { Show, untrack } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import { useParams, useSearchParams } from "@solidjs/router";
import { createIndex, createRow } from "#client/data";
import { useText } from "#client/app/i18n";
import { maintenanceIndex } from "#client/features/scanning";
import { EmptyState } from "#client/ui/page";
import type { Row } from "#shared/replica/types";
import { asset } from "#shared/domain/inventory";
import type { AssetId } from "#shared/domain/inventory";
import type { MaintenanceBook } from "#shared/domain/maintenance";
import { parseId } from "#shared/kernel/ids";
import type { Id } from "#shared/kernel/ids";
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

/** The record that is corrected, where the address names one. Read once: what is typed then stays. */
export const createCorrected = <Kind extends string, T>(
  find: (id: Id<Kind>, book: MaintenanceBook) => T | undefined,
): T | undefined => {
  const [params] = useSearchParams();
  const book = createIndex(maintenanceIndex);
  return untrack(() => {
    const named = params["replaces"];
    const id = parseId<Id<Kind>>(typeof named === "string" ? named : undefined);
    return id === undefined ? undefined : find(id, book());
  });
};
