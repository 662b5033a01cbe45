import type { Plugin } from "vite";
export declare const trustedTemplates: () => Plugin;
