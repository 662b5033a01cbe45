/**
 * What an import that broke off left behind: contents under the number the next company would get. Nobody can reach
 * them there, and whoever got the number would find them among its own.
 */
import { must } from "#shared/kernel/result";
import type { BlobStore } from "./blob-store";
import type { CompanyNumber, LogStore } from "./log-store";

/** The number an import uses. */
export const nextCompanyNumber = async (store: Pick<LogStore, "companies">): Promise<CompanyNumber> =>
  Math.max(0, ...(await store.companies()).map(({ company }) => company)) + 1;

/** Answers whether there was something. Call before anybody is given a number; throws when it cannot be removed. */
export const removeUnfinishedImport = async (store: LogStore, blobs: BlobStore): Promise<boolean> => {
  const company = await nextCompanyNumber(store);
  const isThere =
    (await store.membership(company)).length > 0 || (await store.extentAfter(company, 0)).chunks > 0;
  if (!isThere) return false;
  // Another relay over the same log may just have made it: a company comes together with its membership.
  if ((await store.companies()).some((each) => each.company === company)) return false;
  // What names it last: a removal that breaks off as well is found again.
  await blobs.removeAll(company);
  must(await store.remove(company));
  return true;
};
