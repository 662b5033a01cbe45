/**
 * The import session in its own worker: calls go over as messages, one answer each. Parsing and planning never run
 * on the page, whatever the file.
 */
import type { ByteSource, ExistingBatch, ImportSession, OwnField } from "#shared/domain/import";

/** A chosen file; the worker reads parts of it as it needs them. */
export interface ChosenFile {
  readonly file: File;
  readonly path: string;
}

type Remote<F> = F extends (...args: infer A) => infer R ? (...args: A) => Promise<Awaited<R>> : never;

export interface RemoteSession extends Omit<
  { readonly [K in keyof ImportSession]: Remote<ImportSession[K]> },
  "open"
> {
  readonly open: (
    files: readonly ChosenFile[],
    currency: string,
    own: readonly OwnField[],
  ) => Promise<Awaited<ReturnType<ImportSession["open"]>>>;
  readonly addExisting: (batch: ExistingBatch) => Promise<void>;
  /** Ends the worker and what it holds. */
  readonly close: () => void;
}

interface Call {
  readonly id: number;
  readonly method: string;
  readonly args: readonly unknown[];
}

interface Answer {
  readonly id: number;
  readonly value?: unknown;
  /** Message of a defect. */
  readonly failed?: string;
}

/** The worker's side. */
export const serveSession = (
  scope: { onmessage: ((event: MessageEvent<Call>) => void) | null; postMessage: (answer: Answer) => void },
  session: ImportSession,
): void => {
  const methods: Readonly<Record<string, unknown>> = {
    ...session,
    open: (files: readonly ChosenFile[], currency: string, own: readonly OwnField[]) =>
      session.open(files.map(sourceOf), currency, own),
  };
  scope.onmessage = ({ data }) => {
    const method = methods[data.method] as (...args: readonly unknown[]) => unknown;
    // The order of calls is kept: a call waits for none but its own work.
    void Promise.resolve()
      .then(() => method(...data.args))
      .then(
        (value) => scope.postMessage({ id: data.id, value }),
        (defect: unknown) => scope.postMessage({ id: data.id, failed: String(defect) }),
      );
  };
};

const sourceOf = ({ file, path }: ChosenFile): ByteSource => ({
  name: file.name,
  folder: path.split("/").slice(0, -1).join("/"),
  size: file.size,
  read: async (from, length) => new Uint8Array(await file.slice(from, from + length).arrayBuffer()),
});

/** The page's side. */
export const connectSession = (worker: Worker): RemoteSession => {
  const waiting = new Map<
    number,
    { readonly resolve: (value: unknown) => void; readonly reject: (defect: Error) => void }
  >();
  let last = 0;
  worker.onmessage = ({ data }: MessageEvent<Answer>) => {
    const call = waiting.get(data.id);
    waiting.delete(data.id);
    if (data.failed === undefined) call?.resolve(data.value);
    else call?.reject(new Error(data.failed));
  };
  worker.onerror = (event) => {
    for (const call of waiting.values()) call.reject(new Error(event.message));
    waiting.clear();
  };
  const call =
    (method: string) =>
    (...args: readonly unknown[]): Promise<unknown> =>
      new Promise((resolve, reject) => {
        last += 1;
        waiting.set(last, { resolve, reject });
        worker.postMessage({ id: last, method, args } satisfies Call);
      });
  const remote = Object.fromEntries(
    [
      "open",
      "addExisting",
      "forgetExisting",
      "isAsTold",
      "setTable",
      "plan",
      "rows",
      "lines",
      "decide",
      "prepare",
      "steps",
      "refusedRows",
    ].map((name) => [name, call(name)]),
  );
  return { ...remote, close: () => worker.terminate() } as unknown as RemoteSession;
};
