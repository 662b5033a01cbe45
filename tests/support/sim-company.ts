/** A company with several enrolled devices, made from one seed without any ceremony: for simulations. */
import { relaySigner } from "#relay/relay-key";
import { compareBytes } from "#shared/kernel/bytes";
import type { MemberId } from "#shared/kernel/ids";
import { idToBytes } from "#shared/kernel/ids";
import { must } from "#shared/kernel/result";
import type { Signer } from "#shared/kernel/signature";
import type { CreateCompany } from "#shared/protocol/enrolment";
import type { CryptoDeps } from "#shared/protocol/envelope";
import { encodeEnvelope, seal } from "#shared/protocol/envelope";
import { joinKind, keyDocKind, memEntryKind } from "#shared/protocol/membership/entry-kinds";
import { readLogEntry } from "#shared/protocol/membership/log-entry";
import type { MemOp, Rank } from "#shared/protocol/membership/types";
import type { CompanyId, Hash } from "#shared/protocol/wire-types";
import { memberIdFromBytes } from "#shared/protocol/wire-types";
import type { Chances } from "./virtual-time";

export interface SimMember {
  readonly signer: Signer;
  readonly member: MemberId;
}

/** Whose device it is. */
export interface Seat {
  readonly rank: Rank;
  /** A place that many people work at. */
  readonly station?: boolean;
  /** Of the same member as this earlier device, whose rank counts. */
  readonly sharesWith?: number;
}

export interface SimCompany {
  readonly id: CompanyId;
  readonly create: CreateCompany;
  /** The founder's first. */
  readonly devices: readonly SimMember[];
}

export const makeSimCompany = async (
  chances: Chances,
  relay: Pick<Signer, "publicKey">,
  count: number,
  at: number,
  crypto: CryptoDeps,
  seatOf: (device: number) => Seat = () => ({ rank: "member" }),
): Promise<SimCompany> => {
  const owner = relaySigner(chances.bytes(32));
  const keyDoc = await seal(
    keyDocKind,
    {
      ...{ v: 1, no: 1, prev: null, delegates: [], issued: at },
      root: {
        keys: [owner.publicKey, relaySigner(chances.bytes(32)).publicKey].sort(compareBytes),
        threshold: 1,
      },
    },
    [owner],
  );
  const keyDocBytes = encodeEnvelope(keyDoc);
  const id = must(await readLogEntry(keyDocBytes, new Uint8Array(32), crypto)).id;
  const entries: Uint8Array[] = [];
  let last: readonly Hash[] = [];
  const say = async (op: MemOp): Promise<Hash> => {
    const value = {
      v: 1,
      rules: 1,
      company: id,
      prev: last,
      at,
      n: chances.bytes(16),
      op,
      uv: null,
    } as const;
    const bytes = encodeEnvelope(await seal(memEntryKind, value, [owner]));
    entries.push(bytes);
    const entry = must(await readLogEntry(bytes, id, crypto)).id;
    last = [entry];
    return entry;
  };
  const ownerMember = chances.bytes(16);
  const { publicKey: device } = owner;
  await say({
    kind: "genesis",
    company: id,
    member: ownerMember,
    device,
    box: chances.bytes(32),
    sequencer: relay.publicKey,
  });
  const devices: SimMember[] = [{ signer: owner, member: memberIdFromBytes(ownerMember) }];
  while (devices.length < count) {
    const { rank, station = false, sharesWith } = seatOf(devices.length);
    const known = sharesWith === undefined ? undefined : devices[sharesWith]?.member;
    const member = known === undefined ? chances.bytes(16) : idToBytes(known);
    const invite = relaySigner(chances.bytes(32));
    const signer = relaySigner(chances.bytes(32));
    const box = chances.bytes(32);
    if (known === undefined) await say({ kind: "member.add", member, rank, roles: [], grants: [], station });
    const via = await say({
      ...{
        kind: "invite",
        invite: invite.publicKey,
        member,
        uses: 1,
        expires: at + 3_600_000,
        approval: true,
      },
    } as const);
    const join = await seal(
      joinKind,
      {
        ...{ v: 1, company: id, invite: invite.publicKey, device: signer.publicKey, box, soft: false },
        n: chances.bytes(16),
      },
      [invite, signer],
    );
    const added: MemOp = {
      kind: "device.add",
      member,
      device: signer.publicKey,
      box,
      soft: false,
      via,
      join: encodeEnvelope(join),
    };
    await say(added);
    devices.push({ signer, member: memberIdFromBytes(member) });
  }
  return { id, create: { keyDoc: keyDocBytes, entries }, devices };
};
