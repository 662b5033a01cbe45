export function buildRelay(outDir: string): Promise<void>;
