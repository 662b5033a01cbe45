export { category, companyProfile, person } from "./types";
export type { Category, CategoryId, CompanyProfile, CompanyProfileId, Person } from "./types";
