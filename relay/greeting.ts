/** What the terminal shows once the relay runs: the local address, and the way for phones as a QR code. */
import { renderUnicodeCompact } from "uqr";
import type { Config } from "./config";
import { addressForPhones, listensInside } from "./http/origins";
import { trustPath } from "./public/trust-page";
import { localAddresses } from "./tls/local-addresses";
import type { LocalCertificate } from "./tls/local-authority";

export interface GreetingFacts {
  readonly hasColours: boolean;
  /** Shown once, when it was made. */
  readonly newOperatorToken: string | null;
}

export const greeting = (
  config: Config,
  port: number,
  certificate: LocalCertificate | null,
  { hasColours, newOperatorToken }: GreetingFacts,
): string => {
  const lines = ["", "EventKit is running.", "", `  On this computer   http://localhost:${port}`];
  const way = wayForPhones(config, port, certificate);
  if (way !== null) {
    lines.push(`  On phones          scan this code, or open ${way}`);
    if (certificate !== null && config.publicOrigin === null) {
      lines.push(
        `                     and then ${addressForPhones(config, port)}`,
        `  Certificate        ${certificate.fingerprint}`,
      );
    }
  }
  if (newOperatorToken !== null) {
    lines.push(
      `  How it is doing    ${config.publicOrigin ?? `http://localhost:${port}`}/operator`,
      `  Token for that     ${newOperatorToken}   (shown once; kept in operator.token)`,
    );
  }
  lines.push(`  Your data          ${config.dataFolder}`, "  To stop            press Ctrl+C", "");
  if (way !== null) lines.push(...qrLines(way, hasColours), "");
  return lines.join("\n");
};

/** The public address, or the page that makes a phone trust this machine; null where no phone can reach it. */
const wayForPhones = (config: Config, port: number, certificate: LocalCertificate | null): string | null => {
  if (config.publicOrigin !== null) return config.publicOrigin;
  const [address] = localAddresses().v4;
  if (address === undefined || listensInside(config) || certificate === null) return null;
  return `http://${address}:${port}${trustPath}`;
};

/** White on black whatever the terminal's colours: many phones do not read an inverted code. */
const qrLines = (text: string, hasColours: boolean): readonly string[] =>
  renderUnicodeCompact(text, { border: 2 })
    .split("\n")
    .map((line) => (hasColours ? `  \u001b[97;40m${line}\u001b[0m` : `  ${line}`));
