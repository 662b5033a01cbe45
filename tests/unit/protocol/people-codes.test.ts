import { describe, expect, test } from "vitest";
import { toBase64Url } from "#shared/kernel/bytes";
import { encodeCanonical } from "#shared/kernel/canonical";
import { sha256 } from "#shared/kernel/hash";
import { must } from "#shared/kernel/result";
import { makeInviteLink, parseInviteLink } from "#shared/protocol/invite-link";
import { paperKeyToGroups, parsePaperKey } from "#shared/protocol/paper-key";
import { named } from "#tests/support/keys";

describe("paper key", () => {
  const seed = named("paper seed");
  const groups = paperKeyToGroups(sha256, seed);

  test("[PPR-1] 13 groups and a check group, read back however they were typed", () => {
    expect(groups).toHaveLength(14);
    expect(groups.every((group) => /^[0-9A-HJKMNP-TV-Z]{4}$/.test(group))).toBe(true);
    const sloppy = groups.join("  ").toLowerCase().replaceAll("0", "o").replaceAll("1", "i");
    for (const typed of [groups.join("-"), groups.join(""), sloppy])
      expect(must(parsePaperKey(sha256, typed))).toEqual(seed);
  });

  test("[PPR-2] a slip, a swap and a missing group are noticed", () => {
    const [first = "", second = "", ...rest] = groups;
    const slipped = [first.startsWith("2") ? `3${first.slice(1)}` : `2${first.slice(1)}`, second, ...rest];
    for (const typed of [slipped, [second, first, ...rest], [second, ...rest], [...groups, "0000"], []]) {
      expect(parsePaperKey(sha256, typed.join("-"))).toEqual({
        ok: false,
        error: { type: "PaperKeyMistyped" },
      });
    }
  });
});

describe("invitation link", () => {
  const link = {
    origin: "https://gear.example:8443",
    company: named("company"),
    seed: named("seed"),
    logHead: named("head"),
  };

  test("[INV-1] everything but the address stands behind the hash", () => {
    const text = makeInviteLink(link);
    expect(text.startsWith("https://gear.example:8443/j#")).toBe(true);
    expect(must(parseInviteLink(` ${text}\n`))).toEqual(link);
  });

  test("[INV-2] other links, tampered and newer ones are told apart", () => {
    const text = makeInviteLink(link);
    const problem = (given: string): string => {
      const parsed = parseInviteLink(given);
      return parsed.ok ? "read" : parsed.error.type;
    };
    expect(problem(text.replace("gear.example", "evil.example"))).toBe("NotAnInvitation");
    expect(problem(text.replace("/j#", "/p#"))).toBe("NotAnInvitation");
    expect(problem(text.slice(0, -2))).toBe("NotAnInvitation");
    expect(problem("https://gear.example/A/MD3APWDD008J4CT4ANK7F24S62")).toBe("NotAnInvitation");
    const newer = encodeCanonical({ v: 2, host: "gear.example:8443", more: true });
    expect(problem(`https://gear.example:8443/j#${toBase64Url(newer)}`)).toBe("InvitationTooNew");
  });
});
