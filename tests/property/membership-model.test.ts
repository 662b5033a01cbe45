/** The fold against an independent, naive reading of the same rules, over random histories in random order. */
import { describe, expect, test } from "vitest";
import { foldMembership } from "#shared/protocol/membership/fold";
import type { CompanyState, LogEntry, Verdict } from "#shared/protocol/membership/types";
import { memberIdFromBytes, textOfBytes } from "#shared/protocol/wire-types";
import type { SeededRandom } from "#tests/support/automerge-histories";
import { seededRandom } from "#tests/support/automerge-histories";
import { randomHistory } from "#tests/support/membership-history";
import type { NaiveState, NaiveVerdict } from "#tests/support/naive-membership";
import { naiveVerdict } from "#tests/support/naive-membership";
import { company, plain } from "#tests/support/unsigned-log";

const seeds = Number(process.env["MEMBERSHIP_SEEDS"] ?? 5_000);
const firstSeed = Number(process.env["MEMBERSHIP_SEED"] ?? 1);

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

const outcome = (verdict: Verdict): unknown => ({
  fork: verdict.fork !== null,
  void: sorted([...verdict.void.keys()].map(hexOf)),
  confirmed: linesOf(verdict.confirmed),
  state: linesOf(verdict.state),
});

const naiveOutcome = (verdict: NaiveVerdict): unknown => ({
  fork: verdict.hasFork,
  void: verdict.void,
  confirmed: naiveLines(verdict.confirmed),
  state: naiveLines(verdict.state),
});

const shuffled = <T>(items: readonly T[], random: SeededRandom): readonly T[] =>
  items
    .map((item) => ({ item, at: random.below(2 ** 31) }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);

/** Hands the records over in parts, asking in between, so that every way of growing is taken. */
const foldInParts = (records: readonly LogEntry[], random: SeededRandom): Verdict => {
  const fold = foldMembership(company);
  for (let i = 0; i < records.length;) {
    const count = 1 + random.below(6);
    fold.add(records.slice(i, i + count));
    if (random.below(2) === 0) fold.verdict();
    i += count;
  }
  return fold.verdict();
};

describe("membership against the naive model", () => {
  test(`[MEM-32] the same verdict as the model, in every order of arrival (${seeds} histories from seed ${firstSeed})`, () => {
    const seen = { void: 0, overruled: 0, revoked: 0, waiting: 0, forks: 0, confirmed: 0 };
    for (let seed = firstSeed; seed < firstSeed + seeds; seed++) {
      const { records } = randomHistory(seed, 6 + (seed % 18));
      const random = seededRandom(seed);
      const expected = naiveOutcome(naiveVerdict(company, records));
      const verdict = foldInParts(records, random);
      expect(outcome(verdict), `seed ${seed}`).toEqual(expected);
      expect(outcome(foldInParts(shuffled(records, random), random)), `seed ${seed}, shuffled`).toEqual(
        expected,
      );
      seen.void += verdict.void.size;
      seen.overruled += [...verdict.void.values()].filter((reason) => reason === "overruled").length;
      seen.revoked += [...(verdict.state?.devices.values() ?? [])].filter(
        ({ revoked }) => revoked !== null,
      ).length;
      seen.waiting += verdict.state?.recoveries.length ?? 0;
      seen.forks += verdict.fork === null ? 0 : 1;
      seen.confirmed += verdict.confirmed === null ? 0 : 1;
    }
    // The histories must be worth the name.
    expect(seen.overruled).toBeGreaterThan(seeds / 20);
    expect(seen.revoked).toBeGreaterThan(seeds / 3);
    expect(seen.waiting).toBeGreaterThan(seeds / 20);
    expect(seen.forks).toBeGreaterThan(seeds / 100);
    expect(seen.confirmed).toBeGreaterThan(seeds / 2);
    expect(seen.void).toBeGreaterThan(seeds);
  });

  test("[MEM-33] what a checkpoint has decided is never decided otherwise, and there is always an owner", () => {
    for (let seed = firstSeed; seed < firstSeed + seeds / 20; seed++) {
      const { records } = randomHistory(seed, 20);
      const fold = foldMembership(company);
      const decided = new Map<string, string>();
      for (const record of records) {
        fold.add([record]);
        const { confirmed, state, checkpoint, fork } = fold.verdict();
        if (state !== null && fork === null) {
          const owners = [...state.devices.values()].filter(
            ({ member, revoked }) => revoked === null && state.members.get(member)?.rank === "owner",
          );
          expect(owners.length, `seed ${seed}`).toBeGreaterThan(0);
        }
        if (confirmed === null || checkpoint === null) continue;
        const name = textOfBytes(checkpoint);
        expect(plain(confirmed), `seed ${seed}`).toBe(decided.get(name) ?? plain(confirmed));
        decided.set(name, plain(confirmed));
      }
    }
  });
});
