/** A recovery that waits for its time, on the devices it would end and on others. */
import "#client/ui/styles.css";
import { page } from "vitest/browser";
import { expect, test } from "vitest";
import { JoinPrompt, PeopleScreen } from "#client/features/people";
import { SecurityScreen } from "#client/features/security";
import { brand } from "#shared/kernel/brand";
import { newId } from "#shared/kernel/ids";
import type { MemberId } from "#shared/kernel/ids";
import type { Rank, Verdict } from "#shared/protocol/membership/types";
import { seededRandom } from "#tests/support/plain-drafts";
import { shownCompany } from "#tests/support/shown-company";
import { deviceOf, memberOf, membershipOf, viewOf } from "#tests/support/shown-membership";

const now = Date.parse("2026-06-01T08:00Z");
const from = Date.parse("2026-06-03T08:00Z");
const other = newId<MemberId>(seededRandom(8));
const { replica, show: showScreens } = shownCompany(now);

/** The new device would come in as the other owner, and end a device of theirs and the one this is seen on. */
const show = (rank: Rank, path: string): void => {
  const devices = [
    deviceOf(replica()),
    deviceOf(replica(), { device: "other-one", member: other, self: false }),
  ];
  const ends = devices.map(({ device, member, self }) => ({ device, member, self }));
  const view = viewOf(replica(), {
    members: [memberOf(replica(), { rank }), memberOf(replica(), { member: other, self: false })],
    devices,
    recoveries: [
      { device: "new-one", member: other, from, objected: false, ends, mayObject: rank === "owner" },
    ],
  });
  const membership = membershipOf(view, {
    verdict: {
      get: () => brand<Verdict>({ state: null, confirmed: null, fork: null }),
      subscribe: () => () => undefined,
    },
    history: () => [
      {
        id: "asked",
        event: { what: "recovery-requested", member: other, device: "new-one", ends, waits: true },
        ...{ by: { type: "root" }, claimedAt: now, checkpoint: null, void: null },
      },
    ],
  });
  const routes = [
    { path: "/events", screen: JoinPrompt },
    { path: "/settings/people", screen: PeopleScreen },
    { path: "/settings/security", screen: SecurityScreen },
  ];
  showScreens({ membership, routes, path });
};

const alert = page.getByRole("alert");

test("[ROOT-12] every screen of a device it would end says so", async () => {
  show("guest", "/events");
  await expect.element(alert).toHaveTextContent(/That would end devices of .*, this one too/);
});

test("[ROOT-12] People names each device and its end; an owner may object, anybody else is told who can", async () => {
  show("owner", "/settings/people");
  await expect.element(alert.getByText("These 2 devices are removed then:")).toBeVisible();
  await expect.element(alert.getByRole("listitem").nth(0)).toHaveTextContent(/this device$/);
  await expect.element(alert.getByRole("listitem").nth(1)).toHaveTextContent(/other-on/);
  await expect.element(alert.getByRole("button", { name: "Object: keep it out" })).toBeVisible();
  await expect.element(page.getByText(/^Removed on .* unless an owner objects$/).nth(1)).toBeVisible();
  show("member", "/settings/people");
  await expect.element(alert.getByText("Only an owner can object. Tell one now.")).toBeVisible();
  await expect.element(alert.getByRole("button")).not.toBeInTheDocument();
});

test("[ROOT-12] the security log names them, also for whom they belong to", async () => {
  show("member", `/settings/security?person=${replica().member}`);
  await expect.element(page.getByText(/^Ends when it counts: .* and .*/)).toBeVisible();
});
