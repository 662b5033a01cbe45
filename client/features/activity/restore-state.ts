/** What a record, or everything with it, was at a moment, what differs from now, and who wrote what stands there now. */
import { createEffect, createMemo, createSignal, on } from "solid-js";
import type { Accessor } from "solid-js";
import { plannedRestore } from "#shared/domain/activity";
import type { RestoredRecord, RestorePlan } from "#shared/domain/activity";
import { typesOfKind } from "#shared/documents/projection";
import type { DocumentKindName } from "#shared/documents/kinds";
import type { ThingId } from "#shared/kernel/ids";
import type { Scalar } from "#shared/kernel/record";
import type { AuditEntry, AuditMoment, RecordRef, RecordThen } from "#shared/replica/types";
import { useReplica } from "#client/data";
import { hiddenFields } from "./history-words";

export interface Subject {
  readonly thing: ThingId;
  readonly kind: DocumentKindName;
  readonly record?: RecordRef | undefined;
}

/** One value then and now. */
export interface ComparedValue {
  readonly id: string;
  readonly record: string;
  readonly field: string;
  readonly then: Scalar | null;
  readonly now: Scalar | null;
  readonly isDifferent: boolean;
  /** Who wrote what stands there now, when that was after the moment and somebody else. */
  readonly since: AuditEntry | undefined;
}

export interface RestoreState {
  /** Undefined until it is read. */
  readonly values: Accessor<readonly ComparedValue[] | undefined>;
  readonly existed: Accessor<boolean>;
  readonly plan: Accessor<RestorePlan>;
  readonly reload: () => void;
}

export const createRestoreState = (
  subject: Accessor<Subject>,
  moment: Accessor<AuditMoment>,
): RestoreState => {
  const replica = useReplica();
  const [found, setFound] = createSignal<{
    readonly records: readonly RecordThen[];
    readonly entries: readonly AuditEntry[];
  }>();
  const [turn, setTurn] = createSignal(0);
  let asked = 0;
  createEffect(
    on([subject, moment, turn], ([of, at]) => {
      const mine = ++asked;
      void Promise.all([
        replica.recordsAt(of.thing, at, of.record),
        replica.history(of.thing, of.record),
      ]).then(([records, entries]) => {
        if (mine === asked) setFound({ records, entries });
      });
    }),
  );
  const plan = createMemo(() => plannedRestore(typesOfKind(subject().kind), found()?.records ?? []));
  const values = createMemo(() => {
    const read = found();
    if (read === undefined) return undefined;
    const newest = new Map<string, AuditEntry>();
    for (const entry of read.entries.toReversed()) newest.set(`${entry.record} ${entry.field}`, entry);
    const whole = subject().record === undefined;
    return compared(read.records, plan(), whole).map((value): ComparedValue => {
      const entry = newest.get(value.id);
      const isOthers = entry !== undefined && entry.member !== replica.member;
      return { ...value, since: isOthers && value.isDifferent ? entry : undefined };
    });
  });
  return {
    values,
    plan,
    existed: () => found()?.records.some(({ then }) => then !== null) !== false,
    reload: () => setTurn((n) => n + 1),
  };
};

/** For one record every value it had; for a whole document only what differs. */
const compared = (
  records: readonly RecordThen[],
  plan: RestorePlan,
  whole: boolean,
): readonly Omit<ComparedValue, "since">[] => {
  const differing = new Set(
    plan.records.flatMap(({ type, id, fields, removal }) => [
      ...fields.map(({ field }) => `${type.name}:${id} ${field}`),
      ...(removal === null ? [] : [`${type.name}:${id} removedAt`]),
    ]),
  );
  return records.flatMap(({ record, then, now }) =>
    [...new Set([...Object.keys(then ?? {}), ...Object.keys(now)])]
      .map((field) => ({
        ...{ id: `${record} ${field}`, record, field },
        then: then?.[field] ?? null,
        now: now[field] ?? null,
        isDifferent: differing.has(`${record} ${field}`),
      }))
      // A record that came later goes away as a whole.
      .concat(
        then === null && now["removedAt"] === undefined
          ? [
              {
                ...{ id: `${record} removedAt`, record, field: "removedAt" },
                then: null,
                now: null,
                isDifferent: true,
              },
            ]
          : [],
      )
      .filter(({ field, isDifferent }) => isDifferent || (!whole && !hiddenFields.has(field))),
  );
};

/** The part of a plan the person left in. */
export const chosenRecords = (
  plan: RestorePlan,
  isChosen: (id: string) => boolean,
): readonly RestoredRecord[] =>
  plan.records.flatMap((record): RestoredRecord[] => {
    const key = `${record.type.name}:${record.id}`;
    const fields = record.fields.filter(({ field }) => isChosen(`${key} ${field}`));
    const removal = isChosen(`${key} removedAt`) ? record.removal : null;
    return fields.length === 0 && removal === null ? [] : [{ ...record, fields, removal }];
  });
