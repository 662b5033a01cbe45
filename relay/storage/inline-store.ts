/** The SQLite log behind the port without a thread: for tests in memory and for tools that run once. */
import type { LogStore } from "./log-store";
import type { SqliteLog } from "./sqlite-log";

export const createInlineStore = (log: SqliteLog): LogStore => ({
  companies: async () => log.companies(),
  append: async (batch) => log.append(batch),
  membership: async (company) => log.membership(company),
  cards: async (company) => log.cards(company),
  logHashAt: async (company, serial) => log.logHashAt(company, serial),
  pushesAfter: async (company, serial, maxBytes) => log.pushesAfter(company, serial, maxBytes),
  extentAfter: async (company, serial) => log.extentAfter(company, serial),
  pushesOf: async (company, doc) => log.pushesOf(company, doc),
  joins: async (company, limit) => log.joins(company, limit),
  join: async (company, id) => log.join(company, id),
  held: async (company) => log.held(company),
  quota: async (company) => log.quota(company),
  moves: async () => log.moves(),
  remove: async (company) => log.remove(company),
  ping: async () => log.ping(),
  close: async () => log.close(),
});
