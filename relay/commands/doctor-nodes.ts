/** Whether what several relays say to each other stays on a network of their own: it is not encrypted. */
import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";
import type { Config } from "#relay/config";
import type { Finding } from "./doctor";

const ownNetworks = new BlockList();
for (const [network, bits] of [
  ["127.0.0.0", 8],
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["169.254.0.0", 16],
  // Carriers, and WireGuard networks such as Tailscale's.
  ["100.64.0.0", 10],
] as const)
  ownNetworks.addSubnet(network, bits, "ipv4");
for (const [network, bits] of [
  ["::1", 128],
  ["fc00::", 7],
  ["fe80::", 10],
] as const)
  ownNetworks.addSubnet(network, bits, "ipv6");

/** Nothing where this relay is the only one. */
export const examineNodeAddress = async ({ nodeAddress }: Config): Promise<readonly Finding[]> => {
  if (nodeAddress === null) return [];
  const point = "other relays";
  const name = nodeAddress.hostname.replace(/^\[|\]$/g, "");
  const addresses = await addressesOf(name);
  if (addresses.length === 0) {
    const words = `${name} is not found: the others reach this relay by EVENTKIT_NODE_ADDRESS.`;
    return [{ point, state: "problem", words }];
  }
  const open = addresses.find((address) => !isOwn(address));
  if (open === undefined)
    return [{ point, state: "ok", words: `${nodeAddress.origin} is on a network of your own.` }];
  const words = `${open} is on no private network, and what relays say to each other is not encrypted. Let EVENTKIT_NODE_ADDRESS name a private network or WireGuard.`;
  return [{ point, state: "problem", words }];
};

const addressesOf = async (name: string): Promise<readonly string[]> =>
  isIP(name) !== 0
    ? [name]
    : lookup(name, { all: true }).then(
        (found) => found.map(({ address }) => address),
        () => [],
      );

const isOwn = (address: string): boolean => ownNetworks.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
