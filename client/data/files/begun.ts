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
  /** How often it was begun to be made ready. */
  readonly tries: number;
}

const prefix = "files/begun/";
/** Beside the files: counting writes none of their bytes anew. */
const triesPrefix = "files/begun-tries/";
const triesKey = (key: string): string => triesPrefix + key.slice(prefix.length);

/** With the page that was given it. */
type Stored = Omit<BegunFile, "tries"> & { readonly page: string };

interface Tries {
  readonly key: string;
  readonly tries: number;
}

const kinds: Readonly<Record<string, string>> = {
  ...{ key: "string", page: "string", fact: "string", name: "string" },
  ...{ mediaType: "string", lastModified: "number", bytes: "object" },
};

const triesKinds: Readonly<Record<string, string>> = { key: "string", tries: "number" };

/** Each was put there by this version of the app or by another one. */
const isOf =
  (fields: Readonly<Record<string, string>>) =>
  (value: unknown): boolean =>
    typeof value === "object" &&
    value !== null &&
    Object.entries(fields).every(([name, kind]) => typeof Reflect.get(value, name) === kind);

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

  /** It is made ready now, for the so many-th time. */
  async tried(key: string, tries: number): Promise<void> {
    const value: Tries = { key, tries };
    await this.#deps.bytes.transact([{ put: "meta", key: triesKey(key), value }], "relaxed");
  }

  /** A record names it, or nobody can or wants to. */
  async end(key: string): Promise<void> {
    const keys = [key, triesKey(key)];
    await this.#deps.bytes.transact(
      keys.map((each) => ({ delete: "meta", key: each })),
      "relaxed",
    );
  }

  /** What pages that are gone have left, as soon as they are gone; each page's with one only. */
  async takeOver(goOn: (left: readonly BegunFile[]) => Promise<void>): Promise<void> {
    for (const page of new Set((await this.#readable()).map((each) => each.page))) {
      if (page === this.#page) continue;
      const take = async (): Promise<void> => {
        const left = (await this.#readable()).filter((each) => each.page === page);
        if (left.length === 0) return;
        // What this page cannot finish is the next one's, not at once every other tab's.
        void goOn(left);
        await this.#closed;
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

  /** Nothing where it cannot be read, as when the company leaves this device meanwhile: then it is the next page's. */
  async #readable(): Promise<readonly (BegunFile & Stored)[]> {
    return this.#all().catch(() => []);
  }

  async #all(): Promise<readonly (BegunFile & Stored)[]> {
    const stored: readonly unknown[] = await this.#deps.bytes.all("meta", prefix);
    const counted: readonly unknown[] = await this.#deps.bytes.all("meta", triesPrefix);
    const tries = new Map(
      brand<readonly Tries[]>(counted.filter(isOf(triesKinds))).map((each) => [each.key, each.tries]),
    );
    return brand<readonly Stored[]>(stored.filter(isOf(kinds))).map((each) => ({
      ...each,
      tries: tries.get(each.key) ?? 0,
    }));
  }
}
