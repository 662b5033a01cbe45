/** Whether two records can be one piece by where they are, beside what the records say. */
import { whyPiecesStayApart } from "#shared/domain/inventory";
import type { Asset, AssetId, PieceHindrance } from "#shared/domain/inventory";
import type { EventId } from "#shared/domain/events";
import type { Positions } from "#shared/domain/scanning";

export type SamePieceHindrance =
  | PieceHindrance
  /** One lies in the other, at any depth. */
  | "inside"
  /** One is owned no more, the other is. */
  | "off-stock"
  /** Each is away on a job of its own. */
  | "two-events";

type PieceFacts = Pick<Asset, "id" | "product" | "isCase">;

export const whyNotSamePiece = (
  a: PieceFacts,
  b: PieceFacts,
  positions: Positions,
): SamePieceHindrance | undefined => {
  const said = whyPiecesStayApart(a, b);
  if (said !== undefined) return said;
  if (positions.casesAround(a.id).includes(b.id) || positions.casesAround(b.id).includes(a.id))
    return "inside";
  if (isGone(positions, a.id) !== isGone(positions, b.id)) return "off-stock";
  const [here, there] = [awayWith(positions, a.id), awayWith(positions, b.id)];
  if (here.size === 0 || there.size === 0) return undefined;
  return [...here].some((event) => there.has(event)) ? undefined : "two-events";
};

const isGone = (positions: Positions, id: AssetId): boolean => positions.of(id).place.type === "gone";

/** Where it may be away: while devices disagree about it, the other record may be what one of them saw. */
const awayWith = (positions: Positions, id: AssetId): ReadonlySet<EventId> => {
  const { place, others } = positions.of(id);
  const away = new Set<EventId>();
  if (place.type !== "out") return away;
  for (const each of [place, ...others.map((other) => other.place)])
    if (each.type === "out" && each.event !== undefined) away.add(each.event);
  return away;
};
