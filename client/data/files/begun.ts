/**
 * Files that were added to a fact and that no record names yet. A photo takes a moment to be made ready, and a phone may
 * end a page in that moment: what was given is durable before, and another page goes on with it.
 */
import { brand } from "#shared/kernel/brand";
import { toBase64Url } from "#shared/kernel/bytes";
import type { Id } from "#shared/kernel/ids";
import type { Random } from "#shared/kernel/random";
import type { ByteStore, Locks } from "#shared/replica/ports";

export interface GivenFile {
  readonly name: string;
  readonly mediaType: string;
  /** Zero where nobody knows. */
  readonly lastModified: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface BegunFile extends GivenFile {
  readonly key: string;
  /** The fact it was added to. */
  readonly fact: Id<string>;
}

const prefix = "files/begun/";

/** With the page that was given it. */
type Stored = BegunFile & { readonly page: string };

const kinds: Readonly<Record<string, string>> = {
  ...{ key: "string", page: "string", fact: "string", name: "string" },
  ...{ mediaType: "string", lastModified: "number", bytes: "object" },
};

/** Each was put there by `put`, of this version of the app or of another one. */
const isStored = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  Object.entries(kinds).every(([name, kind]) => typeof Reflect.get(value, name) === kind);

export interface BegunFilesDeps {
  readonly bytes: Pick<ByteStore, "all" | "transact">;
  readonly locks: Locks;
  readonly random: Random;
  readonly company: string;
}

export class BegunFiles {
  readonly #deps: BegunFilesDeps;
  readonly #page: string;
  readonly #waits: (() => void)[] = [];
  readonly #closed: Promise<void>;
  #close: () => void = () => undefined;
  #held: Promise<void> | undefined;
  #next = 0;

  constructor(deps: BegunFilesDeps) {
    this.#deps = deps;
    this.#page = toBase64Url(deps.random.bytes(12));
    this.#closed = new Promise((resolve) => (this.#close = resolve));
  }

  /** Its key; undefined where the device has no room: then it has to be made ready while the page lives. */
  async put(fact: Id<string>, given: GivenFile): Promise<string | undefined> {
    await this.#hold();
    const key = `${prefix}${this.#page}/${String(this.#next++).padStart(6, "0")}`;
    const value = { ...given, key, page: this.#page, fact };
    const written = await this.#deps.bytes.transact([{ put: "meta", key, value }], "strict");
    return written.ok ? key : undefined;
  }

  /** A record names it, or nobody can. */
  async end(key: string): Promise<void> {
    await this.#deps.bytes.transact([{ delete: "meta", key }], "relaxed");
  }

  /** What pages that are gone have left, as soon as they are gone; each page's with one only. */
  async takeOver(goOn: (left: readonly BegunFile[]) => Promise<void>): Promise<void> {
    for (const page of new Set((await this.#all()).map((each) => each.page))) {
      if (page === this.#page) continue;
      const take = async (): Promise<void> => {
        const left = (await this.#all()).filter((each) => each.page === page);
        // A screen that went away in the middle answers nothing any more; the lock must not stay with it.
        if (left.length > 0) await Promise.race([goOn(left), this.#closed]);
      };
      this.#waits.push(this.#deps.locks.whenFree(this.#lock(page), take));
    }
  }

  close(): void {
    for (const giveUp of this.#waits) giveUp();
    this.#close();
  }

  /** As long as this page lives, what it has begun is its own. */
  #hold(): Promise<void> {
    this.#held ??= new Promise((resolve) => {
      const own = (): Promise<void> => {
        resolve();
        return this.#closed;
      };
      this.#waits.push(this.#deps.locks.whenFree(this.#lock(this.#page), own));
    });
    return this.#held;
  }

  #lock(page: string): string {
    return `files/${this.#deps.company}/begun/${page}`;
  }

  async #all(): Promise<readonly Stored[]> {
    const stored: readonly unknown[] = await this.#deps.bytes.all("meta", prefix);
    return brand<readonly Stored[]>(stored.filter(isStored));
  }
}
