/**
 * Making a company: root keys (this device and a paper key), the key document whose hash is the company, and the
 * genesis entry with this device's member as owner. With a relay the company exists once the relay has confirmed it.
 */
import { compareBytes } from "#shared/kernel/bytes";
import { memberIdFromBytes } from "#shared/protocol/wire-types";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { Signer } from "#shared/kernel/signature";
import { signerFromSeed } from "#shared/kernel/signature";
import type { RelayInfo } from "#shared/protocol/enrolment";
import { encodeEnvelope, idOfSigned, seal } from "#shared/protocol/envelope";
import { findDevice } from "#shared/protocol/membership/grants";
import { keyDocKind, memEntryKind } from "#shared/protocol/membership/entry-kinds";
import type { MemOp } from "#shared/protocol/membership/types";
import type { CompanyId, Hash, Key } from "#shared/protocol/wire-types";
import { proveLog } from "#shared/protocol/membership/proven-log";
import { createRelayClient } from "./relay-client";
import type { IdentityDeps, RelayProblem, StoredCompany } from "./types";

/** The record to keep. A refusal leaves nothing behind, the keys are removed again. */
export const foundCompanyHere = async (
  deps: IdentityDeps,
  relay: string | null,
  token: string,
): Promise<Result<StoredCompany, RelayProblem>> => {
  const info = relay === null ? ok(null) : await createRelayClient(deps.http, relay).info();
  if (!info.ok) return info;
  if (info.value?.creation === "closed") return err({ type: "RelayRefused", code: "creation-closed" });
  const keys = await deps.keys.create();
  const device = keys.signer.publicKey;
  const paperSeed = deps.random.bytes(32);
  const memberBytes = deps.random.bytes(16);
  const { company, keyDoc } = await makeKeyDoc(deps, keys.signer, signerFromSeed(paperSeed));
  const sequencer = info.value?.relayKey ?? null;
  const op: MemOp = { kind: "genesis", company, member: memberBytes, device, box: keys.box, sequencer };
  const genesis = await makeEntry(deps, { company, prev: [], op }, [keys.signer]);
  const record: StoredCompany = {
    company,
    device,
    member: memberIdFromBytes(memberBytes),
    stage: "active",
    relay: null,
    log: [keyDoc, genesis],
    paperSeed,
    join: null,
  };
  if (relay === null || info.value === null) return ok(record);
  const registered = await registerCompany(deps, record, { origin: relay, token, info: info.value });
  if (!registered.ok) await deps.keys.remove(device);
  return registered;
};

const makeKeyDoc = async (
  deps: IdentityDeps,
  device: Signer,
  paper: Signer,
): Promise<{ readonly company: CompanyId; readonly keyDoc: Uint8Array }> => {
  const keys = [device.publicKey, paper.publicKey].sort(compareBytes);
  const signed = await seal(
    keyDocKind,
    {
      v: 1,
      no: 1,
      prev: null,
      root: { keys, threshold: 1 },
      delegates: [device.publicKey],
      issued: deps.clock.now(),
    },
    [device, paper],
  );
  return { company: idOfSigned(keyDocKind, signed, deps.sha256), keyDoc: encodeEnvelope(signed) };
};

/** One signed membership entry as bytes. */
export const makeEntry = async (
  deps: Pick<IdentityDeps, "clock" | "random">,
  entry: { readonly company: CompanyId; readonly prev: readonly Hash[]; readonly op: MemOp },
  signers: readonly Signer[],
): Promise<Uint8Array> =>
  encodeEnvelope(
    await seal(
      memEntryKind,
      { v: 1, rules: 1, ...entry, at: deps.clock.now(), n: deps.random.bytes(16), uv: null },
      signers,
    ),
  );

/** Hands the company to a relay and keeps what it confirmed. A relay that has it already is asked for its log. */
export const registerCompany = async (
  deps: IdentityDeps,
  record: StoredCompany,
  relay: { readonly origin: string; readonly token: string; readonly info: Pick<RelayInfo, "relayKey"> },
): Promise<Result<StoredCompany, RelayProblem>> => {
  const client = createRelayClient(deps.http, relay.origin);
  const [keyDoc, ...entries] = record.log;
  if (keyDoc === undefined) return err({ type: "RelayAnswerInvalid" });
  const created = await client.createCompany({
    keyDoc,
    entries,
    ...(relay.token === "" ? {} : { token: relay.token }),
  });
  // The answer to an earlier attempt may have been lost on the way.
  const isThere = !created.ok && created.error.type === "RelayRefused" && created.error.code === "exists";
  if (!created.ok && !isThere) return created;
  const log = created.ok
    ? ok({ keyDocs: [keyDoc], entries: [...entries, ...created.value.entries] })
    : await client.log(record.company);
  if (!log.ok) return log;
  const proven = await proveLog(record.company, log.value, deps);
  // Somebody else may have begun the company there.
  const isOurs = proven.ok && findDevice(proven.value.confirmed, record.device)?.revoked === null;
  if (!isOurs || !isSequencer(proven.value.confirmed.sequencer, relay.info.relayKey)) {
    return err({ type: "RelayAnswerInvalid" });
  }
  return ok({
    ...record,
    relay: { origin: relay.origin, key: relay.info.relayKey },
    log: proven.value.bytes,
  });
};

const isSequencer = (sequencer: Key | null, relay: Key): boolean =>
  sequencer !== null && compareBytes(sequencer, relay) === 0;
