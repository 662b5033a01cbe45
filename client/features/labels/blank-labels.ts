/** Labels that are printed ahead and claimed by whatever they are stuck on. Nothing is written until then. */
import { createMemo, createSignal } from "solid-js";
import type { Accessor } from "solid-js";
import { fromBase64Url } from "#shared/kernel/bytes";
import { sha256 } from "#shared/kernel/hash";
import { labelUrl, makeLabel, spellLabel } from "#shared/kernel/label-text";
import { assert } from "#shared/kernel/result";
import { useApp } from "#client/app/app-context";
import { useReplica } from "#client/data";
import type { LabelContent } from "./label-layout";
import type { LabelSource } from "./label-source";

/** A box of sheets at once; more are printed in several files. */
export const mostBlank = 1_000;
/** One sheet of the usual stock. */
const usualCount = 21;

export interface BlankLabels {
  readonly source: LabelSource;
  readonly count: Accessor<number>;
  readonly setCount: (count: number) => void;
}

export const createBlankLabels = (): BlankLabels => {
  const { random, origin } = useApp();
  const { host } = new URL(origin);
  const companyId = fromBase64Url(useReplica().company);
  assert(companyId, "a company id is base64url");
  const [count, setCount] = createSignal(usualCount);
  const [saved, setSaved] = createSignal(0);
  const make = (): LabelContent => {
    const label = makeLabel(sha256, companyId, random);
    const code = spellLabel(label.text);
    return { url: labelUrl(host, label), code, product: "", company: "", isBlank: true };
  };
  // No label may exist twice: what was saved is never made again, neither by a second press nor by another number.
  const contents = createMemo(() => {
    saved();
    return Array.from({ length: count() }, make);
  });
  return {
    count,
    setCount,
    source: {
      name: "blank-labels",
      hasCodes: true,
      contents,
      without: () => 0,
      prepare: () => Promise.resolve(true),
      onSaved: () => setSaved(saved() + 1),
    },
  };
};
