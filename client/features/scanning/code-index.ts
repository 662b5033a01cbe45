/** What codes and labels stand for, kept current from rows. */
import type { Rows } from "#shared/replica/types";
import { asset, code } from "#shared/domain/inventory";
import type { AssetId, CodeId } from "#shared/domain/inventory";
import type { CodeIndex } from "#shared/domain/scanning";
import { createCodeIndex } from "#shared/domain/scanning";
import { parseId } from "#shared/kernel/ids";
import { defineIndex } from "#client/data";

/** About a millisecond of work. */
const recordsPerStep = 200;

export const codeIndex = defineIndex<CodeIndex>({
  types: [asset, code],
  build: function* (rows) {
    const codes = createCodeIndex();
    let n = 0;
    for (const row of (yield* rows.allInSteps(asset)).values()) {
      codes.putAsset(row);
      if (++n % recordsPerStep === 0) yield;
    }
    for (const row of (yield* rows.allInSteps(code)).values()) {
      codes.putCode(row);
      if (++n % recordsPerStep === 0) yield;
    }
    return codes;
  },
  apply: (codes, changes, rows) => {
    for (const { type, id } of changes) {
      if (type === asset.name) takeAsset(codes, parseId<AssetId>(id), rows);
      else takeCode(codes, parseId<CodeId>(id), rows);
    }
  },
});

const takeAsset = (codes: CodeIndex, id: AssetId | undefined, rows: Rows): void => {
  if (id === undefined) return;
  const row = rows.get(asset, id);
  if (row === undefined) codes.dropAsset(id);
  else codes.putAsset(row);
};

const takeCode = (codes: CodeIndex, id: CodeId | undefined, rows: Rows): void => {
  if (id === undefined) return;
  const row = rows.get(code, id);
  if (row === undefined) codes.dropCode(id);
  else codes.putCode(row);
};
