/**
 * Where the identities of this profile are kept: one durable record per company. Who may do what counts on the screen
 * before it is written, so a page is not left in between.
 */
import { stayUntil } from "#client/platform/stay";
import { toBase64Url } from "#shared/kernel/bytes";
import type { IdentityStore } from "#shared/replica/identity/types";
import type { ProfileStore } from "./profile-store";

export const createIdentityStore = (profile: ProfileStore): IdentityStore => ({
  load: async () => [...(await profile.all("companies")).values()],
  save: (company) => stayUntil(profile.put("companies", toBase64Url(company.company), company)),
  update: (company, change) => stayUntil(profile.update("companies", toBase64Url(company), change)),
  remove: (company) => stayUntil(profile.delete("companies", toBase64Url(company))),
});
