/** A map that several states share until one of them writes. */
export interface Lookup<V> {
  readonly get: (key: string) => V | undefined;
  readonly has: (key: string) => boolean;
  readonly values: () => Iterable<V>;
}

export class CowMap<V> implements Lookup<V> {
  #map: Map<string, V>;
  #isShared: boolean;

  constructor(map = new Map<string, V>(), isShared = false) {
    this.#map = map;
    this.#isShared = isShared;
  }

  readonly get = (key: string): V | undefined => this.#map.get(key);
  readonly has = (key: string): boolean => this.#map.has(key);
  readonly values = (): Iterable<V> => this.#map.values();

  entries(): Iterable<readonly [string, V]> {
    return this.#map.entries();
  }

  get size(): number {
    return this.#map.size;
  }

  set(key: string, value: V): undefined {
    this.#own().set(key, value);
  }

  delete(key: string): undefined {
    if (this.#map.has(key)) this.#own().delete(key);
  }

  /** A second state that begins with the same content. */
  fork(): CowMap<V> {
    return new CowMap(this.view(), true);
  }

  /** The content as it is now; later writes do not show in it. */
  view(): Map<string, V> {
    this.#isShared = true;
    return this.#map;
  }

  #own(): Map<string, V> {
    if (this.#isShared) {
      this.#map = new Map(this.#map);
      this.#isShared = false;
    }
    return this.#map;
  }
}
