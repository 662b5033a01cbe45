/**
 * Calls between the socket thread and the store's worker thread. Both ends are this program, so the messages are
 * trusted; the types here are what both agree on.
 */
import type { Result } from "#shared/kernel/result";
import type { OpenDatabaseProblem } from "./open-database";
import type { SqliteLog } from "./sqlite-log";

export type StoreMethod = Exclude<keyof SqliteLog, "close">;

export interface StoreCall {
  readonly id: number;
  readonly method: StoreMethod | "close";
  readonly args: readonly unknown[];
}

export interface StoreAnswer {
  readonly id: number;
  readonly result: { readonly value: unknown } | { readonly defect: string };
}

/** The first message of a worker: whether the database could be opened. */
export type StoreOpened = Result<null, OpenDatabaseProblem>;

export const toStoreCall = (message: unknown): StoreCall => message as StoreCall;
export const toStoreAnswer = (message: unknown): StoreAnswer => message as StoreAnswer;
export const toStoreOpened = (message: unknown): StoreOpened => message as StoreOpened;
export const toDatabasePath = (workerData: unknown): string => workerData as string;

/** Runs a call on the log; the method and its arguments come from `createThreadedStore`. */
export const runStoreCall = (log: SqliteLog, call: StoreCall): unknown =>
  (log[call.method] as (...args: readonly unknown[]) => unknown)(...call.args);

export const answerOf = <M extends StoreMethod>(value: unknown): ReturnType<SqliteLog[M]> =>
  value as ReturnType<SqliteLog[M]>;
