/** Photos and files: what a record knows of them. Their contents travel beside the documents and are found by hash. */
import * as v from "valibot";
import type { Brand } from "#shared/kernel/brand";
import type { Id, ThingId } from "#shared/kernel/ids";
import type { AnyRecordType, Field, NewRecord, RecordOf } from "#shared/kernel/record";
import { defineRecord, idOf, instant, integer, optional, text } from "#shared/kernel/record";

export type FileId = Id<"file">;

/** SHA-256 of a content, base64url. */
export type ContentHash = Brand<string, "contentHash">;

/** 32 bytes in base64url: 43 characters whose two spare bits are zero. */
const hashPattern = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/;

export const parseContentHash = (value: string): ContentHash | undefined =>
  isContentHash(value) ? value : undefined;

const isContentHash = (value: unknown): value is ContentHash =>
  typeof value === "string" && hashPattern.test(value);

const contentHash = (): Field<ContentHash, "required"> => ({
  schema: v.custom<ContentHash>(isContentHash, "not a hash"),
  presence: "required",
  fallback: undefined,
});

/** Stands in the document of what it belongs to: whoever may read that may read the file. */
export const file = defineRecord<FileId>()("file", {
  /** The record of the same document it belongs to. */
  owner: idOf<Id<string>>(),
  name: text(200),
  /** What the device that added it took it for. Shown, never believed. */
  mediaType: text(100),
  /** Bytes. */
  size: integer(0),
  hash: contentHash(),
  /** A small picture of it, by hash. */
  preview: optional(contentHash()),
  /** Pixels, of pictures. */
  width: optional(integer(1)),
  height: optional(integer(1)),
  caption: optional(text(1000)),
  takenAt: optional(instant()),
  addedAt: instant(),
});
export type File = RecordOf<typeof file>;

/** What files are added to: a record, the document it stands in, and the class of that document. */
export interface FileOwner {
  readonly thing: ThingId;
  readonly type: AnyRecordType;
  readonly id: Id<string>;
  readonly on: string;
}

export type NewFile = Omit<NewRecord<typeof file>, "owner" | "addedAt">;
