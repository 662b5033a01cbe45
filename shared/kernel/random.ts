/** Source of random bytes: the platform's generator in the product, a seeded one in tests. */
export interface Random {
  readonly bytes: (length: number) => Uint8Array;
}
