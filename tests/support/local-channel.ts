/** BroadcastChannel within one process: everybody but the sender hears, in order, in a later task turn. */
import type { TabChannel, TabMessage } from "#shared/replica/ports";

export interface LocalChannels {
  join(): TabChannel & { leave(): void };
}

export const createLocalChannels = (): LocalChannels => {
  const members = new Set<{ hear(message: TabMessage): void }>();
  return {
    join: () => {
      const listeners = new Set<(message: TabMessage) => void>();
      const self = {
        hear: (message: TabMessage) => {
          for (const listener of [...listeners]) listener(message);
        },
      };
      members.add(self);
      return {
        post: (message) => {
          const copy = structuredClone(message);
          for (const member of members) {
            if (member !== self) queueMicrotask(() => members.has(member) && member.hear(copy));
          }
        },
        subscribe: (listener) => {
          listeners.add(listener);
          return () => void listeners.delete(listener);
        },
        leave: () => void members.delete(self),
      };
    },
  };
};
