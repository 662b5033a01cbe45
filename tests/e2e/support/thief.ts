/** Somebody with a copy of the paper key and a device of the company, who uses no app of ours. */
import type { Page } from "@playwright/test";
import { must } from "#shared/kernel/result";
import { signerFromSeed } from "#shared/kernel/signature";
import { joinsPath } from "#shared/protocol/enrolment";
import { encodeEnvelope, seal } from "#shared/protocol/envelope";
import { parseInviteLink } from "#shared/protocol/invite-link";
import { keyDocKind } from "#shared/protocol/membership/entry-kinds";
import { parsePaperKey } from "#shared/protocol/paper-key";
import { textOfBytes } from "#shared/protocol/wire-types";
import { testCrypto } from "../../support/keys";
import { connectLive } from "../../support/relay-client";
import { freshSigner, makeJoin, verdictOf } from "../../support/relay-company";
import { expect, makeInvitation } from "./app";

/** Comes in as a colleague, then hands in the next root keys: the paper's own key alone, signed by it alone. */
export const nameOtherKeys = async (owner: Page, origin: string, paper: string): Promise<void> => {
  const { company, seed } = must(parseInviteLink(await makeInvitation(owner)));
  const device = freshSigner();
  const { envelope } = await makeJoin(company, signerFromSeed(seed), device);
  const body = new Uint8Array(envelope);
  expect((await fetch(origin + joinsPath(company), { method: "POST", body })).status).toBe(202);
  await owner.getByRole("button", { name: "Same code: let in" }).click();
  const isIn = async (): Promise<boolean | undefined> =>
    (await verdictOf(origin, company)).confirmed?.devices.has(textOfBytes(device.publicKey));
  await expect.poll(isIn).toBe(true);
  const client = await connectLive(origin, company, device);
  const signer = signerFromSeed(must(parsePaperKey(testCrypto().sha256, paper)));
  const next = {
    v: 1,
    no: 2,
    prev: company,
    root: { keys: [signer.publicKey], threshold: 1 },
    delegates: [],
    issued: Date.now(),
  } as const;
  client.send({ t: "mem", entries: [encodeEnvelope(await seal(keyDocKind, next, [signer]))] });
};
