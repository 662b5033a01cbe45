/** The fold against an independent, naive reading of the same rules, over random histories in random order. */
import { isDeepStrictEqual } from "node:util";
import { foldMembership } from "#shared/protocol/membership/fold";
import type { CompanyState, LogEntry, Verdict } from "#shared/protocol/membership/types";
import { memberIdFromBytes } from "#shared/protocol/wire-types";
import type { SeededRandom } from "#tests/support/automerge-histories";
import { seededRandom } from "#tests/support/automerge-histories";
import { randomHistory } from "#tests/support/membership-history";
import type { NaiveState, NaiveVerdict } from "#tests/support/naive-membership";
import { naiveVerdict } from "#tests/support/naive-membership";
import { company } from "#tests/support/unsigned-log";

/** How often things happened that make histories worth the name. */
export interface MembershipCounts {
  void: number;
  overruled: number;
  revoked: number;
  waiting: number;
  forks: number;
  /** Forks that only a successor of another checkpoint than the newest one shows. */
  otherOrders: number;
  confirmed: number;
  /** Histories whose relay handed over to another key of its own. */
  handedOver: number;
  /** Histories no checkpoint ever ordered. */
  unordered: number;
}

export interface MembershipProblem {
  readonly seed: number;
  readonly what: string;
}

export interface MembershipCampaign {
  readonly histories: number;
  readonly counts: MembershipCounts;
  readonly problems: readonly MembershipProblem[];
}

/** `histories` of them from seed `first` on; each is folded twice, in order and shuffled. */
export const membershipCampaign = (first: number, histories: number): MembershipCampaign => {
  const counts: MembershipCounts = {
    ...{ void: 0, overruled: 0, revoked: 0, waiting: 0, forks: 0, otherOrders: 0, confirmed: 0 },
    ...{ handedOver: 0, unordered: 0 },
  };
  const problems: MembershipProblem[] = [];
  for (let seed = first; seed < first + histories; seed++) {
    const what = judgeHistory(seed, counts);
    if (what !== null) problems.push({ seed, what });
  }
  return { histories, counts, problems };
};

const judgeHistory = (seed: number, counts: MembershipCounts): string | null => {
  const { records, handOvers } = randomHistory(seed, 6 + (seed % 18));
  const random = seededRandom(seed);
  const expected = naiveOutcome(naiveVerdict(company, records));
  try {
    const verdict = foldInParts(records, random);
    count(verdict, handOvers, counts);
    const inOrder = outcome(verdict);
    if (!isDeepStrictEqual(inOrder, expected)) return difference("in order", inOrder, expected);
    const shuffled = outcome(foldInParts(shuffle(records, random), random));
    return isDeepStrictEqual(shuffled, expected) ? null : difference("shuffled", shuffled, expected);
  } catch (defect) {
    return `the fold threw ${String(defect)}`;
  }
};

const count = (verdict: Verdict, handOvers: readonly Uint8Array[], counts: MembershipCounts): void => {
  counts.void += verdict.void.size;
  counts.overruled += [...verdict.void.values()].filter((reason) => reason === "overruled").length;
  counts.revoked += [...(verdict.state?.devices.values() ?? [])].filter(
    ({ revoked }) => revoked !== null,
  ).length;
  counts.waiting += verdict.state?.recoveries.length ?? 0;
  counts.forks += verdict.fork === null ? 0 : 1;
  const { checkpoint, fork } = verdict;
  const isFollowed = (id: Uint8Array): boolean => checkpoint !== null && hex(id) === hex(checkpoint);
  counts.otherOrders += fork?.some(isFollowed) === true ? 1 : 0;
  counts.confirmed += verdict.confirmed === null ? 0 : 1;
  counts.unordered += verdict.confirmed === null ? 1 : 0;
  const withoutEffect = new Set([...verdict.void.keys()].map(hexOf));
  counts.handedOver += handOvers.some((id) => !withoutEffect.has(hex(id))) ? 1 : 0;
};

const hexOf = (text: string): string => Buffer.from(text, "base64url").toString("hex");
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const sorted = (lines: readonly string[]): readonly string[] => [...lines].sort();

/** What both readings must agree on, as lines. */
const linesOf = (state: CompanyState | null): readonly string[] =>
  state === null
    ? []
    : sorted([
        ...[...state.members].map(
          ([name, { rank, ord, roles, grants }]) =>
            `member ${name} ${rank} ${ord} ${roles.join()} ${grants.length}`,
        ),
        ...[...state.devices].map(
          ([key, { member, since, revoked }]) =>
            `device ${hexOf(key)} ${member} ${since} ${revoked?.checkpoint} ${revoked?.reason}`,
        ),
        ...[...state.roles].map(([name, grants]) => `role ${name} ${grants.length}`),
        ...[...state.invites].map(([key, { member, left }]) => `invite ${hexOf(key)} ${member} ${left}`),
        ...state.recoveries.map(({ device, from }) => `waiting ${hex(device)} ${from}`),
        ...state.keyChanges.map(({ keys, from }) => `keys ${hex(keys.hash)} ${from}`),
        ...[...state.adopted.values()].map(({ seq }) => `adopted ${seq}`),
        `company ${state.rules} ${hex(state.keys.hash)} ${state.policy.minProtocol} ${state.checkpoint}`,
        `relay ${state.sequencer === null ? null : hex(state.sequencer)}`,
      ]);

const memberName = (name: string): string => memberIdFromBytes(new Uint8Array(Buffer.from(name, "hex")));

const naiveLines = (state: NaiveState | null): readonly string[] =>
  state === null
    ? []
    : sorted([
        ...Object.entries(state.members).map(
          ([name, { rank, order, roles, grants }]) =>
            `member ${memberName(name)} ${rank} ${order} ${roles.join()} ${grants.length}`,
        ),
        ...Object.entries(state.devices).map(
          ([key, { member, since, ended }]) =>
            `device ${key} ${memberName(member)} ${since} ${ended?.checkpoint} ${ended?.reason}`,
        ),
        ...Object.entries(state.roles).map(([name, grants]) => `role ${name} ${grants.length}`),
        ...Object.entries(state.invites).map(
          ([key, { member, left }]) => `invite ${key} ${memberName(member)} ${left}`,
        ),
        ...state.waiting.map(({ device, from }) => `waiting ${device} ${from}`),
        ...state.rootChanges.map(({ roots, from }) => `keys ${roots.hash} ${from}`),
        ...Object.values(state.adopted).map((seq) => `adopted ${seq}`),
        `company ${state.rules} ${state.roots.hash} ${state.minProtocol} ${state.checkpoint}`,
        `relay ${state.sequencer}`,
      ]);

interface Outcome {
  readonly fork: boolean;
  readonly void: readonly string[];
  readonly confirmed: readonly string[];
  readonly state: readonly string[];
}

const outcome = (verdict: Verdict): Outcome => ({
  fork: verdict.fork !== null,
  void: sorted([...verdict.void.keys()].map(hexOf)),
  confirmed: linesOf(verdict.confirmed),
  state: linesOf(verdict.state),
});

const naiveOutcome = (verdict: NaiveVerdict): Outcome => ({
  fork: verdict.hasFork,
  void: verdict.void,
  confirmed: naiveLines(verdict.confirmed),
  state: naiveLines(verdict.state),
});

/** The first lines only one of them has. */
const difference = (order: string, found: Outcome, expected: Outcome): string => {
  const parts = (["void", "confirmed", "state"] as const).flatMap((part) => [
    ...found[part].filter((line) => !expected[part].includes(line)).map((line) => `${part} has ${line}`),
    ...expected[part].filter((line) => !found[part].includes(line)).map((line) => `${part} lacks ${line}`),
  ]);
  const fork = found.fork === expected.fork ? [] : [`fork is ${found.fork}`];
  return `${order}: ${[...fork, ...parts].slice(0, 6).join("; ")}`;
};

const shuffle = <T>(items: readonly T[], random: SeededRandom): readonly T[] =>
  items
    .map((item) => ({ item, at: random.below(2 ** 31) }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);

/** Hands the records over in parts, asking in between, so that every way of growing is taken. */
const foldInParts = (records: readonly LogEntry[], random: SeededRandom): Verdict => {
  const fold = foldMembership(company);
  for (let i = 0; i < records.length;) {
    const taken = 1 + random.below(6);
    fold.add(records.slice(i, i + taken));
    if (random.below(2) === 0) fold.verdict();
    i += taken;
  }
  return fold.verdict();
};
