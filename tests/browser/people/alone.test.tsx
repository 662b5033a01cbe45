/** Who can come into a company, before the worker that talks to the relay has answered. */
import "#client/ui/styles.css";
import { page } from "vitest/browser";
import { afterEach, beforeEach, expect, test } from "vitest";
import { PeopleScreen } from "#client/features/people";
import type { Membership } from "#shared/replica/identity/types";
import type { Replica } from "#shared/replica/types";
import { mountScreens, openEmptyCompany } from "#tests/support/mount-screen";
import type { Mounted } from "#tests/support/mount-screen";
import { membershipOf, viewOf } from "#tests/support/shown-membership";

const now = Date.parse("2026-06-01T08:00Z");
let replica: Replica;
let mounted: Mounted | undefined;

beforeEach(async () => {
  replica = await openEmptyCompany(now);
});

afterEach(async () => {
  mounted?.unmount();
  await replica.close();
});

const show = (relay: Membership["relay"]): void => {
  const membership = membershipOf(viewOf(replica), { relay });
  const routes = [{ path: "/settings/people", screen: PeopleScreen }];
  mounted = mountScreens({ replica, now, membership, routes, path: "/settings/people" });
};

const note = page.getByText("Nobody can come in yet");

test("[US-02] a company that has a relay never says that nobody can come in, before the worker answers either", async () => {
  show({ origin: "https://relay.example", key: new Uint8Array(32) });
  await expect
    .element(page.getByRole("list", { name: "Members" }).getByText("You", { exact: true }))
    .toBeVisible();
  expect(replica.sync.get().hasRelay).toBe(false);
  await expect.element(note).not.toBeInTheDocument();
});

test("[US-02] a company without a relay says so, and leads to one", async () => {
  show(null);
  await expect.element(note).toBeVisible();
  await expect
    .element(page.getByRole("link", { name: "Connect to a relay" }))
    .toHaveAttribute("href", "/settings/device");
});
