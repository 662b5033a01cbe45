/** What a tab and its picture worker say to each other. */
import type { ContentHash } from "#shared/domain/files";

export interface PrepareRequest {
  readonly id: number;
  readonly file: File;
}

/** A content as it is kept, with what was read from it. Bytes change hands. */
export interface PreparedFile {
  readonly mediaType: string;
  readonly content: { readonly hash: ContentHash; readonly bytes: Uint8Array<ArrayBuffer> };
  readonly preview: { readonly hash: ContentHash; readonly bytes: Uint8Array<ArrayBuffer> } | null;
  readonly width: number | null;
  readonly height: number | null;
}

export type PrepareAnswer = { readonly id: number } & (
  | { readonly ok: true; readonly prepared: PreparedFile }
  /** `placed`: it may say where it was taken or recorded, and that cannot be taken out of it. */
  | { readonly ok: false; readonly why: "unreadable" | "too-large" | "placed" }
);
