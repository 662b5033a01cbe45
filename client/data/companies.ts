/** The companies this browser profile holds, and the storage they lie in, as the shell sees them. */
import { createSignal } from "solid-js";
import type { Accessor } from "solid-js";
import type { Clock, Ms } from "#shared/kernel/clock";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { BringInDeps } from "#shared/replica/bring-in/bring-in";
import type { ByteStore, StoreProblem } from "#shared/replica/ports";
import type { Identity, KnownCompany, Membership } from "#shared/replica/identity/types";
import type { Replica } from "#shared/replica/types";
import type { CompanyFiles } from "./files/types";
import type { NewerDatabase } from "./idb-store";
import type { CompanyNote, ProfileStore } from "./profile-store";
import type { OpenCompany } from "./open-company";
import { askToKeepStorage, readStorageState, unknownStorage } from "./storage-state";

export interface CompanyEntry {
  /** Base64url of the 32-byte company id. */
  readonly company: string;
  /** Empty until it is known: a company just joined has sent nothing yet. */
  readonly name: string;
  /** The demo company: lives on this device only and may be removed without loss. */
  readonly demo: boolean;
  /** Device time of the last opening; 0 before the first. */
  readonly openedAt: Ms;
}

export type OpenProblem =
  | { readonly type: "CompanyUnknown" }
  | { readonly type: "StorageFailed"; readonly message: string }
  /** Data written by a newer version of the app. */
  | { readonly type: "VersionTooOld" };

export interface StorageState {
  /** `memory`: nothing survives closing this page, and the person must be told. */
  readonly mode: "disk" | "memory";
  /** Whether the browser promised not to clear the data on its own. */
  readonly persistent: boolean;
  readonly usedBytes: number | null;
  readonly quotaBytes: number | null;
}

export interface Companies {
  /** Companies that can be opened, the one opened last first. */
  readonly list: Accessor<readonly CompanyEntry[]>;
  /** The company on screen. */
  readonly current: Accessor<Replica | undefined>;
  /** Its photos and files. */
  readonly files: Accessor<CompanyFiles | undefined>;
  /** What bringing an archive into it needs. */
  readonly bringIn: Accessor<BringInDeps | undefined>;
  /** A company is on its way to the screen: until it is there, or could not be opened, nothing else should be. */
  readonly isOpening: Accessor<boolean>;
  /** Opens a company and puts it on screen; the one before is closed. Several calls take turns, the last one stays. */
  open(company: string): Promise<Result<Replica, OpenProblem>>;
  /** Closes the company on screen. */
  leave(): Promise<void>;
  /** Writes down how the company appears in the list. What is left out stays as it was. */
  note(company: string, note: { readonly name?: string; readonly demo?: boolean }): Promise<void>;
  /** Deletes everything this device holds of the company, keys included. What was not on a relay is gone. */
  remove(
    company: string,
  ): Promise<Result<void, { readonly type: "StorageFailed"; readonly message: string }>>;

  readonly storage: Accessor<StorageState>;
  /** Asks the browser to keep the data. Call after something worth keeping was done, in a handler of the person's action. */
  keep(): Promise<boolean>;
  /** True once another tab runs a newer version that changed the storage: this page must be loaded again. */
  readonly replaced: Accessor<boolean>;
}

export interface CompaniesDeps {
  readonly identity: Identity;
  readonly profile: ProfileStore;
  readonly clock: Clock;
  readonly openStore: (
    company: string,
    events: { readonly replaced: () => void },
  ) => Promise<Result<ByteStore, StoreProblem | NewerDatabase>>;
  readonly deleteStore: (company: string) => Promise<Result<void, StoreProblem>>;
  readonly openCompany: (company: string, membership: Membership, store: ByteStore) => Promise<OpenCompany>;
}

export const createCompanies = async (deps: CompaniesDeps): Promise<Companies> => {
  const { identity, profile, clock } = deps;
  const [notes, setNotes] = createSignal(await profile.all("notes"));
  const [known, setKnown] = createSignal(identity.companies.get());
  const [current, setCurrent] = createSignal<OpenCompany>();
  identity.companies.subscribe((companies) => {
    if (hasRelay(companies, current()) && !hasRelay(known(), current())) current()?.sync.restart();
    setKnown(companies);
  });
  const [replaced, setReplaced] = createSignal(false);
  const [storage, setStorage] = createSignal(unknownStorage(profile.inMemory));
  // Some browsers take their time to measure, and nothing on the first screen waits for it.
  void readStorageState(profile.inMemory).then(setStorage);

  const writeNote = async (company: string, change: Partial<CompanyNote>): Promise<void> => {
    const before = notes().get(company) ?? { name: "", demo: false, openedAt: 0 };
    const after = { ...before, ...change };
    setNotes((held) => new Map(held).set(company, after));
    await profile.put("notes", company, after);
  };

  const leave = async (): Promise<void> => {
    const open = current();
    setCurrent(undefined);
    await open?.close();
  };

  const turns = createTurns();
  const openNow = async (company: string): Promise<Result<Replica, OpenProblem>> => {
    const opened = await openWith(deps, company, () => setReplaced(true), leave);
    if (!opened.ok) return opened;
    setCurrent(opened.value);
    await writeNote(company, { openedAt: clock.now() });
    return ok(opened.value.replica);
  };

  const remove: Companies["remove"] = async (company) => {
    if (current()?.replica.company === company) await leave();
    const deleted = await deps.deleteStore(company);
    if (!deleted.ok) return err({ type: "StorageFailed", message: deleted.error.message });
    await identity.forget(company);
    await profile.delete("notes", company);
    setNotes((held) => new Map([...held].filter(([other]) => other !== company)));
    setStorage(await readStorageState(profile.inMemory));
    return ok(undefined);
  };

  return {
    list: () => entriesOf(known(), notes()),
    current: () => current()?.replica,
    files: () => current()?.files,
    bringIn: () => current()?.bringIn,
    isOpening: turns.isAny,
    open: (company) => turns.take(() => openNow(company)),
    leave,
    note: writeNote,
    remove,
    storage,
    keep: async () => {
      const kept = await askToKeepStorage();
      setStorage(await readStorageState(profile.inMemory));
      return kept;
    },
    replaced,
  };
};

interface Turns {
  /** Whether something runs or waits. */
  readonly isAny: Accessor<boolean>;
  /** Runs `work` after everything that was given before it has ended, well or not. */
  take<T>(work: () => Promise<T>): Promise<T>;
}

const createTurns = (): Turns => {
  const [count, setCount] = createSignal(0);
  let last: Promise<unknown> = Promise.resolve();
  return {
    isAny: () => count() > 0,
    take: (work) => {
      setCount((before) => before + 1);
      const result = last.then(work).finally(() => setCount((before) => before - 1));
      // How it ended is told to who asked; the next one only waits for the end.
      last = result.catch(() => undefined);
      return result;
    },
  };
};

const openWith = async (
  deps: CompaniesDeps,
  company: string,
  replaced: () => void,
  beforeOpening: () => Promise<void>,
): Promise<Result<OpenCompany, OpenProblem>> => {
  if (!deps.identity.companies.get().some((known) => known.company === company)) {
    return err({ type: "CompanyUnknown" });
  }
  // Reading the membership log and opening the database do not wait for each other.
  const opening = deps.openStore(company, { replaced });
  const membership = await deps.identity.membership(company);
  const store = await opening;
  if (!store.ok) return err(asOpenProblem(store.error));
  try {
    if (membership === undefined) throw new Error("The company's membership cannot be read.");
    await beforeOpening();
    return ok(await deps.openCompany(company, membership, store.value));
  } catch (error) {
    // What cannot be read is an answer to the person, not a crash.
    await store.value.close();
    return err({ type: "StorageFailed", message: error instanceof Error ? error.message : String(error) });
  }
};

const hasRelay = (companies: readonly KnownCompany[], open: OpenCompany | undefined): boolean =>
  companies.some((known) => known.company === open?.replica.company && known.hasRelay);

const entriesOf = (
  known: readonly KnownCompany[],
  notes: ReadonlyMap<string, CompanyNote>,
): readonly CompanyEntry[] =>
  known
    .filter(({ stage }) => stage === "active")
    .map(({ company }) => ({ name: "", demo: false, openedAt: 0, ...notes.get(company), company }))
    .sort((a, b) => b.openedAt - a.openedAt);

const asOpenProblem = (problem: StoreProblem | NewerDatabase): OpenProblem =>
  problem.type === "NewerDatabase"
    ? { type: "VersionTooOld" }
    : { type: "StorageFailed", message: problem.message };

/** Database names carry the company id, which is base64url and therefore safe in a name. */
export const databaseOf = (company: string): string => `eventkit/${company}`;
