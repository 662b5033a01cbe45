/** Photos as a camera makes them, drawn by the browser under test. */
import type { Page } from "@playwright/test";

/** A JPEG with grain, so that it is as large as a photo of that size. */
export const drawPhoto = async (page: Page, width: number, height: number, seed = 1): Promise<Buffer> => {
  const base64 = await page.evaluate(
    async ([width, height, seed]) => {
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext("2d");
      if (context === null) throw new Error("no canvas");
      const picture = context.createImageData(width, height);
      let state = seed;
      for (let at = 0; at < picture.data.length; at += 4) {
        state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
        const grain = (state >> 16) & 31;
        const row = Math.floor(at / 4 / width);
        picture.data[at] = 90 + grain;
        picture.data[at + 1] = Math.floor((row / height) * 180) + grain;
        picture.data[at + 2] = 140 + grain;
        picture.data[at + 3] = 255;
      }
      context.putImageData(picture, 0, 0);
      context.fillStyle = "#f0d060";
      context.fillRect(width / 4, height / 4, width / 2, height / 2);
      const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.9 });
      const bytes = new Uint8Array(await blob.arrayBuffer());
      let text = "";
      for (let at = 0; at < bytes.length; at += 0x8000)
        text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
      return btoa(text);
    },
    [width, height, seed] as const,
  );
  return Buffer.from(base64, "base64");
};
