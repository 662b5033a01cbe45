export {
  category,
  companyProfile,
  customField,
  customKinds,
  device,
  hallRelay,
  overduePolicies,
  person,
  testStandards,
} from "./types";
export type {
  Category,
  CategoryId,
  CompanyProfile,
  CompanyProfileId,
  CustomField,
  CustomFieldId,
  CustomKind,
  Device,
  DeviceId,
  HallRelay,
  HallRelayId,
  OverduePolicy,
  Person,
  TestStandard,
} from "./types";
export type { SettingsProblem } from "./errors";
export {
  addCategory,
  profileIn,
  removeCategory,
  setCategory,
  setCompanyFields,
  setUpCompany,
} from "./company-commands";
export type { CompanyPatch, NewCategory, SetCategory, SetUpCompany } from "./company-commands";
export {
  addCustomField,
  choicesOf,
  editCustomField,
  readCustomValue,
  removeCustomField,
} from "./custom-fields";
export type { EditCustomField, NewCustomField } from "./custom-fields";
export { addHallRelay, removeHallRelay } from "./hall-relays";
export type { NewHallRelay } from "./hall-relays";
export { introduceMyself, setPersonFields } from "./person-commands";
export type { IntroducePerson, SetPerson } from "./person-commands";
export { giveWay } from "./give-way";
export { deviceIdOf, introduceDevice, renameDevice } from "./device-commands";
export type { NameDevice } from "./device-commands";
export { categoryTree, nextPersonColour } from "./queries";
export type { CategoryNode } from "./queries";
