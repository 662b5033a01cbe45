/** A relay that signed two orders: what the security screen says, and to whom. */
import "#client/ui/styles.css";
import { page } from "vitest/browser";
import { expect, test } from "vitest";
import { SecurityScreen } from "#client/features/security";
import { brand } from "#shared/kernel/brand";
import type { LogEvent, Explanation } from "#shared/protocol/membership/explain";
import type { LogEntry, Rank, Verdict } from "#shared/protocol/membership/types";
import { textOfBytes } from "#shared/protocol/wire-types";
import { shownCompany } from "#tests/support/shown-company";
import { memberOf, membershipOf, viewOf } from "#tests/support/shown-membership";

const now = Date.parse("2026-06-20T08:00Z");
const startAt = Date.parse("2026-06-01T08:00Z");
const dayMs = 86_400_000;
const { replica, show: showScreens } = shownCompany(now);

const idOf = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);

const checkpoint = (
  id: number,
  no: number,
  prev: number | null,
  heads: readonly number[],
  day: number,
): LogEntry =>
  brand<LogEntry>({
    type: "checkpoint",
    id: idOf(id),
    checkpoint: {
      value: {
        no,
        prev: prev === null ? null : idOf(prev),
        heads: heads.map(idOf),
        at: startAt + day * dayMs,
      },
    },
  });

const entry = (id: number, prev: readonly number[]): LogEntry =>
  brand<LogEntry>({ type: "entry", id: idOf(id), entry: { value: { prev: prev.map(idOf) } } });

const line = (id: number, event: LogEvent, day: number): Explanation => ({
  id: textOfBytes(idOf(id)),
  event,
  by: { type: "member", member: replica().member, device: replica().device },
  claimedAt: startAt + day * dayMs,
  checkpoint: null,
  void: null,
});

const show = (rank: Rank): void => {
  const view = viewOf(replica(), { members: [memberOf(replica(), { rank })], devices: [] });
  const log = [
    entry(1, []),
    checkpoint(11, 1, null, [1], 0),
    entry(2, [1]),
    entry(3, [1]),
    checkpoint(12, 2, 11, [2], 9),
    checkpoint(22, 2, 11, [3], 11),
    checkpoint(23, 3, 22, [3], 12),
  ];
  const membership = membershipOf(view, {
    verdict: {
      get: () => brand<Verdict>({ fork: [idOf(12), idOf(22)], confirmed: null, state: null }),
      subscribe: () => () => undefined,
    },
    log: () => log,
    history: () => [
      line(2, { what: "device-revoked", member: null, device: "lost-phone", reason: "lost" }, 9),
      line(3, { what: "role-defined", role: "Driver", grants: [] }, 11),
    ],
  });
  const routes = [{ path: "/settings/security", screen: SecurityScreen }];
  showScreens({ membership, routes, path: "/settings/security" });
};

const alarm = page.getByRole("alert");

test("[SYNC-68] the screen says where the orders part, what each has that the other lacks, and what an owner can do", async () => {
  show("owner");
  await expect.element(alarm.getByText("The relay put this company in order twice")).toBeVisible();
  await expect
    .element(alarm.getByText(/Both orders agree up to confirmation no\. 1 of .*1 Jun/))
    .toBeVisible();
  const orders = alarm.getByRole("heading", { level: 3 });
  await expect.element(orders.nth(0)).toHaveTextContent(/^The order of .*10 Jun/);
  await expect.element(orders.nth(1)).toHaveTextContent(/^The order from .*12 Jun.* to .*13 Jun/);
  await expect.element(alarm.getByText(/was removed: lost/)).toBeVisible();
  await expect.element(alarm.getByText(/Role “Driver” was defined/)).toBeVisible();
  await expect.element(alarm.getByText(/Nobody can choose one of them here/)).toBeVisible();
  await expect
    .element(alarm.getByRole("link", { name: "Save everything" }))
    .toHaveAttribute("href", "/settings/device");
});

test("[SYNC-68] who is no owner is told whom to tell", async () => {
  show("member");
  await expect.element(alarm.getByText(/^Tell an owner/)).toBeVisible();
  await expect.element(alarm.getByRole("link", { name: "Save everything" })).not.toBeInTheDocument();
});
