/** The open company, as the screens reach it. */
import { createContext, useContext } from "solid-js";
import type { Accessor, JSX } from "solid-js";
import type { Replica } from "#shared/replica/types";
import { assert } from "#shared/kernel/result";
import type { CompanyFiles } from "./files/types";
import type { RowSignals } from "./row-signals";
import { createRowSignals } from "./row-signals";

/** A command or an undo that did not happen. Nothing was written. */
export interface Failure {
  /** The command's name, or `undo`. */
  readonly command: string;
  readonly problem: { readonly type: string };
}

export interface DataContext {
  readonly replica: Replica;
  /** Absent where there is no place for contents, as on a single screen under test. */
  readonly files: CompanyFiles | undefined;
  readonly signals: RowSignals;
  readonly onFailure: (failure: Failure) => void;
  /** Read where somebody is asked what they may do; changes when that may have changed. */
  readonly rights: Accessor<unknown>;
}

const Context = createContext<DataContext>();

/**
 * Makes `replica` the company of everything below. Mount one per open company (keyed on it).
 * `onFailure` says to the person what did not work, unless the caller of the command says it itself. `rights` changes
 * whenever what this person may do could have changed.
 */
export const ReplicaProvider = (props: {
  readonly replica: Replica;
  readonly files?: CompanyFiles | undefined;
  readonly onFailure: (failure: Failure) => void;
  readonly rights: Accessor<unknown>;
  readonly children: JSX.Element;
}): JSX.Element => {
  // eslint-disable-next-line solid/reactivity -- one provider per replica: another company mounts another provider
  const replica = props.replica;
  const value: DataContext = {
    replica,
    // eslint-disable-next-line solid/reactivity -- as above
    files: props.files,
    signals: createRowSignals(replica.rows),
    onFailure: (failure) => props.onFailure(failure),
    rights: () => props.rights(),
  };
  return <Context.Provider value={value}>{props.children}</Context.Provider>;
};

export const useData = (): DataContext => {
  const value = useContext(Context);
  assert(value, "screens with data stand below ReplicaProvider");
  return value;
};

export const useReplica = (): Replica => useData().replica;
export const useFiles = (): CompanyFiles | undefined => useData().files;
