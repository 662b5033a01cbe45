/** What one company sets for itself, and the people in it. */
import type { Id, MemberId } from "#shared/kernel/ids";
import { defineRecord, integer, oneOf, optional, text, withDefault, zone } from "#shared/kernel/record";
import type { RecordOf } from "#shared/kernel/record";

export type CompanyProfileId = Id<"company-profile">;
export type CategoryId = Id<"category">;
export type CustomFieldId = Id<"custom-field">;

/** What a scan out does with a piece whose inspection is over: tells it, or refuses the piece. */
export const overduePolicies = ["tell", "refuse"] as const;
export type OverduePolicy = (typeof overduePolicies)[number];

/** Which limits electrical tests are judged by, unless a test says otherwise. */
export const testStandards = ["vde-0701-0702", "iet-4"] as const;
export type TestStandard = (typeof testStandards)[number];

/** One per company document. */
export const companyProfile = defineRecord<CompanyProfileId>()("company-profile", {
  name: text(120),
  /** ISO 4217, for amounts that carry no currency of their own. */
  currency: withDefault(text(3), "EUR"),
  zone: optional(zone()),
  contact: optional(text(200)),
  /** Absent: tell. */
  overdueTests: optional(oneOf(overduePolicies)),
  /** Absent: VDE 0701-0702. */
  testStandard: optional(oneOf(testStandards)),
});
export type CompanyProfile = RecordOf<typeof companyProfile>;

/** A node of the category tree, also called department at its top level. */
export const category = defineRecord<CategoryId>()("category", {
  name: text(80),
  parent: optional(text(26)),
  /** Name of the pictogram shown with products of this category. */
  pictogram: optional(text(40)),
  order: text(40),
});
export type Category = RecordOf<typeof category>;

/** What a field of the company's own may hold. */
export const customKinds = ["text", "number", "day", "choice", "flag"] as const;
export type CustomKind = (typeof customKinds)[number];

/** A field the company adds to its products or assets. Its kind stays: values written so are read so. */
export const customField = defineRecord<CustomFieldId>()("custom-field", {
  name: text(80),
  on: oneOf(["product", "asset"]),
  kind: oneOf(customKinds),
  /** Of a number. */
  unit: optional(text(20)),
  /** Of a choice: one per line. */
  choices: optional(text(4000)),
  order: text(40),
});
export type CustomField = RecordOf<typeof customField>;

export type HallRelayId = Id<"hall-relay">;

/** A relay that a hall is served by while the company's own cannot be reached. */
export const hallRelay = defineRecord<HallRelayId>()("hall-relay", {
  name: text(80),
  /** An origin as browsers write it, such as `https://case-1.local:8787`. */
  address: text(300),
  /** Base64url: who answers there without this key is not spoken to. */
  key: text(43),
});
export type HallRelay = RecordOf<typeof hallRelay>;

/** Personal data of a member; only here, so that it can be erased. */
export const person = defineRecord<MemberId>()("person", {
  name: text(120),
  email: optional(text(200)),
  phone: optional(text(60)),
  /** Index into the identity colours, 1 to 4. */
  colour: withDefault(integer(1, 4), 1),
});
export type Person = RecordOf<typeof person>;

/** First 16 bytes of the device's key. */
export type DeviceId = Id<"device">;

/** What its owner calls a device. Kept with the person: it goes when they are erased. */
export const device = defineRecord<DeviceId>()("device", { name: text(60) });
export type Device = RecordOf<typeof device>;
