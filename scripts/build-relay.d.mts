export function buildRelay(outDir: string, main?: string): Promise<void>;
