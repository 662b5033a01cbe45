/**
 * Which asset lies in which case, from one "lies in" per asset. Merging offline edits can close a loop
 * (A in B, B in A): the newest packing of the loop holds, the oldest is set aside and reported.
 */
import type { AssetId } from "#shared/domain/inventory";
import type { LoggedMovement } from "./facts";

export interface Packing {
  readonly container: AssetId;
  readonly since: LoggedMovement;
}

export interface ContainmentLoop {
  readonly members: readonly AssetId[];
  /** The packing set aside: this asset is treated as lying in no case. */
  readonly loose: AssetId;
  readonly ignored: LoggedMovement;
}

export interface Containment {
  /** Sets or clears what the movements say about one asset. */
  set(asset: AssetId, packing: Packing | undefined): void;
  containerOf(asset: AssetId): AssetId | undefined;
  contentsOf(container: AssetId): ReadonlySet<AssetId>;
  loops(): readonly ContainmentLoop[];
}

const nothing: ReadonlySet<AssetId> = new Set();

/** `isNewer` orders two packings; it must be total and depend on the facts alone. */
export const createContainment = (
  isNewer: (a: LoggedMovement, b: LoggedMovement) => boolean,
): Containment => {
  const packings = new Map<AssetId, Packing>();
  const contents = new Map<AssetId, Set<AssetId>>();
  const loops = new Map<AssetId, ContainmentLoop>();

  const attach = (asset: AssetId, container: AssetId): void => {
    const held = contents.get(container);
    if (held === undefined) contents.set(container, new Set([asset]));
    else held.add(asset);
  };
  const detach = (asset: AssetId, container: AssetId): void => {
    const held = contents.get(container);
    held?.delete(asset);
    if (held?.size === 0) contents.delete(container);
  };

  /** Opens the loop `asset` is part of, so that its packing can change. */
  const forgetLoop = (asset: AssetId): void => {
    const loop = loops.get(asset);
    if (loop === undefined) return;
    for (const member of loop.members) loops.delete(member);
    const packing = packings.get(loop.loose);
    if (packing !== undefined) attach(loop.loose, packing.container);
  };

  /** In a structure where everyone lies in at most one case, a loop can only close through what just changed. */
  const findLoop = (asset: AssetId): void => {
    const members = loopThrough(asset, packings);
    if (members === undefined) return;
    const oldest = members.reduce((a, b) => {
      const left = packings.get(a)?.since;
      const right = packings.get(b)?.since;
      return left !== undefined && right !== undefined && isNewer(left, right) ? b : a;
    });
    const ignored = packings.get(oldest);
    if (ignored === undefined) return;
    const loop = { members: members.sort(), loose: oldest, ignored: ignored.since };
    for (const member of members) loops.set(member, loop);
    detach(oldest, ignored.container);
  };

  return {
    set: (asset, packing) => {
      const before = packings.get(asset);
      if (before === undefined && packing === undefined) return;
      forgetLoop(asset);
      if (before !== undefined) detach(asset, before.container);
      if (packing === undefined) packings.delete(asset);
      else {
        packings.set(asset, packing);
        attach(asset, packing.container);
        findLoop(asset);
      }
    },
    containerOf: (asset) => (loops.get(asset)?.loose === asset ? undefined : packings.get(asset)?.container),
    contentsOf: (container) => contents.get(container) ?? nothing,
    loops: () => [...new Set(loops.values())].sort((a, b) => (a.loose < b.loose ? -1 : 1)),
  };
};

const loopThrough = (asset: AssetId, packings: ReadonlyMap<AssetId, Packing>): AssetId[] | undefined => {
  const members: AssetId[] = [];
  const seen = new Set<AssetId>();
  let current: AssetId | undefined = asset;
  while (current !== undefined && !seen.has(current)) {
    seen.add(current);
    members.push(current);
    current = packings.get(current)?.container;
  }
  return current === asset ? members : undefined;
};
