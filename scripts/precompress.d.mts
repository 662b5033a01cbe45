import type { Plugin } from "vite";
export declare const precompress: (options: { readonly cacheFolder: string }) => Plugin;
