/** Why a command on files did not run. Nothing was written. */
export type FileProblem =
  | { readonly type: "OwnerMissing" }
  | { readonly type: "FileMissing" }
  /** The owner holds as many as it may. */
  | { readonly type: "TooManyFiles"; readonly most: number }
  | { readonly type: "ValueRefused"; readonly field: string };
