/** What the sentences of conflicts are made with. */
import { createMemo } from "solid-js";
import type { Accessor } from "solid-js";
import type { LoggedMovement, Positions } from "#shared/domain/scanning";
import type { FactTime } from "#shared/domain/scanning";
import type { Replica } from "#shared/replica/types";
import { createIndex, createMay, createSyncState, useCommands, useReplica } from "#client/data";
import type { Commands, May } from "#client/data";
import { createPutOnList } from "#client/features/not-listed";
import type { PutOnList } from "#client/features/not-listed";
import { createMovementTeller, createNames, positionsIndex } from "#client/features/scanning";
import type { Names } from "#client/features/scanning";
import { useFormat, useText } from "#client/app/i18n";
import type { Format, TextOf } from "#client/app/i18n";
import { showToast } from "#client/ui/toast";
import { messages } from "./messages";

export interface ViewTools {
  readonly t: TextOf<(typeof messages)["en"]>;
  readonly format: Accessor<Format>;
  readonly names: Names;
  readonly tell: (fact: LoggedMovement) => string;
  readonly positions: Accessor<Positions>;
  readonly rows: Replica["rows"];
  /** False for a company on this device alone: then nothing is "offline". */
  readonly hasRelay: () => boolean;
  readonly commands: Commands;
  readonly may: May;
  readonly list: PutOnList;
  readonly timeOf: (fact: LoggedMovement) => string;
  readonly note: (time: FactTime, wasOffline: boolean) => string;
  readonly done: (text: string) => void;
}

/** Call while a component is set up. */
export const createViewTools = (): ViewTools => {
  const { rows } = useReplica();
  const sync = createSyncState();
  const t = useText(messages);
  const names = createNames();
  const positions = createIndex(positionsIndex);
  const hasRelay = createMemo(() => sync().hasRelay);
  return {
    t,
    format: useFormat(),
    names,
    tell: createMovementTeller(),
    positions,
    rows,
    hasRelay,
    commands: useCommands(),
    may: createMay(),
    list: createPutOnList(),
    timeOf: (fact) => names.time(positions().timeOf(fact)),
    note: (time, wasOffline) =>
      t(wasOffline && hasRelay() ? "sideOffline" : "sideOnline", { time: names.time(time) }),
    done: (text) => showToast({ text, meaning: "ok" }),
  };
};
