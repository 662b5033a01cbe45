/** Names of roles are free text. */
export const roleAddress = (name: string): string => `/settings/roles/${encodeURIComponent(name)}`;
