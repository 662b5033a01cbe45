export declare const findPostgres: () => string | undefined;
export declare const ensurePostgres: () => void;
