/** Where the identities of this profile are kept: one durable record per company. */
import { toBase64Url } from "#shared/kernel/bytes";
import type { IdentityStore } from "#shared/replica/identity/types";
import type { ProfileStore } from "./profile-store";

export const createIdentityStore = (profile: ProfileStore): IdentityStore => ({
  load: async () => [...(await profile.all("companies")).values()],
  save: (company) => profile.put("companies", toBase64Url(company.company), company),
  update: (company, change) => profile.update("companies", toBase64Url(company), change),
  remove: (company) => profile.delete("companies", toBase64Url(company)),
});
