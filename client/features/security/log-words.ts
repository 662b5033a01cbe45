/** The membership log in sentences. */
import type { Accessor } from "solid-js";
import type { Ms } from "#shared/kernel/clock";
import type { MemberId } from "#shared/kernel/ids";
import { parseId } from "#shared/kernel/ids";
import type { Explanation, LogEvent } from "#shared/protocol/membership/explain";
import { useApp } from "#client/app/app-context";
import { useFormat, useText } from "#client/app/i18n";
import type { Format, TextOf } from "#client/app/i18n";
import { createRoleWords } from "#client/features/people";
import type { RoleWords } from "#client/features/people";
import { createDeviceNames, createKnownNames, createMemberNames, shortKey } from "#client/features/settings";
import type { Grant } from "#shared/protocol/membership/types";
import { logMessages } from "./log-messages";

export interface LogWords {
  readonly what: (event: LogEvent) => string;
  /** What somebody or some role may do after it, where that is what changed. */
  readonly detail: (event: LogEvent) => string | undefined;
  readonly who: (line: Explanation) => string;
}

type OwnRoles = ReadonlyMap<string, readonly Grant[]>;

/** Looks members up as the log names them. */
const byText =
  <Name>(names: (member: MemberId) => Name) =>
  (member: string | null): Name | undefined => {
    const id = parseId<MemberId>(member);
    return id === undefined ? undefined : names(id);
  };

/** What the sentences are made with. */
interface Context {
  readonly t: TextOf<(typeof logMessages)["en"]>;
  /** Undefined for those who have not said theirs. */
  readonly known: (member: string | null) => string | undefined;
  /** A name, or words that stand for one in a sentence. */
  readonly name: (member: string | null) => string;
  readonly device: (key: string) => string;
  readonly roles: RoleWords;
  readonly format: Accessor<Format>;
  readonly now: Accessor<Ms>;
  readonly ownRoles: () => OwnRoles;
}

const tellPeople = (
  event: LogEvent,
  { t, known, name, roles, format, now, ownRoles }: Context,
): string | undefined => {
  switch (event.what) {
    case "company-founded":
      return t("companyFounded", { name: name(event.member) });
    case "member-added":
      if (event.station) return t("stationAdded");
      return t(known(event.member) === undefined ? "somebodyAdded" : "memberAdded", {
        name: name(event.member),
        role: roles.roleOf(event, ownRoles()),
      });
    case "member-changed": {
      const after = roles.roleOf(event.after, ownRoles());
      const before = event.before === null ? undefined : roles.roleOf(event.before, ownRoles());
      return before === undefined || before === after
        ? t("memberRights", { name: name(event.member), role: after })
        : t("memberChanged", { name: name(event.member), before, after });
    }
    case "member-left":
      return t("memberLeft", { name: name(event.member) });
    case "member-removed":
      return t("memberRemoved", { name: name(event.member) });
    case "invited":
      return t(known(event.member) === undefined ? "invitedSomebody" : "invited", {
        name: name(event.member),
        time: format().dateTime(event.expires, now()),
      });
    case "invite-cancelled":
      return t("inviteCancelled");
    case "role-defined":
      return t("roleDefined", { role: event.role });
    case "role-removed":
      return t("roleRemoved", { role: event.role });
    case "passkey-changed":
      return t("passkeyChanged", { name: name(event.member) });
    default:
      return undefined;
  }
};
const tellDevices = (event: LogEvent, { t, name, device }: Context): string | undefined => {
  switch (event.what) {
    case "device-added":
      return t(event.how === "badge-in" ? "deviceBadge" : "deviceAdded", {
        device: device(event.device),
        name: name(event.member),
      });
    case "device-replaced": {
      const other = event.replaces === null ? "?" : device(event.replaces);
      return t("deviceReplaced", { device: device(event.device), name: name(event.member), other });
    }
    case "device-revoked":
      return t("deviceRevoked", {
        device: device(event.device),
        name: name(event.member),
        reason: t(event.reason),
      });
    case "recovery-vetoed":
      return t("recoveryVetoed", { device: device(event.device) });
    case "recovery-requested":
      return t(event.waits ? "recoveryRequested" : "recoveryAtOnce", {
        device: device(event.device),
        name: name(event.member),
      });
    default:
      return undefined;
  }
};
/** Whose devices a recovery ends, each by its name. */
const tellEnds = (
  ends: Extract<LogEvent, { what: "recovery-requested" }>["ends"],
  { t, name, device, format }: Context,
): string =>
  ends.length === 0
    ? t("recoveryEndsNone")
    : t("recoveryEnds", {
        devices: format().list(
          ends.map((ended) => t("endedDevice", { device: device(ended.device), name: name(ended.member) })),
        ),
      });
const tellCompany = (event: LogEvent, { t }: Context): string => {
  switch (event.what) {
    case "relay-named":
      return t("relayNamed", { key: shortKey(event.relay) });
    case "keys-changed":
      return event.no === 1 ? t("keysFirst") : t("keysChanged", { no: event.no });
    case "keys-refused":
      return t("keysRefused");
    case "rules-upgraded":
      return t("rulesUpgraded", { no: event.to });
    case "adopted":
      return t("adopted");
    default:
      return t("policySet");
  }
};
export const createLogWords = (ownRoles: () => OwnRoles): LogWords => {
  const t = useText(logMessages);
  const format = useFormat();
  const { now } = useApp();
  const known = byText(createKnownNames());
  const label = byText(createMemberNames());
  const name = (member: string | null): string => known(member) ?? t("unnamed");
  const device = createDeviceNames();
  const roles = createRoleWords();
  const context: Context = { t, known, name, device, roles, format, now, ownRoles };
  const placeIn = (event: LogEvent) =>
    event.what === "member-added" ? event : event.what === "member-changed" ? event.after : undefined;
  return {
    what: (event) => {
      const told = tellPeople(event, context) ?? tellDevices(event, context) ?? tellCompany(event, context);
      const isFirst = told.startsWith(t("unnamed"));
      return isFirst ? told.charAt(0).toLocaleUpperCase() + told.slice(1) : told;
    },
    detail: (event) => {
      if (event.what === "role-defined") {
        const defined = new Map([[event.role, event.grants]]);
        return t("rights", { rights: roles.sentenceOfRole(event.role, defined, now()) });
      }
      if (event.what === "recovery-requested") return tellEnds(event.ends, context);
      const place = placeIn(event);
      return place === undefined
        ? undefined
        : t("rights", { rights: roles.sentence(place, ownRoles(), now()) });
    },
    who: ({ by }) => {
      if (by.type === "root") return t("paper");
      if (by.type === "relay") return t("relayItself");
      return by.type === "stranger"
        ? t("stranger")
        : t("by", { name: label(by.member) ?? "?", device: device(by.device) });
    },
  };
};
