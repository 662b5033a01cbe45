/** An import of test results: the file that was read, the dry run, applying it and taking it back. */
import { createMemo, createSignal } from "solid-js";
import { bytesSource, readFile } from "#shared/domain/import";
import type { FileProblem, TextDecoding } from "#shared/domain/import";
import {
  assetTest,
  patSource,
  planPatResults,
  readPatResults,
  recordTests,
  standingTests,
  stillFailed,
  voidTests,
} from "#shared/domain/maintenance";
import type { FaultId, NewTest, PatKnowledge, PatRow, RawResult, TestId } from "#shared/domain/maintenance";
import { asset } from "#shared/domain/inventory";
import type { AssetId } from "#shared/domain/inventory";
import type { Day } from "#shared/kernel/record";
import { useText } from "#client/app/i18n";
import { createIndex, useCommands, useReplica } from "#client/data";
import { codeIndex, maintenanceIndex } from "#client/features/scanning";
import { pickFiles } from "#client/platform/files";
import { patMessages } from "./pat-messages";

/** Results of some ten thousand appliances; larger files are asked for in parts, so that the page stays quick. */
const mostBytes = 8 * 1024 * 1024;
/** So many tests are written in one change. */
const perChange = 200;

const decoding: TextDecoding = {
  decode: (bytes, encoding) => {
    try {
      return new TextDecoder(encoding, { fatal: encoding === "utf-8" }).decode(bytes);
    } catch {
      return undefined;
    }
  },
};

export type PatFailure = FileProblem | { readonly type: "NotResults" };

interface Read {
  readonly name: string;
  readonly results: readonly RawResult[] | undefined;
  readonly failure: PatFailure | undefined;
}

const readResults = async (file: File): Promise<Read> => {
  const failed = (failure: PatFailure): Read => ({ name: file.name, results: undefined, failure });
  if (file.size > mostBytes) return failed({ type: "FileTooLarge", limitBytes: mostBytes });
  const bytes = new Uint8Array(await file.arrayBuffer());
  const read = await readFile(bytesSource(file.name, bytes), decoding);
  if (!read.ok) return failed(read.error);
  const results = read.value.type === "table" ? readPatResults(read.value.table) : undefined;
  return results === undefined
    ? failed({ type: "NotResults" })
    : { name: file.name, results, failure: undefined };
};

const createKnowledge = () => {
  const { rows } = useReplica();
  const codes = createIndex(codeIndex);
  const book = createIndex(maintenanceIndex);
  return {
    knowledge: (): PatKnowledge => {
      const voided = new Set<TestId>();
      const imported = new Map<string, TestId>();
      for (const test of rows.all(assetTest).values()) {
        if (test.isVoid === true && test.replaces !== undefined) voided.add(test.replaces);
        else if (test.source === patSource && test.sourceId !== undefined)
          imported.set(test.sourceId, test.id);
      }
      return {
        isKnown: (sourceId) => {
          const id = imported.get(sourceId);
          return id !== undefined && !voided.has(id);
        },
        find: (text) =>
          codes()
            .find(text)
            .flatMap((owner) => {
              const product = owner.type === "asset" ? rows.get(asset, owner.asset)?.product : undefined;
              return owner.type === "asset" && product !== undefined ? [{ asset: owner.asset, product }] : [];
            }),
      };
    },
    passedOn: (id: AssetId): Day | undefined =>
      standingTests(book().tests.of(id))
        .filter(({ verdict, method }) => verdict === "pass" && method === "electrical")
        .map(({ day }) => day)
        .sort()
        .at(-1),
  };
};

export interface Applied {
  readonly tests: readonly (NewTest & { readonly id: TestId })[];
  readonly faults: readonly FaultId[];
}

const batchesOf = <T>(items: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(items.length / perChange) }, (_, at) =>
    items.slice(at * perChange, (at + 1) * perChange),
  );

/** What failed and was not passed since takes its piece out of use. */
const withFaults = (
  tests: readonly NewTest[],
  passedOn: (asset: AssetId) => Day | undefined,
  title: string,
) => {
  const blocking = stillFailed(tests, passedOn);
  return tests.map((test) => ({
    test,
    fault: blocking.has(test)
      ? {
          ...{ asset: test.asset, product: test.product, title },
          ...{ effect: "block" as const, priority: "high" as const, note: test.note },
        }
      : undefined,
  }));
};

export const createPatImport = () => {
  const t = useText(patMessages);
  const commands = useCommands();
  const { knowledge, passedOn } = createKnowledge();
  const [read, setRead] = createSignal<Read>();
  const [applied, setApplied] = createSignal<Applied>();
  const [isBusy, setBusy] = createSignal(false);
  const rows = createMemo((): readonly PatRow[] => {
    const results = read()?.results;
    return results === undefined ? [] : planPatResults(results, knowledge());
  });
  const fresh = createMemo(() => rows().flatMap((row) => (row.type === "new" ? [row.test] : [])));
  const choose = async (): Promise<void> => {
    const [picked] = await pickFiles({ accept: ".csv,.txt,.tsv,.xlsx" });
    if (picked === undefined) return;
    setApplied(undefined);
    setRead(await readResults(picked.file));
  };
  const apply = async (): Promise<void> => {
    const tests = fresh();
    const written = withFaults(tests, passedOn, t("faultTitle"));
    setBusy(true);
    const done = await commands.runBulk(
      recordTests,
      batchesOf(written).map((batch) => ({ tests: batch })),
      () => undefined,
    );
    setBusy(false);
    if (!done.ok) return;
    const ids = done.value.value.flatMap((one) => one.tests);
    setApplied({
      tests: tests.flatMap((test, at) => {
        const id = ids[at];
        return id === undefined ? [] : [{ ...test, id }];
      }),
      faults: done.value.value.flatMap((one) => one.faults),
    });
    setRead(undefined);
  };
  const takeBack = async (): Promise<boolean> => {
    const made = applied();
    if (made === undefined) return false;
    const [first, ...others] = batchesOf(made.tests);
    const done = await commands.runBulk(
      voidTests,
      [{ tests: first ?? [], faults: made.faults }, ...others.map((tests) => ({ tests, faults: [] }))],
      () => undefined,
    );
    if (done.ok) setApplied(undefined);
    return done.ok;
  };
  return { read, rows, fresh, applied, isBusy, choose, apply, takeBack };
};

export type PatImport = ReturnType<typeof createPatImport>;
