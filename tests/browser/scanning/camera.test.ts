import { expect, test } from "vitest";
import { startCamera } from "#client/features/scanning/camera/html5-camera";

test("[SCN-01] a camera whose screen was left while it was being loaded is not started, and nothing breaks", async () => {
  const target = document.createElement("div");
  target.id = "camera-left";
  const started = await startCamera(target, () => undefined);
  expect(started.ok).toBe(false);
});
