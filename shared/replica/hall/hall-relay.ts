/** Relays in the hall as the company's own document names them: address and key, signed by whoever wrote them down. */
import { hallRelay } from "#shared/domain/settings";
import { bytes32FromText } from "#shared/protocol/wire-types";
import type { Key } from "#shared/protocol/wire-types";
import type { OpenDocument } from "../open-documents";

export interface HallRelay {
  readonly origin: string;
  readonly key: Key;
  /** Base64url of the key. */
  readonly keyText: string;
}

/** Without those that were taken off the list. */
export const hallRelaysIn = ({ projection }: OpenDocument): readonly HallRelay[] => {
  const found = new Map<string, HallRelay>();
  for (const id of projection.records.get(hallRelay.name)?.keys() ?? []) {
    const named = projection.get(hallRelay, id);
    const key = named === undefined ? undefined : bytes32FromText(named.key);
    if (named !== undefined && key !== undefined && named.removedAt === undefined)
      found.set(named.key, { origin: named.address, key, keyText: named.key });
  }
  return [...found.values()];
};
