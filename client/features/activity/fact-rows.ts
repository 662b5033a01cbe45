/** What devices wrote into their logs, as rows: movements, counts, faults, tests, readings, decisions. */
import { createMemo } from "solid-js";
import type { Accessor } from "solid-js";
import { file } from "#shared/domain/files";
import type { File } from "#shared/domain/files";
import { assetTest, fault, faultEntry, liftingReport, usage } from "#shared/domain/maintenance";
import type { FaultEntry } from "#shared/domain/maintenance";
import { movement, settled } from "#shared/domain/scanning";
import type { FactTime, LoggedMovement, TimedFact } from "#shared/domain/scanning";
import { count } from "#shared/domain/stocktake";
import type { Ms } from "#shared/kernel/clock";
import type { Row } from "#shared/replica/types";
import { useText } from "#client/app/i18n";
import { createIndex, createRows, useReplica } from "#client/data";
import { createMovementTeller, positionsIndex } from "#client/features/scanning";
import { rowOfMovement } from "./activity-rows";
import type { ActivityRow, Deed } from "./activity-rows";
import { messages } from "./messages";
import { createLogAuthors } from "./signers";

type Told = Pick<ActivityRow, "area" | "deed" | "detail" | "records" | "href">;
type Thing = Pick<Row<typeof count>, "asset" | "product" | "scanned">;

const pieceOf = ({ asset, product }: Pick<Thing, "asset" | "product">): Pick<Told, "records" | "href"> => {
  if (asset !== undefined) return { records: [`asset:${asset}`], href: `/stock/assets/${asset}` };
  if (product !== undefined) return { records: [`product:${product}`], href: `/stock/products/${product}` };
  return { records: [], href: undefined };
};

const toldCount = (fact: Row<typeof count>): Told => ({
  ...pieceOf(fact),
  area: "inventory",
  deed: fact.undoes === undefined ? "counted" : "takenBack",
  detail: fact.asset === undefined ? `${fact.scanned ?? ""} ${fact.quantity}`.trim() : undefined,
  href: `/stock/stocktakes/${fact.stocktake}`,
});

const stateDeeds = { open: "reopened", resolved: "resolved", withdrawn: "withdrawn" } as const;
const effectDeeds = { flag: "released", block: "blocked" } as const;

const faultDeed = ({ undoes, state, effect, isPhotoRemoved }: FaultEntry): Deed => {
  if (undoes !== undefined) return "takenBack";
  if (isPhotoRemoved === true) return "fileRemoved";
  if (state !== undefined) return stateDeeds[state];
  return effect === undefined ? "noted" : effectDeeds[effect];
};

const maintenance = (piece: Pick<Thing, "asset" | "product">, deed: Deed, detail?: string): Told => ({
  ...pieceOf(piece),
  ...{ area: "maintenance", deed, detail },
});

type Logged = TimedFact & { readonly id: string };
interface Written {
  readonly fact: Logged;
  readonly told: Told;
}

/** Whether a fact happened in the time that is asked for; the others are not made into anything. */
type IsMeant = (fact: Logged) => boolean;

const createCounts = (isMeant: IsMeant): Accessor<readonly Written[]> => {
  const counts = createRows(count);
  return createMemo(() =>
    counts()
      .filter(isMeant)
      .map((each) => ({ fact: each, told: toldCount(each) })),
  );
};

/** Faults and what was said about them, with photos of them. */
const createFaultFacts = (isMeant: IsMeant): Accessor<readonly Written[]> => {
  const faults = createRows(fault);
  const entries = createRows(faultEntry);
  const files = createRows(file);
  return createMemo(() => {
    const known = new Set<string>(faults().map(({ id }) => id));
    const about = (id: string): Pick<Told, "records" | "href"> => ({
      records: [`fault:${id}`],
      href: `/stock/faults/${id}`,
    });
    const photo = (each: Row<typeof file>): Written => ({
      fact: { id: each.id, thing: each.thing, at: each.addedAt },
      told: { ...about(each.owner), ...detailOf(each), area: "maintenance", deed: "fileAdded" },
    });
    return [
      ...faults()
        .filter(isMeant)
        .map((each) => ({
          fact: each,
          told: { ...maintenance(each, "reported", each.title), href: `/stock/faults/${each.id}` },
        })),
      ...entries()
        .filter(isMeant)
        .map((each): Written => {
          const told = {
            ...about(each.fault),
            area: "maintenance",
            deed: faultDeed(each),
            detail: each.text ?? each.caption,
          } as const;
          return { fact: each, told };
        }),
      ...files()
        .filter(({ owner }) => known.has(owner))
        .map(photo)
        .filter(({ fact }) => isMeant(fact)),
    ];
  });
};

const detailOf = ({ name }: File): Pick<Told, "detail"> => ({ detail: name });

const createTestFacts = (isMeant: IsMeant): Accessor<readonly Written[]> => {
  const tests = createRows(assetTest);
  const reports = createRows(liftingReport);
  const readings = createRows(usage);
  const tested = { pass: "testedPass", fail: "testedFail" } as const;
  return createMemo(() => [
    ...tests()
      .filter(isMeant)
      .map((each) => ({
        fact: each,
        told: maintenance(each, each.isVoid === true ? "takenBack" : tested[each.verdict]),
      })),
    ...reports()
      .filter(isMeant)
      .map((each) => ({
        fact: each,
        told: maintenance(
          each,
          each.isVoid === true ? "takenBack" : each.isSafe ? "testedPass" : "testedFail",
        ),
      })),
    ...readings()
      .filter(isMeant)
      .map((each) => ({
        fact: each,
        told: maintenance(each, each.undoes === undefined ? "metered" : "takenBack"),
      })),
  ]);
};

const createDecisions = (isMeant: IsMeant): Accessor<readonly Written[]> => {
  const decisions = createRows(settled);
  return createMemo(() =>
    decisions()
      .filter(isMeant)
      .map((each) => ({
        fact: each,
        told: {
          ...pieceOf(each),
          area: "scanning",
          deed: each.isReopened === true ? "takenBack" : "settled",
          detail: undefined,
          href: "/conflicts?view=settled",
        },
      })),
  );
};

/**
 * Those from `since` on, in no order. Without a relay there is one clock only, and no other to be wrong against. Signers
 * are asked for of the logs alone that have something in this time.
 */
export const createFactRows = (
  since: Accessor<Ms>,
  hasRelay: Accessor<boolean>,
): Accessor<readonly ActivityRow[]> => {
  const { rows } = useReplica();
  const movements = createRows(movement);
  const positions = createIndex(positionsIndex);
  const authorOf = createLogAuthors();
  const timeOf = (fact: TimedFact): FactTime => {
    const { at, isExact } = positions().timeOf(fact);
    return { at, isExact: isExact || !hasRelay() };
  };
  const isMeant: IsMeant = (fact) => positions().timeOf(fact).at >= since();
  const others = [createCounts, createFaultFacts, createTestFacts, createDecisions].map((create) =>
    create(isMeant),
  );
  const undoneBy = ({ undoes }: LoggedMovement): LoggedMovement | undefined =>
    undoes === undefined ? undefined : rows.get(movement, undoes);
  return createMemo(() => [
    ...movements()
      .filter(isMeant)
      .map((each) => rowOfMovement(each, undoneBy(each), timeOf(each), authorOf(each))),
    ...others
      .flatMap((written) => written())
      .map(({ fact, told }) => ({
        ...{ id: fact.id, ...timeOf(fact), author: authorOf(fact), fact: undefined, subject: undefined },
        ...told,
      })),
  ]);
};

/** What was done, in words: "out to Summer Gala", "fault reported: lamp dead", "taken back: out to Summer Gala". */
export const createDeedWords = (): ((row: ActivityRow) => string) => {
  const t = useText(messages);
  const tell = createMovementTeller();
  return ({ fact, deed, detail }) => {
    if (fact !== undefined && deed === "movement") return tell(fact);
    const did = t(`did_${deed}`);
    const what = fact === undefined ? detail : tell(fact);
    return what === undefined || what === "" ? did : t("of", { record: did, what });
  };
};
