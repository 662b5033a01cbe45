/**
 * Reading parts of a ZIP archive from a hostile file: only through its directory, only what is asked for, with hard
 * limits on counts and unpacked bytes whatever the headers claim. Names never become paths; those that try are
 * reported and left out. Encrypted parts and archives over 4 GB are not read.
 */
import { Inflate } from "fflate";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { ByteSource } from "./byte-source";
import { crc32 } from "./crc32";
import { importLimits } from "./limits";
import type { FileProblem } from "./problems";

export interface ZipPart {
  readonly name: string;
  readonly size: number;
  readonly offset: number;
  readonly packedSize: number;
  readonly method: number;
  readonly crc: number;
  readonly isEncrypted: boolean;
}

export interface ZipArchive {
  readonly parts: readonly ZipPart[];
  /** Entries whose names lead out of the archive. */
  readonly unsafeNames: number;
  /** Unpacks one part. All parts of an archive share one budget of unpacked bytes. */
  read(part: ZipPart): Promise<Result<Uint8Array, FileProblem>>;
}

/** What one archive may hold and unpack to. */
export interface ZipLimits {
  readonly zipEntries: number;
  readonly zipDirectoryBytes: number;
  /** One unpacked part, and all parts that are unpacked together. */
  readonly partBytes: number;
  readonly allPartsBytes: number;
}

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
const endLength = 22;
const longestComment = 65_535;

const damaged = { type: "ZipDamaged" } as const satisfies FileProblem;
const tooBig = ({ partBytes }: ZipLimits): FileProblem => ({ type: "ZipTooBig", limitBytes: partBytes });

export const openZip = async (
  source: ByteSource,
  limits: ZipLimits = importLimits,
): Promise<Result<ZipArchive, FileProblem>> => {
  const end = await findEnd(source);
  if (end === undefined) return err(damaged);
  const { count, length, start } = end;
  if (count > limits.zipEntries || length > limits.zipDirectoryBytes) return err(tooBig(limits));
  const directory = await source.read(start, length);
  const parts = directory.length === length ? readDirectory(directory, count) : undefined;
  if (parts === undefined) return err(damaged);
  const safe = parts.filter((part) => isSafeName(part.name));
  let budget = limits.allPartsBytes;
  return ok({
    parts: safe,
    unsafeNames: parts.length - safe.length,
    read: async (part) => {
      if (part.size > Math.min(limits.partBytes, budget)) return err(tooBig(limits));
      const unpacked = await readPart(source, part);
      if (unpacked.ok) budget -= unpacked.value.length;
      return unpacked;
    },
  });
};

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

interface DirectoryEnd {
  readonly count: number;
  readonly length: number;
  readonly start: number;
}

const findEnd = async (source: ByteSource): Promise<DirectoryEnd | undefined> => {
  const tailLength = Math.min(source.size, endLength + longestComment);
  const tail = await source.read(source.size - tailLength, tailLength);
  const data = view(tail);
  for (let at = tail.length - endLength; at >= 0; at--) {
    if (data.getUint32(at, true) !== endSignature) continue;
    const length = data.getUint32(at + 12, true);
    const start = data.getUint32(at + 16, true);
    const isInside = start + length <= source.size - tailLength + at;
    return isInside ? { count: data.getUint16(at + 10, true), length, start } : undefined;
  }
  return undefined;
};

const readDirectory = (bytes: Uint8Array, count: number): readonly ZipPart[] | undefined => {
  const data = view(bytes);
  const parts: ZipPart[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || data.getUint32(at, true) !== entrySignature) return undefined;
    const nameLength = data.getUint16(at + 28, true);
    const next = at + 46 + nameLength + data.getUint16(at + 30, true) + data.getUint16(at + 32, true);
    if (next > bytes.length) return undefined;
    parts.push({
      name: nameOf(bytes.subarray(at + 46, at + 46 + nameLength)),
      isEncrypted: (data.getUint16(at + 8, true) & 1) === 1,
      method: data.getUint16(at + 10, true),
      crc: data.getUint32(at + 16, true),
      packedSize: data.getUint32(at + 20, true),
      size: data.getUint32(at + 24, true),
      offset: data.getUint32(at + 42, true),
    });
    at = next;
  }
  return parts;
};

/** Names are compared, not shown; UTF-8 where valid byte by byte is enough for that, but GDTF names carry accents. */
const nameOf = (bytes: Uint8Array): string => {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return decodeUtf8Name(text);
};

const decodeUtf8Name = (latin: string): string => {
  try {
    return decodeURIComponent(
      latin.replace(/[%\u0080-\u00ff]/g, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, "0")}`),
    );
  } catch {
    return latin;
  }
};

/** False for names that would leave the folder they are unpacked into, and for those with control characters. */
export const isSafeName = (name: string): boolean =>
  name !== "" &&
  !/[\u0000-\u001f]/.test(name) &&
  !/^([/\\]|[A-Za-z]:)/.test(name) &&
  !name.split(/[/\\]/).includes("..");

const readPart = async (source: ByteSource, part: ZipPart): Promise<Result<Uint8Array, FileProblem>> => {
  if (part.isEncrypted) return err({ type: "ZipEncrypted" });
  const header = await source.read(part.offset, 30);
  if (header.length < 30 || view(header).getUint32(0, true) !== localSignature) return err(damaged);
  const skip = 30 + view(header).getUint16(26, true) + view(header).getUint16(28, true);
  const packed = await source.read(part.offset + skip, part.packedSize);
  if (packed.length !== part.packedSize) return err(damaged);
  const unpacked = part.method === 0 ? packed : part.method === 8 ? inflate(packed, part.size) : undefined;
  if (unpacked?.length !== part.size || crc32(unpacked) !== part.crc) return err(damaged);
  return ok(unpacked);
};

/** Undefined when damaged or when there is more than the directory announced. */
const inflate = (packed: Uint8Array, size: number): Uint8Array | undefined => {
  const unpacked = new Uint8Array(size);
  const state = { length: 0 };
  const stream = new Inflate((chunk) => {
    if (state.length + chunk.length <= size) unpacked.set(chunk, state.length);
    state.length += chunk.length;
  });
  const step = 65_536;
  try {
    for (let at = 0; at < packed.length && state.length <= size; at += step)
      stream.push(packed.subarray(at, at + step), at + step >= packed.length);
  } catch {
    return undefined;
  }
  return state.length > size ? undefined : unpacked.subarray(0, state.length);
};
