/** Packs built programs and app into `out`; answers the path of the archive. */
export const packRelease: (from: {
  readonly relay: string;
  readonly client: string;
  readonly out: string;
}) => string;
