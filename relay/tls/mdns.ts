/**
 * Answers `<name>.local` on the local network, so that phones reach the relay by a name that stays when its address
 * changes. Where the system already answers for the same name, both say the same.
 */
import makeMdns from "multicast-dns";
import type { Log } from "#relay/observability/log";

export interface MdnsDeps {
  readonly log: Log;
  /** Current addresses of this machine on its networks. */
  readonly addresses: () => { readonly v4: readonly string[]; readonly v6: readonly string[] };
}

const ttlSeconds = 120;

/** `ANY` asks for every type; the type definitions forget it. */
const wants = (asked: string, type: string): boolean => asked === type || asked === "ANY";

/** Returns a function that stops answering. A network without multicast only loses the name; the log says so. */
export const answerLocalName = (name: string, { log, addresses }: MdnsDeps): (() => void) => {
  const mdns = makeMdns();
  mdns.on("query", (query) => {
    const asked = (query.questions ?? []).filter((question) => question.name.toLowerCase() === name);
    const { v4, v6 } = addresses();
    const answers = asked.flatMap((question) => [
      ...(wants(question.type, "A")
        ? v4.map((data) => ({ name, type: "A" as const, ttl: ttlSeconds, flush: true, data }))
        : []),
      ...(wants(question.type, "AAAA")
        ? v6.map((data) => ({ name, type: "AAAA" as const, ttl: ttlSeconds, flush: true, data }))
        : []),
    ]);
    if (answers.length > 0) mdns.respond({ answers });
  });
  const report = (problem: Error): void => log.warn("mdns.unavailable", { problem: problem.message });
  mdns.on("error", report);
  mdns.on("warning", report);
  return () => mdns.destroy();
};
