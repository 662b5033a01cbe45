/** The addresses under which other machines on the local network reach this one. */
import { networkInterfaces } from "node:os";

export interface LocalAddresses {
  readonly v4: readonly string[];
  readonly v6: readonly string[];
}

export const localAddresses = (): LocalAddresses => {
  const outside = Object.values(networkInterfaces()).flatMap((entries) =>
    (entries ?? []).filter((entry) => !entry.internal),
  );
  return {
    v4: outside.filter((entry) => entry.family === "IPv4").map((entry) => entry.address),
    // Link-local addresses need a zone that only the asking machine knows.
    v6: outside
      .filter((entry) => entry.family === "IPv6" && !entry.address.startsWith("fe80"))
      .map((entry) => entry.address),
  };
};
