/** Ready once it is loaded. Where it cannot be loaded nobody has it to close: it is closed, and the problem goes on. */
export const loadOrClose = async <
  T extends { readonly load: () => Promise<void>; readonly close: () => Promise<void> },
>(
  part: T,
): Promise<T> => {
  try {
    await part.load();
    return part;
  } catch (problem) {
    // What fails in closing is not what is told.
    await part.close().catch(() => undefined);
    throw problem;
  }
};
