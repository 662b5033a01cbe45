/** The identities of this profile, as tabs and sync workers open them. */
import type { Clock, Timers } from "#shared/kernel/clock";
import { sha256 } from "#shared/kernel/hash";
import type { Random } from "#shared/kernel/random";
import { createVerifier } from "#shared/kernel/signature";
import { createIdentity } from "#shared/replica/identity/identity";
import type { Identity } from "#shared/replica/identity/types";
import { fetchHttp } from "./browser-ports";
import { createDeviceKeyStore } from "./device-keys";
import { createFastVerify } from "./fast-verify";
import { createIdentityStore } from "./identity-store";
import type { ProfileStore } from "./profile-store";

export interface SystemPorts {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
}

export const openIdentity = (ports: SystemPorts, profile: ProfileStore): Promise<Identity> =>
  createIdentity({
    ...ports,
    sha256,
    keys: createDeviceKeyStore({ profile, random: ports.random }),
    store: createIdentityStore(profile),
    http: fetchHttp,
    verifier: createVerifier(createFastVerify()),
  });
