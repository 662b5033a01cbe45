export function findChromium(): string | undefined;
export function chromiumArgs(): string[];
export function ensureChromium(): void;
