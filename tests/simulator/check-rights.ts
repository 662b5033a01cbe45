/**
 * Who may read what, by a table of the checker's own: grants as they stand in the log of membership, documents as
 * their cards say. Written from docs/protocol/membership alone.
 */
import { decoded, hex, inside } from "./naive-records";
import type { Run } from "./run";

export type MayRead = "yes" | "no" | "either";

interface NaiveGrant {
  readonly on: readonly string[];
  /** `all`, `own`, or events in hexadecimal. */
  readonly scope: string | readonly string[];
  readonly until: number;
}

interface NaiveMember {
  readonly rank: string;
  readonly roles: number;
  readonly grants: readonly NaiveGrant[];
}

interface NaiveCard {
  readonly cls: string;
  readonly event: string;
  readonly member: string;
}

const forAll = (on: readonly string[]): NaiveGrant => ({ on, scope: "all", until: Infinity });
const everybody: readonly NaiveGrant[] = [
  forAll(["settings"]),
  { on: ["person"], scope: "own", until: Infinity },
];
const ofCrew: readonly NaiveGrant[] = [...everybody, forAll(["inventory", "ledger", "movements"])];

/** A right that ends about now may have ended for one and not yet for the other. */
const aboutNowMs = 45 * 60_000;

export interface NaiveRights {
  /** Whether a device may read a document at the end of a run. Those above crew read all that is written in runs. */
  readonly mayRead: (at: number, doc: string) => MayRead;
  /** Devices that are given less than everything. */
  readonly restricted: ReadonlySet<number>;
}

export const rightsIn = (run: Run): NaiveRights => {
  const members = new Map<string, NaiveMember>();
  const memberOf = new Map<string, string>();
  const cards = new Map<string, NaiveCard>();
  for (const write of run.world.relay.journal().flat()) {
    if (write.type === "membership") readEntry(write.entry, members, memberOf);
    if (write.type === "card") readCard(write.card, cards);
  }
  const now = run.world.time.now();
  const memberAt = (at: number): string | undefined => memberOf.get(hex(run.devices[at]?.key ?? noKey));
  const mayRead = (at: number, doc: string): MayRead => {
    const member = memberAt(at);
    const known = member === undefined ? undefined : members.get(member);
    const card = cards.get(doc);
    if (known === undefined || member === undefined || card === undefined) return "either";
    if (known.rank !== "crew") return "yes";
    const held = [...(known.roles > 0 ? everybody : ofCrew), ...known.grants];
    const answers = held
      .filter(({ on, scope }) => on.includes(card.cls) && isIn(scope, card, member))
      .map(({ until }) => (until > now + aboutNowMs ? "yes" : until > now - aboutNowMs ? "either" : "no"));
    return answers.includes("yes") ? "yes" : answers.includes("either") ? "either" : "no";
  };
  const restricted = run.devices.flatMap((_, at) =>
    members.get(memberAt(at) ?? "")?.rank === "crew" ? [at] : [],
  );
  return { mayRead, restricted: new Set(restricted) };
};

const noKey = new Uint8Array(0);

const isIn = (scope: NaiveGrant["scope"], { event, member }: NaiveCard, reader: string): boolean =>
  scope === "all" || (scope === "own" ? member === reader : scope.includes(event));

const readEntry = (
  entry: Uint8Array,
  members: Map<string, NaiveMember>,
  memberOf: Map<string, string>,
): void => {
  const op = inside(decoded(inside(decoded(entry), 0)), "op");
  const kind = inside(op, "kind");
  const member = textOf(inside(op, "member"));
  if (kind === "genesis") members.set(member, { rank: "owner", roles: 0, grants: [] });
  if (kind === "genesis" || kind === "device.add") memberOf.set(textOf(inside(op, "device")), member);
  if (kind !== "member.add" && kind !== "member.role") return;
  const grants = listOf(inside(op, "grants")).map((grant) => {
    const scope = inside(grant, "scope");
    const until = inside(grant, "notAfter");
    return {
      on: listOf(inside(grant, "on")).map(String),
      scope: typeof scope === "string" ? scope : listOf(inside(scope, "events")).map(textOf),
      until: typeof until === "number" ? until : Infinity,
    };
  });
  const rank = String(inside(op, "rank"));
  members.set(member, { rank, roles: listOf(inside(op, "roles")).length, grants });
};

const readCard = (stored: unknown, cards: Map<string, NaiveCard>): void => {
  const bytes = inside(stored, "bytes");
  const card = decoded(inside(decoded(bytes), 0));
  cards.set(textOf(inside(card, "doc")), {
    cls: String(inside(card, "cls")),
    event: textOf(inside(card, "scope", "event")),
    member: textOf(inside(card, "scope", "member")),
  });
};

const textOf = (value: unknown): string => (value instanceof Uint8Array ? hex(value) : "");
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
