/** What the sync mark says and means, from the state of the replica. */
import type { SyncProblem, SyncState } from "#shared/replica/types";
import { unreachable } from "#shared/kernel/result";
import type { Meaning } from "#client/ui/meaning";
import { useFormat, useText } from "../i18n";
import { messages } from "../messages";
import type { ThingName } from "./thing-names";

export type SyncKind =
  "handed-in" | "left" | "first-sync" | "here-only" | "one-device" | "hall" | SyncState["mark"];

/** Attention first, then what is only here or in a hall, then a company that is lost with this device, then all well. */
export const syncKind = (state: SyncState, opensHereOnly: boolean): SyncKind => {
  if (state.mark === "attention") return "attention";
  if (!state.hasRelay) return "here-only";
  if (state.handedIn !== null && state.pendingChanges === 0) return "handed-in";
  if (state.leaverUntil !== null && state.pendingChanges === 0) return "left";
  if (state.firstSync !== null) return "first-sync";
  if (state.mark === "synced" && opensHereOnly) return "one-device";
  if (state.mark === "offline" && state.hall?.connected === true) return "hall";
  return state.mark;
};

export const syncMeaning = (kind: SyncKind): Meaning =>
  kind === "attention" ? "attention" : kind === "synced" ? "ok" : "info";

export interface SyncWords {
  readonly label: (state: SyncState, kind: SyncKind) => string;
  /** Fits beside the title on a phone. */
  readonly short: (state: SyncState, kind: SyncKind) => string;
  /** A sentence that explains. */
  readonly explain: (state: SyncState, kind: SyncKind) => string;
  readonly problem: (problem: SyncProblem) => string;
}

const createProblemWords = (thingName: ThingName): SyncWords["problem"] => {
  const t = useText(messages);
  const format = useFormat();
  const relay = {
    signature: "relaySignature",
    gate: "relayGate",
    rollback: "relayRollback",
    fork: "relayFork",
    grant: "relayGrant",
  } as const;
  return (problem) => {
    switch (problem.type) {
      case "StorageFailed":
        return t("storageFailed", { message: problem.message });
      case "DamagedChunk":
        return t(problem.healed ? "damagedHealed" : "damaged", { thing: thingName(problem.thing) });
      case "UnsoundChange":
        return t("unsound", { thing: thingName(problem.thing), device: problem.device.slice(0, 8) });
      case "FalseRows":
        return t("falseRows", { thing: thingName(problem.thing), device: problem.device.slice(0, 8) });
      case "RelayUntrusted":
        return t(relay[problem.reason]);
      case "Refused":
        return t(problem.code.startsWith("hall-") ? "refusedHall" : "refused", {
          thing: thingName(problem.thing),
        });
      case "DeviceRevoked":
        return t("deviceRevoked", { time: format().dateTime(problem.at) });
      case "RelayFull":
        return t("relayFull");
      case "RelayCrowded":
        return t("relayCrowded");
      case "AddressForeign":
        return t("addressForeign", { address: problem.address });
      case "VersionTooOld":
        return t("tooOld");
      default:
        return unreachable(problem);
    }
  };
};

/** What the company's relay does not have yet: what only this device has, else what lies in a hall or came through it. */
const createWaiting = (): ((state: SyncState) => string | undefined) => {
  const t = useText(messages);
  return ({ pendingChanges, hall }) => {
    const kept = hall?.kept ?? 0;
    const inHall = kept + (hall?.notAtHome ?? 0);
    if (pendingChanges > kept) return t("localChanges", { n: pendingChanges - kept });
    return inHall > 0 ? t("notHome", { n: inHall }) : undefined;
  };
};

/** `now` decides whether a time needs its day. */
export const createSyncWords = (now: () => number, thingName: ThingName): SyncWords => {
  const t = useText(messages);
  const format = useFormat();
  const moment = (at: number): string => format().moment(at, now());
  const waiting = createWaiting();
  const joined = (first: string, state: SyncState): string =>
    [first, waiting(state)].filter((part) => part !== undefined).join(" · ");
  const label: SyncWords["label"] = (state, kind) => {
    if (kind === "attention") return t("attention");
    if (kind === "handed-in") return t("handedIn", { n: state.handedIn?.changes ?? 0 });
    if (kind === "left") return t("left");
    if (kind === "here-only") return t("hereOnly");
    if (kind === "one-device") return t("oneDevice");
    if (kind === "first-sync") return t("firstSync", state.firstSync ?? { done: 0, total: 0 });
    if (kind === "hall") return joined(t("hall"), state);
    if (kind === "offline") {
      const { offlineSince } = state;
      return joined(
        offlineSince === null ? t("offline") : t("offlineSince", { time: moment(offlineSince) }),
        state,
      );
    }
    if (kind === "local") return waiting(state) ?? t("localChanges", { n: state.pendingChanges });
    return state.lastReceiptAt === null ? t("synced") : t("syncedAt", { time: moment(state.lastReceiptAt) });
  };
  const short: SyncWords["short"] = (state, kind) => {
    if (kind === "synced") return t("synced");
    if (kind === "offline") return t("offline");
    if (kind === "hall") return t("hall");
    if (kind === "one-device") return t("oneDeviceShort");
    if (kind === "here-only") return t("hereOnlyShort");
    if (kind === "local") return t("localShort", { n: state.pendingChanges });
    return label(state, kind);
  };
  const explain: SyncWords["explain"] = (state, kind) => {
    if (kind === "attention") return t("attentionText");
    if (kind === "handed-in") return t("handedInText", { time: moment(state.handedIn?.until ?? 0) });
    if (kind === "left") return t("leftText");
    if (kind === "here-only") return t("hereOnlyText");
    if (kind === "one-device") return t("paperKeyMissing");
    if (kind === "first-sync") return t("firstSyncText");
    if (kind === "hall") return t("hallText");
    if (kind === "offline") return t((state.hall?.kept ?? 0) > 0 ? "offlineKeptText" : "offlineText");
    if (kind === "local") return t("localText");
    const notAtHome = state.hall?.notAtHome ?? 0;
    if (notAtHome > 0) return t("bringing", { n: notAtHome });
    if (state.lastReceiptAt === null) return t("syncedNever");
    return t("syncedText", { time: format().relative(state.lastReceiptAt, now()) });
  };
  return { label, short, explain, problem: createProblemWords(thingName) };
};
