/** Who can come into a company, before the worker that talks to the relay has answered. */
import "#client/ui/styles.css";
import { page } from "vitest/browser";
import { expect, test } from "vitest";
import { PeopleScreen } from "#client/features/people";
import type { Membership } from "#shared/replica/identity/types";
import { shownCompany } from "#tests/support/shown-company";
import { membershipOf, viewOf } from "#tests/support/shown-membership";

const now = Date.parse("2026-06-01T08:00Z");
const { replica, show: showScreens } = shownCompany(now);

const show = (relay: Membership["relay"]): void => {
  const membership = membershipOf(viewOf(replica()), { relay });
  const routes = [{ path: "/settings/people", screen: PeopleScreen }];
  showScreens({ membership, routes, path: "/settings/people" });
};

const note = page.getByText("Nobody can come in yet");

test("[US-02] a company that has a relay never says that nobody can come in, before the worker answers either", async () => {
  show({ origin: "https://relay.example", key: new Uint8Array(32) });
  await expect
    .element(page.getByRole("list", { name: "Members" }).getByText("You", { exact: true }))
    .toBeVisible();
  expect(replica().sync.get().hasRelay).toBe(false);
  await expect.element(note).not.toBeInTheDocument();
});

test("[US-02] a company without a relay says so, and leads to one", async () => {
  show(null);
  await expect.element(note).toBeVisible();
  await expect
    .element(page.getByRole("link", { name: "Connect to a relay" }))
    .toHaveAttribute("href", "/settings/device");
});
