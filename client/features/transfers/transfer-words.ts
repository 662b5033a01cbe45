import type { TransferState } from "#shared/domain/transfers";
import type { Meaning } from "#client/ui/meaning";

export const stateMeaning: Readonly<Record<TransferState, Meaning | undefined>> = {
  loading: "info",
  travelling: "attention",
  closed: "ok",
};
