/** People of a company on a relay in virtual time: entries its owner writes, and devices that come in by them. */
import { expect } from "vitest";
import type { Signer } from "#shared/kernel/signature";
import type { Grant, MemOp, Rank } from "#shared/protocol/membership/types";
import type { TestCompany } from "./relay-company";
import { fresh, freshSigner, makeEntry, makeJoin, verdictOf } from "./relay-company";
import type { DeviceClient } from "./relay-client";
import { connectLive } from "./relay-client";
import type { VirtualTime } from "./virtual-time";

const hourMs = 3_600_000;

export interface RelayPeople {
  /** Settles when a checkpoint has ordered the entry. */
  readonly decide: (op: MemOp) => Promise<void>;
  /** A device of a new person. */
  readonly enrol: (
    rank: Rank,
    grants?: readonly Grant[],
  ) => Promise<{ readonly member: Uint8Array; readonly device: Signer }>;
  /** The same, connected. */
  readonly employ: (
    rank: Rank,
    grants?: readonly Grant[],
  ) => Promise<{ readonly member: Uint8Array; readonly device: Signer; readonly client: DeviceClient }>;
}

export const createPeople = (
  origin: string,
  company: TestCompany,
  owner: DeviceClient,
  time: VirtualTime,
): RelayPeople => {
  const decide = async (op: MemOp): Promise<void> => {
    const { heads, confirmed } = await verdictOf(origin, company.id);
    const before = confirmed?.checkpoint ?? 0;
    owner.send({ t: "mem", entries: [await makeEntry(company.id, heads, op, company.owner, time.now())] });
    await expect
      .poll(
        async () => {
          await time.advance(1_000);
          return (await verdictOf(origin, company.id)).confirmed?.checkpoint ?? 0;
        },
        { timeout: 20_000 },
      )
      .toBeGreaterThan(before);
  };
  const enrol: RelayPeople["enrol"] = async (rank, grants = []) => {
    const member = fresh(16);
    const device = freshSigner();
    const invite = freshSigner();
    await decide({ kind: "member.add", member, rank, roles: [], grants, station: false });
    const expires = time.now() + hourMs;
    await decide({ kind: "invite", invite: invite.publicKey, member, uses: 1, expires, approval: true });
    const { envelope, box } = await makeJoin(company.id, invite, device);
    const log = await verdictOf(origin, company.id);
    const via = log.state?.invites.values().next().value?.id ?? null;
    await decide({
      ...{ kind: "device.add", member, device: device.publicKey, box, soft: false, via },
      join: envelope,
    });
    return { member, device };
  };
  return {
    decide,
    enrol,
    employ: async (rank, grants = []) => {
      const { member, device } = await enrol(rank, grants);
      return { member, device, client: await connectLive(origin, company.id, device) };
    },
  };
};
