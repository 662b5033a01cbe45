/** Made by scripts/trusted-templates.mjs: hashes of all compiled templates, separated by spaces; null in development. */
declare module "virtual:trusted-templates" {
  export const hashes: string | null;
}

interface ImportMetaEnv {
  /** Version in package.json. */
  readonly EVENTKIT_VERSION: string;
}
