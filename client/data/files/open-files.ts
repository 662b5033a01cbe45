/** The files of an open company in this tab, over its store, its relay and the other tabs. */
import type { Clock, Timers } from "#shared/kernel/clock";
import type { Random } from "#shared/kernel/random";
import type { Membership } from "#shared/replica/identity/types";
import { textOfBytes } from "#shared/protocol/wire-types";
import type { ByteStore, TabChannel } from "#shared/replica/ports";
import type { Replica } from "#shared/replica/types";
import { webLocks } from "../browser-ports";
import { BegunFiles } from "./begun";
import type { FilesChannel, FilesMessage } from "./company-files";
import { openCompanyFiles } from "./company-files";
import { FileStore } from "./file-store";
import { createRelayFiles } from "./relay-files";
import type { CompanyFiles } from "./types";

export interface OpenFilesDeps {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly bytes: ByteStore;
  /** Still being opened: what lies here of the files is read beside its rows. */
  readonly replica: Promise<Replica>;
  readonly membership: Membership;
  readonly tabs: TabChannel;
}

export const openFiles = async (
  deps: OpenFilesDeps,
): Promise<{ readonly files: CompanyFiles; readonly close: () => Promise<void> }> => {
  const { clock, timers, random, bytes, membership } = deps;
  const company = textOfBytes(membership.company);
  const channel = createFilesChannel(company);
  const store = new FileStore(bytes, clock);
  const [replica] = await Promise.all([deps.replica, store.load()]).catch((error: unknown) => {
    channel.close();
    throw error;
  });
  let offsetMs = 0;
  const files = openCompanyFiles({
    ...{ bytes, store, replica, clock, timers, channel, locks: webLocks },
    begun: new BegunFiles({ bytes, locks: webLocks, random, company }),
    relay: createRelayFiles({
      ...{ random, company: membership.company, signer: membership.device.signer },
      fetch: (...request) => fetch(...request),
      relayClock: { now: () => clock.now() + offsetMs },
      relay: () => membership.relay,
    }),
  });
  const endFollowing = deps.tabs.subscribe((message) => {
    if (message.t === "link") offsetMs = message.link.offsetMs ?? offsetMs;
    else if (message.t === "contents-gone") void files.reread();
  });
  return {
    files,
    close: async () => {
      await files.close();
      endFollowing();
      channel.close();
    },
  };
};

const createFilesChannel = (company: string): FilesChannel & { readonly close: () => void } => {
  const channel = new BroadcastChannel(`eventkit-files/${company}`);
  const listeners = new Set<(message: FilesMessage) => void>();
  /** Said while the store was being read, before anybody listened. */
  let missed: FilesMessage[] = [];
  channel.addEventListener("message", (event: MessageEvent<FilesMessage>) => {
    if (listeners.size === 0) missed.push(event.data);
    for (const listener of listeners) listener(event.data);
  });
  return {
    post: (message) => channel.postMessage(message),
    subscribe: (listener) => {
      listeners.add(listener);
      for (const message of missed) listener(message);
      missed = [];
      return () => void listeners.delete(listener);
    },
    close: () => channel.close(),
  };
};
