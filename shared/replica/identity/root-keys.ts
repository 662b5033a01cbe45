/**
 * The company's root keys and the next set of them: a paper key that was lost or seen, an owner's device in place of
 * a lost one, a further holder. The next document is signed by enough keys of both and by this owner's device, so it
 * counts with its checkpoint and the old paper opens nothing from then on.
 */
import { bytesEqual, compareBytes } from "#shared/kernel/bytes";
import type { Ms } from "#shared/kernel/clock";
import { parseId } from "#shared/kernel/ids";
import type { MemberId } from "#shared/kernel/ids";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { Sha256 } from "#shared/kernel/hash";
import type { Signer } from "#shared/kernel/signature";
import { signerFromSeed } from "#shared/kernel/signature";
import { keyName } from "#shared/protocol/codes";
import type { Signed } from "#shared/protocol/envelope";
import { encodeEnvelope, seal } from "#shared/protocol/envelope";
import { keyDocKind, maxRootKeys } from "#shared/protocol/membership/entry-kinds";
import { keyLineage, replacedAt } from "#shared/protocol/membership/key-lineage";
import { isOneOf, isOwnerDevice, meetsThreshold, withPower } from "#shared/protocol/membership/signers";
import type { CompanyState, KeyDoc, LogEntry } from "#shared/protocol/membership/types";
import type { Key } from "#shared/protocol/wire-types";
import { bytes32FromText, textOfBytes } from "#shared/protocol/wire-types";
import { readPaperKeys } from "./paper-sheet";
import type { RootChange, RootChangeProblem, RootHolder, RootKeysView } from "./root-types";

/** Who asks: this device and its member. */
export interface RootViewer {
  readonly device: string;
  readonly member: MemberId;
  readonly sha256: Sha256;
}

/** `confirmed`: the state by the relay's checkpoints alone. */
export const rootKeysView = (
  state: CompanyState,
  viewer: RootViewer,
  confirmed: CompanyState | null,
): RootKeysView => {
  const { doc } = state.keys;
  const holds = (name: string): boolean => doc.root.keys.some((key) => textOfBytes(key) === name);
  return {
    no: doc.no,
    threshold: doc.root.threshold,
    issued: doc.issued,
    holders: doc.root.keys.map((key) => holderOf(state, key, viewer)),
    candidates: [...state.devices].flatMap(([device, known]) => {
      const member = parseId<MemberId>(known.member);
      const isOwners = state.members.get(known.member)?.rank === "owner" && known.revoked === null;
      return member === undefined || !isOwners || holds(device)
        ? []
        : [{ device, member, self: device === viewer.device }];
    }),
    waiting: waitingIn(state, confirmed),
    mayChange: state.members.get(viewer.member)?.rank === "owner",
  };
};

/** What was refused here stays in sight until the relay has confirmed that: before, it may still count. */
const waitingIn = (state: CompanyState, confirmed: CompanyState | null): RootKeysView["waiting"] => {
  const open = state.keyChanges.map(({ keys, from }) => ({ id: textOfBytes(keys.hash), from }));
  const settled = new Set([...open.map(({ id }) => id), textOfBytes(state.keys.hash)]);
  const refused = (confirmed?.keyChanges ?? [])
    .map(({ keys, from }) => ({ id: textOfBytes(keys.hash), from, refused: true }))
    .filter(({ id }) => !settled.has(id));
  return [...open.map((one) => ({ ...one, refused: false })), ...refused];
};

export const holderOf = (
  state: CompanyState,
  key: Key,
  { device, sha256 }: Pick<RootViewer, "device" | "sha256">,
): RootHolder => {
  const name = textOfBytes(key);
  const known = state.devices.get(name);
  const member = parseId<MemberId>(known?.member);
  return {
    key: name,
    name: keyName(sha256, key),
    device:
      member === undefined
        ? null
        : { member, self: name === device, counts: withPower(state, [key]).length > 0 },
  };
};

export interface RootChangeDeps {
  readonly state: CompanyState;
  readonly records: Iterable<LogEntry>;
  readonly sha256: Sha256;
  readonly signer: Signer;
  readonly now: Ms;
}

/** The next key document as bytes, or what it lacks. */
export const nextKeyDoc = async (
  change: RootChange,
  deps: RootChangeDeps,
): Promise<Result<Uint8Array, RootChangeProblem>> => {
  const next = await beginKeyDoc(change, deps);
  if (!next.ok) return next;
  const why = whyNotEnough(next.value, deps.state);
  return why === undefined ? ok(encodeEnvelope(next.value.signed)) : err(why);
};

interface BegunKeyDoc {
  readonly doc: KeyDoc;
  readonly signers: readonly Signer[];
  readonly signed: Signed<KeyDoc>;
}

/** The next key document with the signatures that can be had here; others may follow on other devices. */
export const beginKeyDoc = async (
  change: RootChange,
  deps: RootChangeDeps,
): Promise<Result<BegunKeyDoc, RootChangeProblem>> => {
  const { state, signer, now } = deps;
  if (!isOwnerDevice(state, signer.publicKey)) return err({ type: "NotAllowed", why: "rank" });
  const typed = readAgreeing(change, deps);
  if (!typed.ok) return typed;
  const papers = change.papers.map(({ seed }) => signerFromSeed(seed));
  const kept = state.keys.doc.root.keys.filter((key) => change.keep.includes(textOfBytes(key)));
  const keys = [
    ...kept,
    ...change.devices.flatMap((device) => bytes32FromText(device) ?? []),
    ...papers.map(({ publicKey }) => publicKey),
  ].sort(compareBytes);
  const doc: KeyDoc = {
    v: 1,
    no: state.keys.doc.no + 1,
    prev: state.keys.hash,
    root: {
      keys: keys.filter((key, i) => i === 0 || !bytesEqual(key, keys[i - 1] ?? key)),
      threshold: change.threshold,
    },
    delegates: [signer.publicKey],
    issued: now,
  };
  const why = whyUnsound(doc, state);
  if (why !== undefined) return err(why);
  const signers = [signer, ...typed.value, ...papers];
  return ok({ doc, signers, signed: await seal(keyDocKind, doc, signers) });
};

/** Every typed paper key has to be one in force: a wrong sheet is named and not silently left out. */
const readAgreeing = (
  { agree }: RootChange,
  { state, records, sha256 }: RootChangeDeps,
): Result<readonly Signer[], RootChangeProblem> => {
  const typed = readPaperKeys({ sha256 }, agree);
  if (!typed.ok) return typed;
  for (const [at, { publicKey }] of typed.value.entries()) {
    if (isOneOf(state.keys.doc.root.keys, publicKey)) continue;
    const replaced = replacedAt(keyLineage(records, state.keys), publicKey);
    return err(
      replaced === undefined ? { type: "PaperKeyForeign", at } : { type: "PaperKeyReplaced", at: replaced },
    );
  }
  return typed;
};

const whyUnsound = (
  { root: { keys, threshold } }: KeyDoc,
  state: CompanyState,
): RootChangeProblem | undefined => {
  if (keys.length > maxRootKeys) return { type: "KeysTooMany", max: maxRootKeys };
  const papers = keys.filter((key) => !state.devices.has(textOfBytes(key)));
  return threshold < 1 || papers.length < threshold ? { type: "PapersTooFew", needed: threshold } : undefined;
};

const whyNotEnough = ({ doc, signers }: BegunKeyDoc, state: CompanyState): RootChangeProblem | undefined => {
  const effective = withPower(
    state,
    signers.map(({ publicKey }) => publicKey),
  );
  const givenBy = (of: KeyDoc): number => effective.filter((key) => isOneOf(of.root.keys, key)).length;
  const inForce = state.keys.doc;
  if (!meetsThreshold(inForce, effective))
    return { type: "AgreementMissing", needed: inForce.root.threshold, given: givenBy(inForce) };
  return meetsThreshold(doc, effective)
    ? undefined
    : { type: "HoldersMissing", needed: doc.root.threshold, given: givenBy(doc) };
};
