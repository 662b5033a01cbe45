/**
 * The extension that keeps a stolen local authority harmless: it may vouch for names of this machine and addresses
 * of private networks only, never for anybody's web site. The certificate library has no builder for it, so its few
 * bytes of DER are written here (RFC 5280, 4.2.1.10).
 */
import { isIPv4 } from "node:net";
import { asciiBytes, concatBytes } from "#shared/kernel/bytes";

export const nameConstraintsOid = "2.5.29.30";

/** DER of NameConstraints that permits the DNS names (and below) and the networks, given as `address/prefix`. */
export const permitOnly = (dnsNames: readonly string[], networks: readonly string[]): Uint8Array => {
  const subtrees = [
    ...dnsNames.map((name) => element(0x82, asciiBytes(name))),
    ...networks.map((network) => element(0x87, networkBytes(network))),
  ].map((base) => element(0x30, base));
  return element(0x30, element(0xa0, concatBytes(...subtrees)));
};

const element = (tag: number, content: Uint8Array): Uint8Array =>
  concatBytes(Uint8Array.from([tag, ...lengthBytes(content.length)]), content);

const lengthBytes = (length: number): readonly number[] => {
  if (length < 0x80) return [length];
  if (length < 0x100) return [0x81, length];
  return [0x82, length >> 8, length & 0xff];
};

/** Address followed by mask, 8 bytes for IPv4 and 32 for IPv6. */
const networkBytes = (network: string): Uint8Array => {
  const [address = "", prefix = "0"] = network.split("/");
  const bytes = isIPv4(address) ? ipv4Bytes(address) : ipv6Bytes(address);
  const mask = bytes.map((_, i) => {
    const bits = Math.min(8, Math.max(0, Number(prefix) - 8 * i));
    return (0xff << (8 - bits)) & 0xff;
  });
  return Uint8Array.from([...bytes, ...mask]);
};

const ipv4Bytes = (address: string): number[] => address.split(".").map(Number);

const ipv6Bytes = (address: string): number[] => {
  const [head = "", tail = ""] = address.split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === "" ? [] : tail.split(":");
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => "0");
  return [...before, ...zeros, ...after].flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
};
