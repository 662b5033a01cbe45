/** Putting blank labels on pieces: who wears one already, and the commands with what is said afterwards. */
import { createSignal } from "solid-js";
import type { Accessor } from "solid-js";
import { addAssets, asset, claimLabel, product } from "#shared/domain/inventory";
import type { AssetId, ProductId } from "#shared/domain/inventory";
import { useText } from "#client/app/i18n";
import { createUndoToast } from "#client/app/frame/undo";
import { createIndex, useCommands, useReplica } from "#client/data";
import { codeIndex } from "#client/features/scanning";
import { labelMessages } from "./label-messages";

/** Says who wears a label; undefined while it is blank. */
export const createWearerWords = (): ((label: string) => string | undefined) => {
  const t = useText(labelMessages);
  const { rows } = useReplica();
  const codes = createIndex(codeIndex);
  return (label) => {
    const [owner, another] = codes().byLabel(label);
    if (owner === undefined) return undefined;
    const row = owner.type === "asset" ? rows.get(asset, owner.asset) : undefined;
    if (another !== undefined || row === undefined) return t("wornBySeveral");
    const values = { code: row.code, product: rows.get(product, row.product)?.name ?? "" };
    return t(row.removedAt === undefined ? "wornBy" : "wornByGone", values);
  };
};

export interface Claiming {
  /** Why the last attempt came to nothing. */
  readonly problem: Accessor<string | undefined>;
  readonly setProblem: (text: string | undefined) => void;
  /** True once the piece wears it. */
  readonly byPiece: (piece: {
    readonly id: AssetId;
    readonly product: ProductId;
    readonly code: string;
  }) => Promise<boolean>;
  /** The new piece; undefined when none was made. */
  readonly byNewPiece: (of: ProductId, code: string) => Promise<AssetId | undefined>;
}

const quiet = ["LabelTaken", "CodeTwice", "TextMissing"];

export const createClaiming = (label: Accessor<string>): Claiming => {
  const t = useText(labelMessages);
  const commands = useCommands();
  const offerUndo = createUndoToast();
  const wearer = createWearerWords();
  const [problem, setProblem] = createSignal<string>();
  const [isBusy, setBusy] = createSignal(false);
  const tell = (found: { readonly type: string; readonly code?: string }): void => {
    if (found.type === "LabelTaken") setProblem(wearer(label()) ?? t("wornBySeveral"));
    else if (found.type === "CodeTwice") setProblem(t("codeTwice", { code: found.code ?? "" }));
    else setProblem(t(found.type === "TextMissing" ? "codeMissing" : "notClaimed"));
  };
  /** One at a time, and never a label that something wears meanwhile. */
  const once = async <T>(run: () => Promise<T | undefined>): Promise<T | undefined> => {
    if (isBusy()) return undefined;
    const worn = wearer(label());
    setProblem(worn);
    if (worn !== undefined) return undefined;
    setBusy(true);
    try {
      return await run();
    } finally {
      setBusy(false);
    }
  };
  return {
    problem,
    setProblem,
    byPiece: async ({ id, product: of, code }) => {
      const done = await once(async () => {
        const args = { product: of, asset: id, label: label() };
        const result = await commands.runCommand(claimLabel, args, { quiet });
        if (!result.ok) {
          tell(result.error);
          return undefined;
        }
        offerUndo(t("claimed", { code }), result.value.change);
        return true;
      });
      return done === true;
    },
    byNewPiece: (of, code) =>
      once(async () => {
        const args = { product: of, assets: [{ code: code.trim(), label: label() }] };
        const result = await commands.runCommand(addAssets, args, { quiet });
        if (!result.ok) {
          tell(result.error);
          return undefined;
        }
        offerUndo(t("claimed", { code: code.trim() }), result.value.change);
        return result.value.value.assets[0];
      }),
  };
};
