/** A line for what is on the event already. What usually goes along with the product is not asked for: it stayed or went. */
import { createSignal } from "solid-js";
import type { Accessor } from "solid-js";
import type { EventId } from "#shared/domain/events";
import { product as productType } from "#shared/domain/inventory";
import type { ProductId } from "#shared/domain/inventory";
import {
  addLines,
  groupForProduct,
  line,
  lineGroup,
  lineItemOf,
  listSections,
} from "#shared/domain/pull-list";
import type { NotListed } from "#shared/domain/scanning";
import { thingOf } from "#shared/kernel/ids";
import { createUndoToast } from "#client/app/frame/undo";
import { useText } from "#client/app/i18n";
import { useCommands, useReplica } from "#client/data";
import { messages } from "./messages";

export interface PutOnList {
  /** False while this device does not have the product. */
  readonly can: (product: ProductId) => boolean;
  readonly put: (event: EventId, what: NotListed) => Promise<void>;
  readonly isBusy: Accessor<boolean>;
}

export const createPutOnList = (): PutOnList => {
  const t = useText(messages);
  const { rows } = useReplica();
  const commands = useCommands();
  const offerUndo = createUndoToast();
  const [isBusy, setBusy] = createSignal(false);
  const categoryOf = (id: ProductId) => rows.get(productType, id)?.category;
  const put = async (event: EventId, { product, counts }: NotListed): Promise<void> => {
    const row = rows.get(productType, product);
    if (row === undefined || isBusy()) return;
    const thing = thingOf(event);
    const sections = listSections(rows.of(line, thing), rows.of(lineGroup, thing));
    const isAlike = (other: ProductId): boolean =>
      row.category !== undefined && categoryOf(other) === row.category;
    const group = groupForProduct(sections, product, isAlike);
    const quantity = counts.allocated;
    setBusy(true);
    const lines = [{ item: lineItemOf(row), quantity }];
    const result = await commands.runCommand(addLines, { event, lines, group });
    setBusy(false);
    if (result.ok) offerUndo(t("done", { n: quantity, name: row.name }), result.value.change);
  };
  return { can: (product) => rows.get(productType, product) !== undefined, put, isBusy };
};
