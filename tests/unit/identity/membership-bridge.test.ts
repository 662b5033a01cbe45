/** What a tab learns of the relay that another tab of the profile talks to. */
import { beforeAll, expect, test } from "vitest";
import { ok } from "#shared/kernel/result";
import { readJoin } from "#shared/protocol/membership/log-entry";
import type { ClientMsg, RelayMsg } from "#shared/protocol/messages";
import { bridgeMembership } from "#shared/replica/membership-bridge";
import type { TabChannel } from "#shared/replica/ports";
import { startAutomerge } from "#tests/support/automerge";
import { named, signerNamed } from "#tests/support/keys";
import { makeJoin } from "#tests/support/membership-world";
import { createSimWorld } from "#tests/support/sim-world";

beforeAll(startAutomerge);

/** A tab's membership: what it was told, and whether it may send. */
const createListener = () => {
  const heard: RelayMsg[] = [];
  const sends: ((message: ClientMsg) => void)[] = [];
  let reloads = 0;
  return {
    heard,
    reloads: () => reloads,
    sends,
    link: {
      connected: (send: (message: ClientMsg) => void) => {
        sends.push(send);
        return () => void sends.splice(sends.indexOf(send), 1);
      },
      receive: async (message: RelayMsg) => {
        heard.push(message);
        return ok(null);
      },
      reload: async () => void (reloads += 1),
    },
  };
};

test("[SYNC-31] a tab that opens while another talks to the relay reaches it at once, and knows who waits to be let in", async () => {
  const channels: TabChannel[] = [];
  const world = await createSimWorld(83, 1, { channel: (channel) => (channels.push(channel), channel) });
  const [owner] = world.devices;
  if (owner === undefined) throw new Error("one device");
  await owner.start();
  await world.time.advance(60_000);
  const own = channels.at(-1);
  if (own === undefined) throw new Error("a tab");
  const requests = await Promise.all(
    ["one", "two"].map((name) =>
      makeJoin({
        company: world.company.id,
        invite: signerNamed(`invitation ${name}`),
        device: signerNamed(name),
        box: named(`box ${name}`),
      }),
    ),
  );
  for (const join of requests) world.network.inject(owner, { t: "join", join });
  await world.time.advance(1_000);

  // Opened just now, and nothing happens on the connection: only an answer to this tab can say what there is.
  const tab = createListener();
  const leave = bridgeMembership(own, tab.link);
  await world.time.advance(1_000);
  expect(tab.sends).toHaveLength(1);
  expect(tab.heard).toEqual(requests.map((join) => ({ t: "join", join })));
  leave();
  expect(tab.sends).toEqual([]);

  const [settled] = requests;
  const read = settled === undefined ? undefined : await readJoin(settled, world.company.id, world.crypto);
  if (read?.ok !== true) throw new Error("a request");
  world.network.inject(owner, { t: "join-closed", join: read.value.id, state: "refused" });
  await world.time.advance(1_000);
  const later = createListener();
  bridgeMembership(own, later.link);
  await world.time.advance(1_000);
  expect(later.heard).toEqual(requests.slice(1).map((join) => ({ t: "join", join })));

  // What waits, the next connection names itself.
  world.network.breakAll();
  await world.time.advance(60_000);
  const afterwards = createListener();
  bridgeMembership(own, afterwards.link);
  await world.time.advance(1_000);
  expect(afterwards.sends).toHaveLength(1);
  expect(afterwards.heard).toEqual([]);
  expect(afterwards.reloads()).toBe(0);
  channels.at(0)?.post({ t: "record-changed" });
  await world.time.advance(1_000);
  expect(afterwards.reloads()).toBe(1);
});
