import type { Stocktake } from "#shared/domain/stocktake";
import { useText } from "#client/app/i18n";
import { messages } from "./messages";

/** "Counting", "Recount 2", "In review". */
export const createStateWords = (): ((row: Pick<Stocktake, "state" | "round">) => string) => {
  const t = useText(messages);
  return ({ state, round }) => (state === "counting" && round > 1 ? t("recounting", { n: round }) : t(state));
};
