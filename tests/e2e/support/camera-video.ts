/**
 * A film for Chromium's fake camera: labels held into the picture one after the other, with nothing in between.
 * YUV4MPEG2, which needs no encoder; the camera plays it in a loop.
 */
import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { createRequire } from "node:module";
import type { Locator } from "@playwright/test";
import { encode } from "uqr";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";

const width = 480;
const height = 360;
const framesPerSecond = 5;

/** Brightness of each pixel, row by row. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly grey: Uint8Array;
}

export interface Scene {
  /** A label; neither this nor a picture: an empty hall. */
  readonly code?: string;
  /** What the camera is held at, such as another screen. */
  readonly picture?: Picture;
  readonly seconds: number;
}

const writeAll = (file: number, bytes: Uint8Array): void => {
  let at = 0;
  while (at < bytes.length) at += writeSync(file, bytes, at);
};

/** Grey hall, white label with a quiet zone, dark modules. */
const drawFrame = (code: string | undefined): Uint8Array => {
  const frame = new Uint8Array(width * height * 1.5).fill(128);
  frame.fill(96, 0, width * height);
  if (code === undefined) return frame;
  const { data, size } = encode(code, { ecc: "M", border: 3 });
  const scale = Math.floor((height * 0.8) / size);
  const left = Math.floor((width - size * scale) / 2);
  const top = Math.floor((height - size * scale) / 2);
  for (const [row, cells] of data.entries()) {
    for (const [column, isDark] of cells.entries()) {
      for (let y = 0; y < scale; y++) {
        const start = (top + row * scale + y) * width + left + column * scale;
        frame.fill(isDark ? 24 : 230, start, start + scale);
      }
    }
  }
  return frame;
};

/** The picture as large as it fits, between grey walls. */
const drawPicture = (picture: Picture): Uint8Array => {
  const frame = new Uint8Array(width * height * 1.5).fill(128);
  frame.fill(96, 0, width * height);
  const scale = Math.min((width * 0.95) / picture.width, (height * 0.95) / picture.height);
  const columns = Math.floor(picture.width * scale);
  const rows = Math.floor(picture.height * scale);
  const left = Math.floor((width - columns) / 2);
  const top = Math.floor((height - rows) / 2);
  for (let y = 0; y < rows; y++) {
    const line = Math.floor(y / scale) * picture.width;
    for (let x = 0; x < columns; x++) {
      frame[(top + y) * width + left + x] = picture.grey[line + Math.floor(x / scale)] ?? 96;
    }
  }
  return frame;
};

export const writeVideo = (path: string, scenes: readonly Scene[]): void => {
  const file = openSync(path, "w");
  const text = (line: string): void => writeAll(file, new TextEncoder().encode(line));
  text(`YUV4MPEG2 W${width} H${height} F${framesPerSecond}:1 Ip A1:1 C420jpeg\n`);
  for (const { code, picture, seconds } of scenes) {
    const frame = picture === undefined ? drawFrame(code) : drawPicture(picture);
    for (let i = 0; i < seconds * framesPerSecond; i++) {
      text("FRAME\n");
      writeAll(file, frame);
    }
  }
  closeSync(file);
};

/** What stands on the screen at this place, as a camera sees it. */
export const photograph = async (place: Locator): Promise<Picture> => {
  const png = (await place.screenshot()).toString("base64");
  const { width, height, grey } = await place.page().evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
    if (canvas === null) throw new Error("no canvas");
    canvas.drawImage(bitmap, 0, 0);
    const { data } = canvas.getImageData(0, 0, bitmap.width, bitmap.height);
    const light = Array.from({ length: data.length / 4 }, (_, at) => data[at * 4] ?? 0);
    return { width: bitmap.width, height: bitmap.height, grey: light };
  }, png);
  return { width, height, grey: Uint8Array.from(grey) };
};

const wasm = createRequire(import.meta.url).resolve("zxing-wasm/reader/zxing_reader.wasm");

/** The QR code on the screen at this place, as a phone's camera reads it. */
export const readCode = async (place: Locator): Promise<string> => {
  prepareZXingModule({ overrides: { wasmBinary: readFileSync(wasm).buffer } });
  const { width, height, grey } = await photograph(place);
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (const [at, light] of grey.entries()) data.fill(light, at * 4, at * 4 + 3);
  const found = await readBarcodes({ width, height, data, colorSpace: "srgb" }, { formats: ["QRCode"] });
  const text = found[0]?.text;
  if (text === undefined) throw new Error("no code on the screen");
  return text;
};

/** Launch arguments for a browser whose camera plays the film and asks nobody. */
export const cameraArgs = (path: string): readonly string[] => [
  "--use-fake-ui-for-media-stream",
  "--use-fake-device-for-media-stream",
  `--use-file-for-fake-video-capture=${path}`,
];
