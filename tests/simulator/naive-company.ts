/**
 * Who held which rights when, by a table of the checker's own: members, roles and devices as they stand in the log of
 * membership, documents as their cards say. Written from docs/protocol/membership alone.
 */
import { decoded, hex, inside } from "./naive-records";
import type { Batch } from "#tests/support/virtual-relay";

export interface NaiveGrant {
  readonly verbs: readonly string[];
  readonly on: readonly string[];
  /** `all`, `own`, or events in hexadecimal. */
  readonly scope: string | readonly string[];
  readonly until: number;
}

interface NaivePlace {
  readonly rank: string;
  readonly roles: readonly string[];
  readonly grants: readonly NaiveGrant[];
}

export interface NaiveCard {
  readonly cls: string;
  readonly event: string;
  readonly member: string;
}

/** What was said of something, each with the checkpoint from which it counts. */
type History<T> = Map<string, { readonly since: number; readonly value: T }[]>;

export interface NaiveCompany {
  /** Number of the newest. */
  readonly checkpoint: number;
  readonly memberOf: ReadonlyMap<string, string>;
  /** By document, hexadecimal. */
  readonly cards: ReadonlyMap<string, NaiveCard>;
  /** What a member held at a checkpoint; Infinity for now. Undefined for nobody the log knows. */
  readonly placeAt: (
    member: string,
    checkpoint: number,
  ) => { readonly rank: string; readonly grants: readonly NaiveGrant[] } | undefined;
  /** What of it covers this document. */
  readonly covering: (
    member: string,
    card: NaiveCard,
    checkpoint: number,
  ) => readonly Pick<NaiveGrant, "verbs" | "until">[];
}

const edit = ["read", "write", "create"];
const always = (verbs: readonly string[], on: readonly string[], scope = "all"): NaiveGrant => ({
  ...{ verbs, on, scope, until: Infinity },
});
const ofPeople = ["inventory", "ledger", "movements", "event", "schedule", "work", "note"];
const everybody = [always(["read"], ["settings"]), always(edit, ["person"], "own")];
const ofRank: Readonly<Record<string, readonly NaiveGrant[]>> = {
  member: [
    ...everybody,
    always(edit, ofPeople),
    always(["read"], ["client", "person", "agreement", "projection"]),
  ],
  crew: [...everybody, always(["read"], ["inventory", "ledger"]), always(edit, ["movements"])],
  viewer: [...everybody, always(["read"], [...ofPeople, "agreement"])],
  guest: everybody,
};

export const readCompany = (journal: readonly Batch[]): NaiveCompany => {
  const places: History<NaivePlace> = new Map();
  const roles: History<readonly NaiveGrant[]> = new Map();
  const memberOf = new Map<string, string>();
  const cards = new Map<string, NaiveCard>();
  let waiting: ((since: number) => void)[] = [];
  let checkpoint = 0;
  const said = <T>(history: History<T>, key: string, value: T): void => {
    waiting.push((since) => {
      const known = history.get(key) ?? [];
      known.push({ since, value });
      history.set(key, known);
    });
  };
  for (const write of journal.flat()) {
    if (write.type === "card") readCard(write.card, cards);
    if (write.type !== "membership") continue;
    const payload = decoded(inside(decoded(write.entry), 0));
    const no = inside(payload, "no");
    if (typeof no === "number" && inside(payload, "heads") !== undefined) {
      for (const count of waiting) count(no);
      waiting = [];
      checkpoint = Math.max(checkpoint, no);
      continue;
    }
    const op = inside(payload, "op");
    const kind = inside(op, "kind");
    const member = textOf(inside(op, "member"));
    if (kind === "genesis" || kind === "device.add") memberOf.set(textOf(inside(op, "device")), member);
    if (kind === "genesis") said(places, member, { rank: "owner", roles: [], grants: [] });
    if (kind === "member.add" || kind === "member.role") said(places, member, placeIn(op));
    if (kind === "role.define") said(roles, String(inside(op, "role")), grantsIn(inside(op, "grants")));
  }
  for (const count of waiting) count(Infinity);
  const placeAt: NaiveCompany["placeAt"] = (member, then) => {
    const place = at(places, member, then);
    if (place === undefined) return undefined;
    const named = place.roles.flatMap((role) => ofRank[role] ?? at(roles, role, then) ?? []);
    const held = place.roles.length === 0 ? (ofRank[place.rank] ?? []) : [...everybody, ...named];
    return { rank: place.rank, grants: [...held, ...place.grants] };
  };
  const covering: NaiveCompany["covering"] = (member, card, then) => {
    const place = placeAt(member, then);
    if (place?.rank === "owner" || place?.rank === "admin") return [{ verbs: edit, until: Infinity }];
    return (place?.grants ?? []).filter(
      ({ on, scope }) => on.includes(card.cls) && isIn(scope, card, member),
    );
  };
  return { checkpoint, memberOf, cards, placeAt, covering };
};

const at = <T>(history: History<T>, key: string, checkpoint: number): T | undefined =>
  history.get(key)?.findLast(({ since }) => since <= checkpoint)?.value;

const isIn = (scope: NaiveGrant["scope"], { event, member }: NaiveCard, self: string): boolean =>
  scope === "all" || (scope === "own" ? member === self : scope.includes(event));

const placeIn = (op: unknown): NaivePlace => ({
  rank: String(inside(op, "rank")),
  roles: listOf(inside(op, "roles")).map(String),
  grants: grantsIn(inside(op, "grants")),
});

const grantsIn = (grants: unknown): readonly NaiveGrant[] =>
  listOf(grants).map((grant) => {
    const scope = inside(grant, "scope");
    const until = inside(grant, "notAfter");
    return {
      verbs: listOf(inside(grant, "verbs")).map(String),
      on: listOf(inside(grant, "on")).map(String),
      scope: typeof scope === "string" ? scope : listOf(inside(scope, "events")).map(textOf),
      until: typeof until === "number" ? until : Infinity,
    };
  });

const readCard = (stored: unknown, cards: Map<string, NaiveCard>): void => {
  const card = decoded(inside(decoded(inside(stored, "bytes")), 0));
  cards.set(textOf(inside(card, "doc")), {
    cls: String(inside(card, "cls")),
    event: textOf(inside(card, "scope", "event")),
    member: textOf(inside(card, "scope", "member")),
  });
};

const textOf = (value: unknown): string => (value instanceof Uint8Array ? hex(value) : "");
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
