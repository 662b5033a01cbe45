/** Where a file's bytes come from: a File in the browser, a buffer in tests, a part inside an archive. */
export interface ByteSource {
  readonly name: string;
  /** Folder it lay in, with `/`, when a whole folder was dropped. */
  readonly folder?: string;
  readonly size: number;
  /** At most `length` bytes from `from`; fewer only at the end. Rejects when the file went away. */
  read(from: number, length: number): Promise<Uint8Array>;
}

export const bytesSource = (name: string, bytes: Uint8Array, folder?: string): ByteSource => ({
  name,
  ...(folder === undefined ? {} : { folder }),
  size: bytes.length,
  read: async (from, length) => bytes.subarray(from, from + length),
});

export type TextEncodingName = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

/** The platform's decoder of Unicode text. */
export interface TextDecoding {
  /** Undefined when the bytes are not valid in that encoding. A byte order mark is not part of the text. */
  decode(bytes: Uint8Array, encoding: Exclude<TextEncodingName, "windows-1252">): string | undefined;
}
