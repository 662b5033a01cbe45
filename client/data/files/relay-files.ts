/** Files at the company's relay over HTTP; every request proves itself with this device's key. */
import { sha256 } from "#shared/kernel/hash";
import { bytesEqual } from "#shared/kernel/bytes";
import type { Clock } from "#shared/kernel/clock";
import type { Random } from "#shared/kernel/random";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { Signer } from "#shared/kernel/signature";
import type { DocumentReferences, ReferencesAnswer } from "#shared/protocol/blob-references";
import {
  blobReferencesPath,
  parseReferencesAnswer,
  signBlobReferences,
} from "#shared/protocol/blob-references";
import type { BlobRequest } from "#shared/protocol/blob-request";
import { blobPath, signBlobRequest, uploadHeaders } from "#shared/protocol/blob-request";
import type { CompanyId, DocBytes, Hash, Key } from "#shared/protocol/wire-types";

export interface RelayFilesDeps {
  readonly fetch: typeof fetch;
  readonly company: CompanyId;
  readonly signer: Signer;
  readonly random: Random;
  /** Relay time as this device knows it. */
  readonly relayClock: Clock;
  /** Null for a company that lives on this device alone. */
  readonly relay: () => { readonly origin: string; readonly key: Key } | null;
}

export interface BlobPlace {
  readonly doc: DocBytes;
  readonly hash: Hash;
}

export interface RelayProblem {
  readonly type: "Offline" | "NotThere" | "Refused" | "Full" | "Failed" | "Damaged";
}

export interface RelayFiles {
  /** Bytes of it that the relay has; `whole` when it has all. */
  readonly offset: (place: BlobPlace) => Promise<Result<number | "whole", RelayProblem>>;
  /** Sends a part; answers like `offset`. */
  readonly send: (
    place: BlobPlace,
    part: { readonly bytes: Uint8Array; readonly offset: number; readonly total: number },
  ) => Promise<Result<number | "whole", RelayProblem>>;
  readonly get: (place: BlobPlace) => Promise<Result<Uint8Array, RelayProblem>>;
  readonly settle: (
    docs: readonly DocumentReferences[],
  ) => Promise<Result<ReferencesAnswer["docs"], RelayProblem>>;
}

/** A part may take that long on a bad line, a whole file longer. */
const partWithinMs = 60_000;
const fileWithinMs = 600_000;

interface Init {
  readonly method?: string;
  readonly body?: Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
}

const createReach =
  (deps: Pick<RelayFilesDeps, "fetch">) =>
  async (
    path: string,
    init: Init,
    aud: { readonly origin: string },
    withinMs: number,
  ): Promise<Result<Response, RelayProblem>> => {
    try {
      const answer = await deps.fetch(new URL(path, aud.origin), {
        ...init,
        credentials: "omit",
        redirect: "error",
        referrerPolicy: "no-referrer",
        cache: "no-store",
        signal: AbortSignal.timeout(withinMs),
      });
      return ok(answer);
    } catch {
      return err({ type: "Offline" });
    }
  };

export const createRelayFiles = (deps: RelayFilesDeps): RelayFiles => {
  const { signer, random, relayClock: clock, company } = deps;
  const reach = createReach(deps);
  const ask = async (
    method: "GET" | "HEAD" | "PUT",
    place: BlobPlace,
    init: Init = {},
  ): Promise<Result<Response, RelayProblem>> => {
    const relay = deps.relay();
    if (relay === null) return err({ type: "Offline" });
    const signed: BlobRequest["method"] = method === "PUT" ? "PUT" : "GET";
    const request = { company, aud: relay.key, method: signed, ...place };
    const authorization = await signBlobRequest(request, { signer, random, clock });
    const headers = { ...init.headers, authorization };
    const withinMs = method === "GET" ? fileWithinMs : partWithinMs;
    return reach(blobPath(place.doc, place.hash), { ...init, method, headers }, relay, withinMs);
  };
  return {
    offset: async (place) => {
      const answer = await ask("HEAD", place);
      if (!answer.ok) return answer;
      if (answer.value.status === 200) return ok("whole");
      return answer.value.status === 404 ? ok(offsetIn(answer.value)) : err(problemOf(answer.value));
    },
    send: async (place, { bytes, offset, total }) => {
      const headers = { [uploadHeaders.offset]: String(offset), [uploadHeaders.length]: String(total) };
      const answer = await ask("PUT", place, { body: Uint8Array.from(bytes), headers });
      if (!answer.ok) return answer;
      const { status } = answer.value;
      if (status === 200 || status === 201) return ok("whole");
      return status === 202 || status === 409 ? ok(offsetIn(answer.value)) : err(problemOf(answer.value));
    },
    get: (place) =>
      ask("GET", place).then((answer) => (answer.ok ? readChecked(answer.value, place) : answer)),
    settle: async (docs) => {
      const relay = deps.relay();
      if (relay === null) return err({ type: "Offline" });
      const body = await signBlobReferences({ company, aud: relay.key, docs }, { signer, random, clock });
      const init = {
        method: "POST",
        body: Uint8Array.from(body),
        headers: { "content-type": "application/cbor" },
      };
      const answer = await reach(blobReferencesPath(company), init, relay, partWithinMs);
      if (!answer.ok) return answer;
      if (!answer.value.ok) return err(problemOf(answer.value));
      const said: unknown = await answer.value.json().catch(() => undefined);
      const parsed = parseReferencesAnswer(said);
      return parsed === undefined ? err({ type: "Failed" }) : ok(parsed.docs);
    },
  };
};

/** Only what its hash says is ever kept. */
const readChecked = async (
  answer: Response,
  { hash }: BlobPlace,
): Promise<Result<Uint8Array, RelayProblem>> => {
  if (!answer.ok) return err(problemOf(answer));
  const bytes = await answer.arrayBuffer().then(
    (buffer) => new Uint8Array(buffer),
    () => undefined,
  );
  if (bytes === undefined) return err({ type: "Offline" });
  return bytesEqual(await hashOf(bytes), hash) ? ok(bytes) : err({ type: "Damaged" });
};

/** By the platform, which is fast and works beside the page; by our own where there is none. */
export const hashOf = async (bytes: Uint8Array): Promise<Uint8Array> => {
  try {
    return new Uint8Array(await crypto.subtle.digest("SHA-256", Uint8Array.from(bytes)));
  } catch {
    return sha256(bytes);
  }
};

const offsetIn = (answer: Response): number => {
  const text = answer.headers.get(uploadHeaders.offset) ?? "0";
  return /^\d{1,12}$/.test(text) ? Number(text) : 0;
};

const problemOf = ({ status }: Response): RelayProblem => {
  if (status === 403) return { type: "Refused" };
  if (status === 404) return { type: "NotThere" };
  return { type: status === 507 ? "Full" : "Failed" };
};
