/**
 * Where a phone gets the relay's own certificate, over plain http because it does not trust the relay yet. Only a
 * relay of the local network has one: a public name comes with a certificate that phones know. Undefined there.
 */
export const trustAddress = (link: string): string | undefined => {
  const { protocol, hostname, host } = new URL(link);
  const isLocal = hostname.endsWith(".local") || numbers.test(hostname) || hostname.startsWith("[");
  return protocol === "https:" && isLocal ? `http://${host}/trust` : undefined;
};

/** Of any network: nobody issues certificates for numbers that phones know by themselves. */
const numbers = /^\d{1,3}(\.\d{1,3}){3}$/;
