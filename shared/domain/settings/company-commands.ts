/** The company's own record and its tree of categories; one document holds both. */
import { defineCommand, livingRecord } from "#shared/kernel/command";
import type { CommandContext, DocumentDraft } from "#shared/kernel/command";
import { compareByOrder, orderKeyBetween, orderKeys, randomFromIds } from "#shared/kernel/order-key";
import type { RecordPatch, Zone } from "#shared/kernel/record";
import { err, ok } from "#shared/kernel/result";
import type { Result } from "#shared/kernel/result";
import { checkName } from "./check-name";
import type { SettingsProblem } from "./errors";
import { category, companyProfile } from "./types";
import type { Category, CategoryId, CompanyProfile, CompanyProfileId } from "./types";

const company = { single: "company" } as const;
const writeSettings = [{ verb: "write", on: "settings" }] as const;
const maxCompanyName = 120;
const maxCategoryName = 80;

/** Two devices can never both make the first profile, but a merge of copies may hold two: the lower id counts. */
export const profileIn = (profiles: readonly CompanyProfile[]): CompanyProfile | undefined =>
  profiles
    .filter((profile) => profile.removedAt === undefined)
    .reduce<CompanyProfile | undefined>(
      (first, each) => (first === undefined || each.id < first.id ? each : first),
      undefined,
    );

export interface SetUpCompany {
  readonly name: string;
  readonly currency?: string;
  readonly zone?: Zone;
  /** Departments to begin with, in order. */
  readonly categories: readonly { readonly name: string; readonly pictogram: string }[];
}

const isCurrency = (code: string): boolean => /^[A-Z]{3}$/.test(code);

/** First thing written in a new company. */
export const setUpCompany = defineCommand<SetUpCompany, null, SettingsProblem>({
  name: "settings.setUpCompany",
  needs: writeSettings,
  documents: () => [company],
  run: (drafts, args, context) => {
    const draft = drafts.open(company);
    const name = checkName(args.name, maxCompanyName);
    if (!name.ok) return name;
    if (args.currency !== undefined && !isCurrency(args.currency)) return err({ type: "CurrencyUnknown" });
    if (profileIn(draft.list(companyProfile)) !== undefined) return err({ type: "CompanyAlreadySetUp" });
    const orders = orderKeys(
      args.categories.length,
      randomFromIds(() => context.newId()),
    );
    draft.create(companyProfile, context.newId<CompanyProfileId>(), {
      name: name.value,
      currency: args.currency,
      zone: args.zone,
    });
    args.categories.forEach((each, index) =>
      draft.create(category, context.newId<CategoryId>(), { ...each, order: orders[index] ?? "" }),
    );
    return ok(null);
  },
});

export type CompanyPatch = RecordPatch<typeof companyProfile>;

export const setCompanyFields = defineCommand<CompanyPatch, null, SettingsProblem>({
  name: "settings.setCompanyFields",
  needs: writeSettings,
  documents: () => [company],
  run: (drafts, args) => {
    const draft = drafts.open(company);
    const profile = profileIn(draft.list(companyProfile));
    if (profile === undefined) return err({ type: "ProfileMissing" });
    if (args.currency !== undefined && !isCurrency(args.currency)) return err({ type: "CurrencyUnknown" });
    if (args.name === undefined) {
      draft.set(companyProfile, profile.id, args);
      return ok(null);
    }
    const name = checkName(args.name, maxCompanyName);
    if (!name.ok) return name;
    draft.set(companyProfile, profile.id, { ...args, name: name.value });
    return ok(null);
  },
});

const livingCategory = (draft: DocumentDraft, id: CategoryId): Result<Category, SettingsProblem> => {
  const found = livingRecord(draft, category, id);
  return found === undefined ? err({ type: "CategoryMissing" }) : ok(found);
};

const childrenOf = (draft: DocumentDraft, parent: CategoryId | undefined): readonly Category[] =>
  draft
    .list(category)
    .filter((each) => each.removedAt === undefined && each.parent === parent)
    .sort(compareByOrder);

/** A key behind all brothers and sisters; they are spread anew when there is no room left. */
const orderLast = (draft: DocumentDraft, parent: CategoryId | undefined, context: CommandContext): string => {
  const random = randomFromIds(() => context.newId());
  const siblings = childrenOf(draft, parent);
  const key = orderKeyBetween(siblings.at(-1)?.order, undefined, random);
  if (key !== undefined) return key;
  const spread = orderKeys(siblings.length + 1, random);
  siblings.forEach((each, index) => {
    const order = spread[index];
    if (order !== undefined) draft.set(category, each.id, { order });
  });
  return spread.at(-1) ?? "";
};

export interface NewCategory {
  readonly name: string;
  readonly parent?: CategoryId | undefined;
  readonly pictogram?: string | undefined;
}

/** Last among its brothers and sisters. */
export const addCategory = defineCommand<NewCategory, { readonly category: CategoryId }, SettingsProblem>({
  name: "settings.addCategory",
  needs: writeSettings,
  documents: () => [company],
  run: (drafts, args, context) => {
    const draft = drafts.open(company);
    const name = checkName(args.name, maxCategoryName);
    if (!name.ok) return name;
    if (args.parent !== undefined) {
      const parent = livingCategory(draft, args.parent);
      if (!parent.ok) return parent;
    }
    const id = context.newId<CategoryId>();
    const order = orderLast(draft, args.parent, context);
    draft.create(category, id, { name: name.value, parent: args.parent, pictogram: args.pictogram, order });
    return ok({ category: id });
  },
});

export interface SetCategory {
  readonly category: CategoryId;
  readonly name?: string;
  readonly pictogram?: string | null;
}

export const setCategory = defineCommand<SetCategory, null, SettingsProblem>({
  name: "settings.setCategory",
  needs: writeSettings,
  documents: () => [company],
  run: (drafts, args) => {
    const draft = drafts.open(company);
    const found = livingCategory(draft, args.category);
    if (!found.ok) return found;
    const name = args.name === undefined ? undefined : checkName(args.name, maxCategoryName);
    if (name?.ok === false) return name;
    draft.set(category, args.category, {
      ...(name === undefined ? {} : { name: name.value }),
      ...(args.pictogram === undefined ? {} : { pictogram: args.pictogram }),
    });
    return ok(null);
  },
});

/** Products keep pointing at it and show as uncategorised; a category that holds others stays. */
export const removeCategory = defineCommand<{ readonly category: CategoryId }, null, SettingsProblem>({
  name: "settings.removeCategory",
  needs: writeSettings,
  documents: () => [company],
  run: (drafts, args) => {
    const draft = drafts.open(company);
    const found = livingCategory(draft, args.category);
    if (!found.ok) return found;
    if (childrenOf(draft, args.category).length > 0) return err({ type: "CategoryHoldsOthers" });
    draft.remove(category, args.category);
    return ok(null);
  },
});
