/** What can be read on a device by whoever takes its storage apart. */
import { inflateRawSync, inflateSync } from "node:zlib";
import type { Simulated } from "./sim-device";

/** Every string and byte of the disk as text, and again whatever of it can be inflated. */
export const textOn = ({ disk }: Pick<Simulated, "disk">): string => {
  const found: string[] = [];
  const walk = (value: unknown): void => {
    if (typeof value === "string") found.push(value);
    else if (value instanceof Uint8Array) found.push(...readings(value));
    else if (value instanceof Map) for (const [key, one] of value) [key, one].forEach(walk);
    else if (typeof value === "object" && value !== null)
      for (const [key, one] of Object.entries(value)) [key, one].forEach(walk);
  };
  for (const [name, store] of disk.stores) {
    found.push(name);
    walk(store);
  }
  return found.join("\n");
};

const readings = (bytes: Uint8Array): readonly string[] => {
  const plain = Buffer.from(bytes).toString("latin1");
  const inflated = [inflateRawSync, inflateSync].flatMap((inflate) =>
    // A deflated chunk has its body after checksum, type and length.
    [0, 10, 11, 12].flatMap((start) => {
      try {
        return Buffer.from(inflate(bytes.subarray(start))).toString("latin1");
      } catch {
        return [];
      }
    }),
  );
  return [plain, ...inflated];
};
