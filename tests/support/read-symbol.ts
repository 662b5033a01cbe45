/** Reads a printed QR code back: paints its modules as a camera would see them and decodes the picture. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";

const wasm = createRequire(import.meta.url).resolve("zxing-wasm/reader/zxing_reader.wasm");
prepareZXingModule({ overrides: { wasmBinary: readFileSync(wasm).buffer } });

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Boxes from the top left in any unit; the quiet zone is added. */
export const decodeModules = async (modules: readonly Box[]): Promise<string | undefined> => {
  const left = Math.min(...modules.map(({ x }) => x));
  const top = Math.min(...modules.map(({ y }) => y));
  const right = Math.max(...modules.map(({ x, width }) => x + width));
  const module = Math.min(...modules.map(({ height }) => height));
  const scale = 8 / module;
  const side = Math.ceil((right - left) * scale) + 64;
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  for (const box of modules) {
    const [x0, x1] = [(box.x - left) * scale + 32, (box.x + box.width - left) * scale + 32];
    const [y0, y1] = [(box.y - top) * scale + 32, (box.y + box.height - top) * scale + 32];
    for (let y = Math.round(y0); y < Math.round(y1); y++)
      for (let x = Math.round(x0); x < Math.round(x1); x++)
        data.fill(0, (y * side + x) * 4, (y * side + x) * 4 + 3);
  }
  const found = await readBarcodes(
    { width: side, height: side, data, colorSpace: "srgb" },
    { formats: ["QRCode"] },
  );
  return found[0]?.text;
};
