/**
 * Draws the app's PNG icons from client/public/icons/icon.svg in Chromium. Run it after changing the drawing:
 * `node scripts/make-icons.mjs`. The PNGs are kept in the repository so that a build needs no browser.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";
import { chromiumArgs, findChromium } from "./chromium.mjs";

const folder = fileURLToPath(new URL("../client/public/icons/", import.meta.url));
const drawing = readFileSync(`${folder}icon.svg`, "utf8");
// A launcher may cut a maskable icon to a circle, and iOS rounds the corners itself: both get the colour to the edge.
const toTheEdge = drawing.replace(' rx="112"', "");

const icons = [
  { name: "icon-192", size: 192, svg: drawing, scale: 1 },
  { name: "icon-512", size: 512, svg: drawing, scale: 1 },
  { name: "icon-180", size: 180, svg: toTheEdge, scale: 1 },
  { name: "maskable-512", size: 512, svg: toTheEdge, scale: 0.8 },
];

const executablePath = findChromium();
const browser = await chromium.launch({
  args: chromiumArgs(),
  ...(executablePath === undefined ? {} : { executablePath }),
});
try {
  const page = await browser.newPage();
  for (const { name, size, svg, scale } of icons) {
    const drawn = Math.round(size * scale);
    await page.setViewportSize({ width: size, height: size });
    await page.setContent(
      `<style>html,body{margin:0;background:${scale === 1 ? "transparent" : "#5a3fd6"}}body{display:grid;place-content:center;height:${size}px}svg{display:block;width:${drawn}px;height:${drawn}px}</style>${svg}`,
    );
    writeFileSync(`${folder}${name}.png`, await page.screenshot({ omitBackground: true }));
    console.log(`${name}.png, ${size} px`);
  }
} finally {
  await browser.close();
}
