/** A small company for tests of scanning: things by short names, facts by one call, the fold kept beside them. */
import { idFromBytes, thingOf } from "#shared/kernel/ids";
import type { Id, MemberId, ThingId } from "#shared/kernel/ids";
import { hash32 } from "./hash32";
import type { AssetId, LocationId, ProductId, Tracking } from "#shared/domain/inventory";
import type { EventId } from "#shared/domain/events";
import type { LineId } from "#shared/domain/pull-list";
import type {
  ClockFactId,
  LabelReading,
  LoggedMovement,
  LoggedSettled,
  MovementId,
  NewFact,
  PieceCondition,
  ScanContext,
  ScanDecision,
  ScanState,
  SettledId,
} from "#shared/domain/scanning";
import { createCaseKnowledge } from "#shared/domain/cases";
import type { CaseBan, CaseBanId, CaseSlot, CaseSlotId, CaseSource } from "#shared/domain/cases";
import type { CategoryId } from "#shared/domain/settings";
import { countsForEvent, createCodeIndex, createPositions, decideScan } from "#shared/domain/scanning";
import { brand } from "#shared/kernel/brand";
import { assert } from "#shared/kernel/result";

/** The same id for the same name, of any kind. */
export const named = <T extends Id<string>>(name: string): T => {
  const bytes = new Uint8Array(16);
  for (let i = 0; i < 4; i++) new DataView(bytes.buffer).setUint32(4 * i, hash32(`${name}#${i}`));
  return idFromBytes<T>(bytes);
};

/** Fields a test names; the rest follows from what is known. */
export type FactInput = {
  readonly [K in Exclude<keyof LoggedMovement, "kind" | "after">]?: LoggedMovement[K] | undefined;
} & Pick<NewFact, "kind"> & {
    readonly after?: MovementId | "nothing" | undefined;
    /** Written without a connection: nobody corrected its clock. */
    readonly isOffline?: boolean;
  };

export interface TestSlot {
  readonly product: ProductId;
  readonly asset?: AssetId;
  readonly quantity?: number;
  readonly isPermanent?: boolean;
}

export interface TestAsset {
  readonly id: AssetId;
  readonly product: ProductId;
  readonly code: string;
  readonly isCase: boolean;
  readonly isLocked?: boolean;
  readonly weightG?: number;
  readonly removedAt?: number;
}

export interface TestLine {
  readonly id: LineId;
  readonly product: ProductId;
  readonly quantity: number;
  readonly order: string;
}

export interface TestProduct {
  readonly id: ProductId;
  readonly tracking: Tracking;
  readonly category?: CategoryId;
  readonly weightG?: number;
  readonly removedAt?: number;
}

export const createScanWorld = () => {
  const positions = createPositions();
  const codes = createCodeIndex();
  const assets = new Map<AssetId, TestAsset>();
  const products = new Map<ProductId, TestProduct>();
  const lines = new Map<EventId, TestLine[]>();
  const labels = new Map<string, LabelReading>();
  const slots = new Map<AssetId, CaseSlot[]>();
  const bans = new Map<AssetId, CaseBan[]>();
  const categories = new Map<CategoryId, { parent?: string }>();
  const conditions = new Map<AssetId, PieceCondition>();
  let clock = Date.parse("2026-06-11T12:00Z");
  let serial = 0;

  const caseSource: CaseSource = {
    positions,
    asset: (id) => assets.get(id),
    product: (id) => products.get(id),
    category: (id) => categories.get(id),
    slots: (container) => slots.get(container) ?? [],
    bans: (container) => bans.get(container) ?? [],
  };
  const state: ScanState = {
    cases: createCaseKnowledge(caseSource),
    condition: (id) => conditions.get(id) ?? {},
    positions,
    readLabel: (text) => labels.get(text) ?? { type: "none" },
    findCode: (text) => codes.find(text),
    ownersOfLabel: (label) => codes.byLabel(label),
    asset: (id) => assets.get(id),
    product: (id) => products.get(id),
    lines: (event) => lines.get(event) ?? [],
    hasEvent: (id) => lines.has(id),
    counts: (event) => countsForEvent(positions.piecesOf(event), lines.get(event) ?? []),
  };

  const knownProduct = (name: string): ProductId => {
    const id = named<ProductId>(`product ${name}`);
    return products.has(id) ? id : world.product(name);
  };

  const world = {
    state,
    positions,
    codes,
    labels,
    caseSource,
    product: (
      name: string,
      tracking: Tracking = "assets",
      more: Partial<Pick<TestProduct, "category" | "weightG">> = {},
    ): ProductId => {
      const id = named<ProductId>(`product ${name}`);
      products.set(id, { id, tracking, ...more });
      return id;
    },
    category: (name: string, parent?: CategoryId): CategoryId => {
      const id = named<CategoryId>(`category ${name}`);
      categories.set(id, parent === undefined ? {} : { parent });
      return id;
    },
    /** Sets the packing list of a case. */
    packingList: (container: AssetId, lines: readonly TestSlot[]): void =>
      void slots.set(
        container,
        lines.map((line, i) => ({
          id: named<CaseSlotId>(`slot ${container} ${i}`),
          case: container,
          quantity: 1,
          isPermanent: false,
          order: `a${i}`,
          ...line,
        })),
      ),
    ban: (container: AssetId, what: Pick<CaseBan, "category" | "prefix">): void =>
      void bans.set(container, [
        ...(bans.get(container) ?? []),
        { id: named<CaseBanId>(`ban ${container} ${what.category}${what.prefix}`), case: container, ...what },
      ]),
    condition: (id: AssetId, condition: PieceCondition): void => void conditions.set(id, condition),
    lock: (id: AssetId, isLocked = true): void => {
      const asset = assets.get(id);
      assert(asset, "asset exists");
      assets.set(id, { ...asset, isLocked });
    },
    asset: (
      code: string,
      product: string,
      more: Partial<TestAsset> & { serial?: string; label?: string } = {},
    ): AssetId => {
      const id = named<AssetId>(`asset ${code}`);
      const asset = { id, product: knownProduct(product), code, isCase: false, ...more };
      assets.set(id, asset);
      codes.putAsset(asset);
      return id;
    },
    event: (
      name: string,
      needs: readonly (readonly [product: ProductId, quantity: number])[] = [],
    ): EventId => {
      const id = named<EventId>(`event ${name}`);
      lines.set(
        id,
        needs.map(([product, quantity], i) => ({
          id: named<LineId>(`line ${name} ${i}`),
          product,
          quantity,
          order: `a${i}`,
        })),
      );
      return id;
    },
    lineOf: (name: string, index: number): LineId => named<LineId>(`line ${name} ${index}`),
    location: (name: string): LocationId => named<LocationId>(`location ${name}`),
    removeAsset: (id: AssetId): void => {
      const asset = assets.get(id);
      assert(asset, "asset exists");
      assets.set(id, { ...asset, removedAt: clock });
    },
    removeProduct: (id: ProductId): void => {
      const product = products.get(id);
      assert(product, "product exists");
      products.set(id, { ...product, removedAt: clock });
    },
    /** A fact as some device wrote it; follows what is known here unless `after` says otherwise. */
    fact: ({ isOffline = false, ...fact }: FactInput): LoggedMovement => {
      serial += 1;
      clock += 60_000;
      const asset = fact.asset;
      const product = fact.product ?? (asset === undefined ? undefined : assets.get(asset)?.product);
      assert(product, "a fact names a product or a known asset");
      const last = asset === undefined ? undefined : positions.of(asset).last?.id;
      const after = fact.after === "nothing" ? undefined : (fact.after ?? last);
      const written = brand<LoggedMovement>({
        id: named<MovementId>(`movement ${serial}`),
        thing: thingOf(named<Id<"log">>("log office")),
        at: clock,
        ...(isOffline ? {} : { offsetMs: 0 }),
        by: named<MemberId>("Mira"),
        product,
        quantity: 1,
        origin: "hand",
        ...definedOnly({ ...fact, after }),
      });
      positions.apply({ movements: [written] });
      return written;
    },
    /** The device with this log reaches the relay: now, unless said otherwise. */
    welcome: (thing: ThingId, at: number = clock + 60_000): void => {
      clock = Math.max(clock, at);
      const id = named<ClockFactId>(`clock ${thing} ${at}`);
      positions.apply({ clocks: [{ id, thing, deviceTime: at, relayTime: at }] });
    },
    now: (): number => clock,
    settle: (
      settlement: Pick<LoggedSettled, "asset" | "keeps" | "drops"> & Partial<LoggedSettled>,
    ): LoggedSettled => {
      serial += 1;
      clock += 60_000;
      const written: LoggedSettled = {
        id: named<SettledId>(`settled ${serial}`),
        thing: thingOf(named<Id<"log">>("log office")),
        at: clock,
        by: named<MemberId>("Mira"),
        ...settlement,
      };
      positions.apply({ settlements: [written] });
      return written;
    },
    decide: (text: string, context: Partial<ScanContext> & Pick<ScanContext, "mode">): ScanDecision =>
      decideScan(state, text, { quantity: 1, ...context }),
    /** Decides and writes what was decided, as the command would. */
    scan: (text: string, context: Partial<ScanContext> & Pick<ScanContext, "mode">): ScanDecision => {
      const decision = world.decide(text, context);
      for (const fact of decision.facts) world.fact(fact);
      return decision;
    },
  };
  return world;
};

export type ScanWorld = ReturnType<typeof createScanWorld>;

export const logOf = (device: string): ThingId => thingOf(named<Id<"log">>(`log ${device}`));

/** Without the fields that are not there: facts of the folds are exact about absence. */
const definedOnly = <T extends object>(values: T): T =>
  brand<T>(Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)));
