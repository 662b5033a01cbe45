/**
 * Makes files ready beside the page: a photo is drawn anew at a size worth sending, which leaves behind where it was
 * taken and everything else a camera writes into it, and gets a small picture for lists. A photo the browser cannot draw
 * stays as it is, but for what a camera wrote into it, and so does a film; every other file stays whole.
 */
import type { PictureFacts } from "#shared/domain/files";
import { isDrawable, parseContentHash, readPicture, withoutLocation } from "#shared/domain/files";
import { toBase64Url } from "#shared/kernel/bytes";
import { assert } from "#shared/kernel/result";
import { blobLimits } from "#shared/protocol/blob-request";
import type { PrepareAnswer, PrepareRequest, PreparedFile } from "./picture-messages";

/** Longest sides in pixels. A photo this size still shows the writing on a type plate. */
const photoSide = 2560;
const previewSide = 360;
/** A drawing keeps its sharp lines: it is drawn anew as it is, up to so many pixels. */
const mostDrawingPixels = 16_000_000;

interface Encoding {
  readonly side: number;
  readonly type: "image/jpeg" | "image/png";
  readonly quality: number;
}

const encode = async (
  bitmap: ImageBitmap,
  { side, type, quality }: Encoding,
): Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly width: number; readonly height: number }> => {
  const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  assert(context, "a canvas can be drawn on");
  if (type === "image/jpeg") {
    // What is transparent would come out black.
    context.fillStyle = "#ffffff";
    context.fillRect(0, 0, width, height);
  }
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, width, height);
  const blob = await canvas.convertToBlob({ type, quality });
  return { bytes: new Uint8Array(await blob.arrayBuffer()), width, height };
};

const named = async (bytes: Uint8Array<ArrayBuffer>): Promise<PreparedFile["content"]> => {
  const hash = parseContentHash(toBase64Url(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))));
  assert(hash, "a hash reads as one");
  return { hash, bytes };
};

const encodingOf = ({ type, width, height }: PictureFacts): Encoding => {
  const isDrawing = (type === "image/png" || type === "image/gif") && width * height <= mostDrawingPixels;
  return isDrawing
    ? { side: Math.max(width, height), type: "image/png", quality: 1 }
    : { side: photoSide, type: "image/jpeg", quality: 0.86 };
};

const preparePicture = async (bytes: Uint8Array<ArrayBuffer>, facts: PictureFacts): Promise<PreparedFile> => {
  const bitmap = await createImageBitmap(new Blob([bytes], { type: facts.type }));
  try {
    const encoding = encodingOf(facts);
    const picture = await encode(bitmap, encoding);
    const preview = await encode(bitmap, { side: previewSide, type: "image/jpeg", quality: 0.78 });
    return {
      mediaType: encoding.type,
      content: await named(picture.bytes),
      preview: await named(preview.bytes),
      width: picture.width,
      height: picture.height,
    };
  } finally {
    bitmap.close();
  }
};

const prepare = async ({ id, file }: PrepareRequest): Promise<PrepareAnswer> => {
  if (file.size > blobLimits.bytes) return { id, ok: false, why: "too-large" };
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const facts = readPicture(bytes);
    const drawn =
      facts === undefined || !isDrawable(facts)
        ? undefined
        : await preparePicture(bytes, facts).catch(() => undefined);
    if (drawn !== undefined) return { id, ok: true, prepared: drawn };
    const clean = withoutLocation(bytes);
    if (clean === undefined) return { id, ok: false, why: "placed" };
    const mediaType = file.type === "" ? "application/octet-stream" : file.type.slice(0, 100);
    const plain = {
      mediaType,
      content: await named(clean === bytes ? bytes : clean.slice()),
      preview: null,
      width: null,
      height: null,
    };
    return { id, ok: true, prepared: plain };
  } catch {
    return { id, ok: false, why: "unreadable" };
  }
};

addEventListener("message", (event: MessageEvent<PrepareRequest>) => {
  void prepare(event.data).then((answer) => {
    const handed = answer.ok
      ? [answer.prepared.content.bytes.buffer, answer.prepared.preview?.bytes.buffer ?? []].flat()
      : [];
    postMessage(answer, { transfer: handed });
  });
});
