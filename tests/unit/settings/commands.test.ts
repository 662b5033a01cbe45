import { describe, expect, test } from "vitest";
import { thingOf } from "#shared/kernel/ids";
import { brand } from "#shared/kernel/brand";
import { toBase64Url } from "#shared/kernel/bytes";
import { must } from "#shared/kernel/result";
import type { Zone } from "#shared/kernel/record";
import {
  addCategory,
  addHallRelay,
  category,
  categoryTree,
  companyProfile,
  device,
  deviceIdOf,
  hallRelay,
  introduceDevice,
  introduceMyself,
  person,
  profileIn,
  removeCategory,
  removeHallRelay,
  renameDevice,
  setCategory,
  setCompanyFields,
  setPersonFields,
  setUpCompany,
} from "#shared/domain/settings";
import { createPlainDocuments } from "#tests/support/plain-drafts";

const departments = [
  { name: "Lighting", pictogram: "moving-head" },
  { name: "Audio", pictogram: "speaker" },
];

const startedCompany = () => {
  const documents = createPlainDocuments();
  must(documents.run(setUpCompany, { name: "  Lichtwerk   Berlin ", categories: departments }));
  return documents;
};

describe("the company's own record", () => {
  test("setting up writes the name once, cleaned, with the departments in order", () => {
    const documents = startedCompany();
    expect(documents.all(companyProfile)).toMatchObject([{ name: "Lichtwerk Berlin", currency: "EUR" }]);
    expect(categoryTree(documents.all(category)).map((node) => node.category.name)).toEqual([
      "Lighting",
      "Audio",
    ]);
    expect(documents.run(setUpCompany, { name: "Again", categories: [] })).toEqual({
      ok: false,
      error: { type: "CompanyAlreadySetUp" },
    });
  });

  test("refuses an empty name, a name too long and a currency that is none", () => {
    const documents = createPlainDocuments();
    const refusal = (args: { name: string; currency?: string }) =>
      documents.run(setUpCompany, { ...args, categories: [] });
    expect(refusal({ name: "   " })).toEqual({ ok: false, error: { type: "NameMissing" } });
    expect(refusal({ name: "x".repeat(121) })).toEqual({
      ok: false,
      error: { type: "NameTooLong", max: 120 },
    });
    expect(refusal({ name: "Ok", currency: "euro" })).toEqual({
      ok: false,
      error: { type: "CurrencyUnknown" },
    });
    expect(documents.all(companyProfile)).toEqual([]);
  });

  test("fields are set one by one", () => {
    const documents = startedCompany();
    must(documents.run(setCompanyFields, { zone: brand<Zone>("Europe/Berlin") }));
    must(documents.run(setCompanyFields, { name: "Lichtwerk" }));
    expect(documents.all(companyProfile)).toMatchObject([{ name: "Lichtwerk", zone: "Europe/Berlin" }]);
    expect(documents.run(setCompanyFields, { name: "" }).ok).toBe(false);
    expect(createPlainDocuments().run(setCompanyFields, { name: "Nobody" })).toEqual({
      ok: false,
      error: { type: "ProfileMissing" },
    });
  });

  test("of two profiles the lower id counts, whatever their order", () => {
    const two = [
      { id: brand<never>("B"), name: "Later", currency: "EUR" },
      { id: brand<never>("A"), name: "Earlier", currency: "EUR" },
    ];
    expect(profileIn(two)?.name).toBe("Earlier");
    expect(profileIn([...two].reverse())?.name).toBe("Earlier");
  });
});

describe("categories", () => {
  test("a new one stands last among its siblings and shows its path", () => {
    const documents = startedCompany();
    const [lighting] = categoryTree(documents.all(category));
    const added = must(
      documents.run(addCategory, {
        name: "Moving heads",
        parent: lighting?.category.id,
        pictogram: "moving-head",
      }),
    );
    must(documents.run(addCategory, { name: "Video" }));
    const tree = categoryTree(documents.all(category));
    expect(tree.map((node) => [node.depth, node.path.join(" / ")])).toEqual([
      [0, "Lighting"],
      [1, "Lighting / Moving heads"],
      [0, "Audio"],
      [0, "Video"],
    ]);
    must(documents.run(setCategory, { category: added.category, name: "Movers", pictogram: null }));
    expect(documents.all(category).find((each) => each.id === added.category)).not.toHaveProperty(
      "pictogram",
    );
  });

  test("one that holds others stays; a removed one is gone from the tree", () => {
    const documents = startedCompany();
    const [lighting, audio] = categoryTree(documents.all(category)).map((node) => node.category.id);
    if (lighting === undefined || audio === undefined) throw new Error("two departments");
    must(documents.run(addCategory, { name: "Profiles", parent: lighting }));
    expect(documents.run(removeCategory, { category: lighting })).toEqual({
      ok: false,
      error: { type: "CategoryHoldsOthers" },
    });
    must(documents.run(removeCategory, { category: audio }));
    expect(documents.run(setCategory, { category: audio, name: "Sound" })).toEqual({
      ok: false,
      error: { type: "CategoryMissing" },
    });
    expect(documents.run(addCategory, { name: "Wireless", parent: audio })).toEqual({
      ok: false,
      error: { type: "CategoryMissing" },
    });
    expect(categoryTree(documents.all(category)).map((node) => node.category.name)).not.toContain("Audio");
  });

  test("orphans and circles made by a merge stay in sight", () => {
    const made = (id: string, parent: string | undefined) => ({
      id: brand<never>(id),
      name: id,
      order: id,
      ...(parent === undefined ? {} : { parent }),
    });
    const tree = categoryTree([made("a", "gone"), made("b", "c"), made("c", "b")]);
    expect(tree.map((node) => node.category.name).sort()).toEqual(["a", "b", "c"]);
  });
});

describe("people", () => {
  test("a member introduces themselves in a document of their own and can change it", () => {
    const documents = createPlainDocuments();
    const thing = thingOf(documents.member);
    must(documents.run(introduceMyself, { name: " Anna  Lenz", colour: 2 }));
    expect(documents.list(thing, person)).toMatchObject([
      { id: documents.member, name: "Anna Lenz", colour: 2 },
    ]);
    must(documents.run(setPersonFields, { member: documents.member, email: "anna@example.org" }));
    must(documents.run(setPersonFields, { member: documents.member, name: "Anna L.", email: null }));
    expect(documents.get(thing, person, documents.member)).toEqual({
      id: documents.member,
      name: "Anna L.",
      colour: 2,
    });
  });

  test("an empty name changes nothing", () => {
    const documents = createPlainDocuments();
    expect(documents.run(introduceMyself, { name: " ", colour: 1 })).toEqual({
      ok: false,
      error: { type: "NameMissing" },
    });
    must(documents.run(introduceMyself, { name: "Jo", colour: 1 }));
    expect(documents.run(setPersonFields, { member: documents.member, name: "" }).ok).toBe(false);
    expect(documents.all(person)).toMatchObject([{ name: "Jo" }]);
  });
});

describe("devices", () => {
  const key = toBase64Url(new Uint8Array(32).fill(7));
  const id = deviceIdOf(key);

  test("a device has an id from its key, and nothing else has one", () => {
    expect(id).toMatch(/^[0-9A-Z]{26}$/);
    expect(deviceIdOf(toBase64Url(new Uint8Array(31)))).toBeUndefined();
    expect(deviceIdOf("not a key")).toBeUndefined();
  });

  test("the first name is given once, its owner may change it, an empty one is refused", () => {
    const documents = createPlainDocuments();
    must(documents.run(introduceMyself, { name: "Ben", colour: 1 }));
    const member = documents.all(person)[0]?.id;
    if (member === undefined || id === undefined) throw new Error("both are there");
    must(documents.run(introduceDevice, { member, device: id, name: " Chrome  on Linux " }));
    must(documents.run(introduceDevice, { member, device: id, name: "Firefox on Linux" }));
    expect(documents.all(device)).toMatchObject([{ id, name: "Chrome on Linux" }]);
    must(documents.run(renameDevice, { member, device: id, name: "Office laptop" }));
    expect(documents.all(device)).toMatchObject([{ id, name: "Office laptop" }]);
    expect(documents.run(renameDevice, { member, device: id, name: " " })).toEqual({
      ok: false,
      error: { type: "NameMissing" },
    });
  });
});

describe("[MOB-06] relays in the hall", () => {
  const keyOf = (n: number): string => toBase64Url(new Uint8Array(32).fill(n));
  const caseOne = { name: " Case  1 ", address: "https://case-1.local:8787", key: keyOf(1) };

  test("stand in the company's document by name, address and key until they are removed", () => {
    const documents = startedCompany();
    const { relay } = must(documents.run(addHallRelay, caseOne));
    expect(documents.all(hallRelay)).toEqual([
      { id: relay, name: "Case 1", address: "https://case-1.local:8787", key: keyOf(1) },
    ]);
    expect(documents.run(addHallRelay, { ...caseOne, name: "Case 2" })).toMatchObject({
      error: { type: "HallRelayKnown" },
    });
    must(documents.run(removeHallRelay, { relay }));
    expect(documents.run(removeHallRelay, { relay })).toMatchObject({ error: { type: "HallRelayMissing" } });
    expect(documents.run(addHallRelay, caseOne)).toMatchObject({ ok: true });
  });

  test("are not the company's own relay, by whichever name", () => {
    const documents = startedCompany();
    documents.home = { origin: "https://kit.example.org", key: keyOf(9) };
    for (const own of [
      { ...caseOne, key: keyOf(9) },
      { ...caseOne, address: "https://kit.example.org" },
    ])
      expect(documents.run(addHallRelay, own)).toMatchObject({ error: { type: "HallRelayIsHome" } });
    expect(documents.all(hallRelay)).toEqual([]);
    expect(documents.run(addHallRelay, caseOne)).toMatchObject({ ok: true });
  });

  test("are at most eight, with a name, an origin and a key that are some", () => {
    const documents = startedCompany();
    const unsound = [
      ...["case-1.local", "ftp://case-1.local", "https://case-1.local/app", "https://a b"].map((address) => ({
        ...caseOne,
        address,
      })),
      { ...caseOne, key: keyOf(1).slice(1) },
    ];
    for (const wrong of unsound)
      expect(documents.run(addHallRelay, wrong)).toMatchObject({ error: { type: "HallRelayUnsound" } });
    expect(documents.run(addHallRelay, { ...caseOne, name: " " })).toMatchObject({
      error: { type: "NameMissing" },
    });
    for (let n = 1; n <= 8; n++) must(documents.run(addHallRelay, { ...caseOne, key: keyOf(n) }));
    expect(documents.run(addHallRelay, { ...caseOne, key: keyOf(9) })).toMatchObject({
      error: { type: "HallRelaysTooMany", max: 8 },
    });
  });
});
