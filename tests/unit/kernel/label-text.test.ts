import { describe, expect, test } from "vitest";
import { sha256 } from "#shared/kernel/hash";
import type { ScannedText } from "#shared/kernel/label-text";
import {
  labelFrom,
  labelUrl,
  makeLabel,
  parseLabel,
  readScannedText,
  spellLabel,
} from "#shared/kernel/label-text";
import { countingRandom, named } from "#tests/support/keys";

const company = named("EventKit test company");
const other = named("another company");
const label = makeLabel(sha256, company, countingRandom("label"));
const foreign = makeLabel(sha256, other, countingRandom("foreign label"));
const read = (text: string): ScannedText => readScannedText(sha256, company, text);

describe("labels", () => {
  test("[LBL-1] what was made is read back, typed in any fashion", () => {
    const { text } = label;
    expect(text).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
    const sloppy = `${text.slice(0, 8)}-${text.slice(8, 16)}-${text.slice(16)}`
      .toLowerCase()
      .replaceAll("1", "l")
      .replaceAll("0", "o");
    for (const typed of [text, text.toLowerCase(), sloppy]) expect(parseLabel(sha256, typed)).toEqual(label);
    expect(labelFrom(sha256, company, label.local)).toEqual(label);
  });

  test("[LBL-2] nearly every slip is noticed", () => {
    const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let slips = 0;
    let missed = 0;
    for (let at = 0; at < 26; at++) {
      for (const char of alphabet) {
        if (char === label.text[at]) continue;
        slips += 1;
        if (parseLabel(sha256, label.text.slice(0, at) + char + label.text.slice(at + 1)) !== undefined)
          missed += 1;
      }
    }
    expect(slips).toBe(26 * 31);
    // Two check characters: one slip in 1,024 goes unnoticed, in the check characters themselves none.
    expect(missed).toBeLessThanOrEqual(4);
    expect(parseLabel(sha256, label.text.slice(1))).toBeUndefined();
  });

  test("[LBL-3] the text of the code fits the dense mode of QR codes", () => {
    expect(labelUrl("gear.example.com:8443", label)).toMatch(/^[0-9A-Z $%*+\-./:]+$/);
  });
});

describe("what a scanner makes of a code", () => {
  test("[LBL-4] own and foreign labels, as address and as text", () => {
    expect(read(labelUrl("gear.example.com", label))).toEqual({ type: "own-label", label });
    expect(read(labelUrl("somewhere.else", label))).toEqual({ type: "own-label", label });
    expect(read(label.text)).toEqual({ type: "own-label", label });
    const spelled = spellLabel(label.text);
    expect(spelled).toMatch(/^(\w{5}-){4}\w{6}$/);
    for (const typed of [spelled, spelled.toLowerCase(), spelled.replaceAll("-", " ")])
      expect(read(typed)).toEqual({ type: "own-label", label });
    // Groups of characters are codes of many systems: only labels of ours are read so.
    expect(read(spellLabel(foreign.text))).toMatchObject({ type: "text" });
    expect(read(`${spelled.slice(0, -1)}${spelled.endsWith("0") ? "1" : "0"}`)).toMatchObject({
      type: "text",
    });
    expect(read(` http://localhost:8787/a/${label.text.toLowerCase()} `)).toEqual({
      type: "own-label",
      label,
    });
    expect(read(labelUrl("Partner.example", foreign))).toEqual({
      type: "foreign-label",
      label: foreign,
      host: "partner.example",
    });
    expect(read(foreign.text)).toEqual({ type: "foreign-label", label: foreign, host: null });
  });

  test("[LBL-4] [CAS-08] a case label carries the revision of its contents behind the label", () => {
    const url = labelUrl("gear.example.com", label, "K7Q2");
    expect(url).toMatch(/^[0-9A-Z $%*+\-./:]+$/);
    expect(read(url)).toEqual({ type: "own-label", label, revision: "K7Q2" });
    expect(read(url.toLowerCase())).toEqual({ type: "own-label", label, revision: "K7Q2" });
    expect(read(`${url}5`)).toEqual({ type: "bad-label" });
    expect(read(labelUrl("gear.example.com", foreign, "K7Q2"))).toMatchObject({ type: "foreign-label" });
  });

  test("[LBL-5] a damaged label is called that", () => {
    const damaged = label.text.slice(0, 25) + (label.text.endsWith("0") ? "2" : "0");
    expect(read(`HTTPS://GEAR.EXAMPLE/A/${damaged}`)).toEqual({ type: "bad-label" });
    expect(read("https://gear.example/a/short")).toEqual({ type: "bad-label" });
  });

  test.each([
    ["https://gear.example/j#omF2", "enrolment-link"],
    ["HTTP://192.168.1.5:8787/J#x", "enrolment-link"],
    ["https://gear.example/p#omF2", "pairing-link"],
    ["https://gear.example/p", "pairing-link"],
    ["javascript:alert(1)", "text"],
    ["https://gear.example/join", "text"],
    ["https://gear.example/x/MD3APWDD008J4CT4ANK7F24S62", "text"],
    ["https://user:secret@gear.example/A/MD3APWDD008J4CT4ANK7F24S62", "text"],
    ["https://gеar.example/A/MD3APWDD008J4CT4ANK7F24S62", "text"],
    ["https://gear.example/A/MD3APWDD008J4CT4ANK7F24S62\u202e", "text"],
    ["ftp://gear.example/A/MD3APWDD008J4CT4ANK7F24S62", "text"],
    ["4006381333931", "text"],
    ["", "text"],
  ])("[LBL-6] %s is %s", (text, type) => {
    expect(read(text).type).toBe(type);
  });

  test("[LBL-7] a huge code is cut for display", () => {
    const huge = read("x".repeat(100_000));
    expect(huge.type === "text" && huge.text.length).toBe(500);
  });
});
