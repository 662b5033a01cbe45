import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { createComputed, createRoot } from "solid-js";
import { startAutomerge } from "#client/data/automerge";
import { databaseOf } from "#client/data/companies";
import { openProfile } from "#client/data/profile";
import { profileDatabaseName } from "#client/data/profile-store";
import { systemClock, systemRandom, systemTimers } from "#client/platform/system";
import { createProduct, product } from "#shared/domain/inventory";
import { must } from "#shared/kernel/result";
import type { Replica } from "#shared/replica/types";

const ports = { clock: systemClock, timers: systemTimers, random: systemRandom };

const names = (replica: Replica): readonly string[] =>
  Array.from(replica.rows.all(product).values(), (row) => row.name);

const databases = async (): Promise<readonly (string | undefined)[]> =>
  (await indexedDB.databases()).map((database) => database.name);

beforeAll(startAutomerge);
afterEach(() => {
  indexedDB.deleteDatabase(profileDatabaseName);
});

describe("companies of a browser profile", () => {
  test("what was made is in the list and in its company when the app is opened again", async () => {
    const first = await openProfile(ports);
    expect(first.companies.storage().mode).toBe("disk");
    const { company } = must(await first.identity.createCompany({ relay: null }));
    await first.companies.note(company, { name: "Lichtwerk" });
    must(await must(await first.companies.open(company)).run(createProduct, { name: "Truss" }));
    await first.companies.leave();
    expect(first.companies.current()).toBeUndefined();

    const second = await openProfile(ports);
    expect(second.companies.list()).toMatchObject([{ company, name: "Lichtwerk", demo: false }]);
    const replica = must(await second.companies.open(company));
    expect(names(replica)).toEqual(["Truss"]);
    expect(replica.sync.get().hasRelay).toBe(false);

    must(await second.companies.remove(company));
    expect(second.companies.list()).toEqual([]);
    expect(second.companies.current()).toBeUndefined();
    expect(await databases()).not.toContain(databaseOf(company));
  });

  test("while one company gives way to another, nobody need open any: it is said that one is on its way", async () => {
    const { companies, identity } = await openProfile(ports);
    const [one, other] = [
      must(await identity.createCompany({ relay: null })).company,
      must(await identity.createCompany({ relay: null })).company,
    ];
    must(await companies.open(one));
    const seen: string[] = [];
    const stop = createRoot((dispose) => {
      createComputed(() =>
        seen.push(companies.current()?.company ?? (companies.isOpening() ? "opening" : "nothing")),
      );
      return dispose;
    });
    must(await companies.open(other));
    expect(seen.filter((now, at) => now !== seen[at - 1])).toEqual([one, "opening", other]);

    const [first, last] = [companies.open(one), companies.open(other)];
    expect(must(await first).company).toBe(one);
    expect(must(await last).company).toBe(other);
    expect(companies.current()?.company).toBe(other);
    expect(companies.isOpening()).toBe(false);
    stop();
    for (const company of [one, other]) must(await companies.remove(company));
  });

  test("a company nobody knows is not opened, and leaves no database behind", async () => {
    const { companies } = await openProfile(ports);
    expect(await companies.open("AAAA")).toEqual({ ok: false, error: { type: "CompanyUnknown" } });
    expect(await databases()).not.toContain(databaseOf("AAAA"));
  });

  test("without a database the app works in memory and says so", async () => {
    const openDatabase = indexedDB.open.bind(indexedDB);
    indexedDB.open = () => {
      throw new DOMException("The user denied permission.", "SecurityError");
    };
    try {
      const { companies, identity } = await openProfile(ports);
      expect(companies.storage().mode).toBe("memory");
      const { company } = must(await identity.createCompany({ relay: null }));
      must(await must(await companies.open(company)).run(createProduct, { name: "Truss" }));
      await companies.leave();
      expect(names(must(await companies.open(company)))).toEqual(["Truss"]);
      must(await companies.remove(company));
      expect(companies.list()).toEqual([]);
    } finally {
      indexedDB.open = openDatabase;
    }
  });
});
