/**
 * Configuration from the environment. Everything is parsed here once, and every mistake is reported at once, so
 * that an operator fixes them in one go.
 */
import { hostname } from "node:os";
import { resolve } from "node:path";
import * as v from "valibot";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import type { CreationRule } from "#shared/protocol/enrolment";
import { creationRules } from "#shared/protocol/enrolment";
import { bytes32FromText } from "#shared/protocol/wire-types";
import type { BucketPlace } from "./storage/blob-bucket";

export type LogLevel = "debug" | "info" | "warn" | "error";

export interface Config {
  /** Address to listen on; every interface by default, so that phones on the local network reach it. */
  readonly host: string;
  readonly port: number;
  /** Absolute path of the folder that holds everything worth keeping. */
  readonly dataFolder: string;
  /** Address of a PostgreSQL database that keeps the log; null for SQLite in the data folder. Holds a password. */
  readonly database: string | null;
  /** Where the other relays on the same database reach this one; null when it is the only one. */
  readonly nodeAddress: URL | null;
  /** Milliseconds without a sign of life after which another relay may take over from this one. */
  readonly nodeLeaseMs: number;
  /** Absolute path of the folder for stored files; null for one in the data folder. */
  readonly blobs: string | null;
  /** The bucket for stored files; null for a folder. Holds a secret. */
  readonly bucket: BucketPlace | null;
  /** Origin under which devices reach this relay, such as `https://kit.example.org`; null on a local network. */
  readonly publicOrigin: string | null;
  /** Further public names of this relay, which it does not give to others. */
  readonly furtherOrigins: readonly string[];
  /** Further origins whose pages may open sockets, beside the relay's own. */
  readonly allowedOrigins: readonly string[];
  /** Who may create a company here. */
  readonly companies: CreationRule;
  /** Asked for where `companies` is `token`. */
  readonly creationToken: string | null;
  /** Companies that may register where `companies` is `listed`, as base64url. */
  readonly listedCompanies: readonly string[];
  /** `local`: https with an own authority on the same port. `off`: plain http, for use behind a proxy. */
  readonly tls: "local" | "off";
  /** Takes in companies that another relay orders when their devices show it the log: for a relay in a hall. */
  readonly hall: boolean;
  readonly mdns: boolean;
  /** First label of the name on the local network: `<localName>.local`. */
  readonly localName: string;
  /** `number` where nobody answers for the name: it is not announced and the operator gave none. */
  readonly phonesUse: "name" | "number";
  /** Addresses of reverse proxies whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[];
  /** Bearer token for /metrics; without one only this machine may read it. */
  readonly metricsToken: string | null;
  /** Opens the operator's page; null: one is made on first start. */
  readonly operatorToken: string | null;
  readonly logLevel: LogLevel;
}

export interface ConfigProblem {
  readonly type: "ConfigInvalid";
  /** One sentence per mistake, each naming its variable. */
  readonly mistakes: readonly string[];
}

const listOf = (text: string): readonly string[] =>
  text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");

const isOrigin = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return (url.protocol === "https:" || url.protocol === "http:") && url.origin === text;
};

/** The port is named: it is also the one to listen on. */
const isNodeAddress = (text: string): boolean => isOrigin(text) && /^http:.*:\d+$/.test(text);

const setting = <T extends v.GenericSchema<string, unknown>>(schema: T, fallback: v.InferInput<T>) =>
  v.optional(v.pipe(v.string(), v.trim(), schema), fallback);

const toMdnsLabel = (name: string): string =>
  (name.split(".")[0] ?? "")
    .toLowerCase()
    .replace(/[^a-z0-9-]/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 63);

const settingsSchema = v.object({
  HOST: setting(v.pipe(v.string(), v.nonEmpty("must name an address to listen on, such as 0.0.0.0")), "::"),
  PORT: setting(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,5}$/, "must be a number from 0 to 65535"),
      v.transform(Number),
      v.maxValue(65_535, "must be a number from 0 to 65535"),
    ),
    "8787",
  ),
  EVENTKIT_DATA: setting(v.pipe(v.string(), v.nonEmpty("must name a folder")), "./data"),
  EVENTKIT_DATABASE: setting(
    v.pipe(
      v.string(),
      v.check(
        (text) => text === "" || (URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol)),
        "must be the address of a PostgreSQL database, such as postgres://eventkit@localhost/eventkit",
      ),
    ),
    "",
  ),
  EVENTKIT_NODE_ADDRESS: setting(
    v.pipe(
      v.string(),
      v.check(
        (text) => text === "" || isNodeAddress(text),
        "must be the address at which the other relays reach this one, such as http://10.0.0.5:8788",
      ),
    ),
    "",
  ),
  EVENTKIT_NODE_LEASE: setting(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,2}$/, "must be a number of seconds from 1 to 60"),
      v.transform(Number),
      v.minValue(1, "must be a number of seconds from 1 to 60"),
      v.maxValue(60, "must be a number of seconds from 1 to 60"),
    ),
    "5",
  ),
  EVENTKIT_BLOBS: setting(v.string(), ""),
  EVENTKIT_BLOBS_S3_ENDPOINT: setting(
    v.pipe(
      v.string(),
      v.check(
        (text) => text === "" || isOrigin(text),
        "must be the address of an S3-compatible storage, such as https://s3.example.org",
      ),
    ),
    "",
  ),
  EVENTKIT_BLOBS_S3_BUCKET: setting(
    v.pipe(v.string(), v.regex(/^([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])?$/, "must be the name of a bucket")),
    "",
  ),
  EVENTKIT_BLOBS_S3_REGION: setting(
    v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/, "must be the name of a region")),
    "us-east-1",
  ),
  EVENTKIT_BLOBS_S3_PREFIX: setting(
    v.pipe(v.string(), v.regex(/^([\w.-]+\/)*$/, "must be empty or end with a slash, such as eventkit/")),
    "",
  ),
  EVENTKIT_BLOBS_S3_KEY: setting(v.string(), ""),
  EVENTKIT_BLOBS_S3_SECRET: setting(v.string(), ""),
  PUBLIC_ORIGIN: setting(
    v.pipe(
      v.string(),
      v.check(
        (text) => listOf(text).every(isOrigin),
        "must be an origin such as https://kit.example.org, without a path; several are separated by commas",
      ),
    ),
    "",
  ),
  EVENTKIT_ALLOWED_ORIGINS: setting(
    v.pipe(
      v.string(),
      v.check(
        (text) => listOf(text).every(isOrigin),
        "must be origins such as https://kit.example.org, separated by commas",
      ),
    ),
    "",
  ),
  EVENTKIT_COMPANIES: setting(v.picklist(creationRules, "must be open, token, listed or closed"), "open"),
  EVENTKIT_CREATION_TOKEN: setting(
    v.pipe(
      v.string(),
      v.check(
        (text) => text === "" || (text.length >= 16 && text.length <= 200),
        "must have 16 to 200 characters",
      ),
    ),
    "",
  ),
  EVENTKIT_LISTED_COMPANIES: setting(
    v.pipe(
      v.string(),
      v.check(
        (text) => listOf(text).every((id) => bytes32FromText(id) !== undefined),
        "must be numbers of companies as the app shows them, separated by commas",
      ),
    ),
    "",
  ),
  EVENTKIT_TLS: setting(v.picklist(["local", "off"], "must be local or off"), "local"),
  EVENTKIT_HALL: setting(v.picklist(["on", "off"], "must be on or off"), "off"),
  EVENTKIT_MDNS: setting(v.picklist(["on", "off"], "must be on or off"), "on"),
  EVENTKIT_LOCAL_NAME: setting(
    v.pipe(v.string(), v.regex(/^[a-z0-9-]{0,63}$/i, "may hold letters, digits and hyphens, at most 63")),
    "",
  ),
  EVENTKIT_TRUSTED_PROXIES: setting(v.string(), ""),
  EVENTKIT_OPERATOR_TOKEN: setting(
    v.pipe(
      v.string(),
      v.check((text) => text === "" || text.length >= 16, "must have at least 16 characters"),
    ),
    "",
  ),
  EVENTKIT_METRICS_TOKEN: setting(
    v.pipe(
      v.string(),
      v.check((text) => text === "" || text.length >= 16, "must have at least 16 characters"),
    ),
    "",
  ),
  LOG_LEVEL: setting(
    v.picklist(["debug", "info", "warn", "error"], "must be debug, info, warn or error"),
    "info",
  ),
});

/** Settings that only make sense together. */
const environmentSchema = v.pipe(
  settingsSchema,
  v.check(
    (settings) => settings.EVENTKIT_COMPANIES !== "token" || settings.EVENTKIT_CREATION_TOKEN !== "",
    "EVENTKIT_COMPANIES is token, so EVENTKIT_CREATION_TOKEN must say which",
  ),
);

/** Reads the environment. Fails with every mistake found, never with the first only. */
export const configFromEnvironment = (
  environment: Readonly<Record<string, string | undefined>>,
): Result<Config, ConfigProblem> => {
  const parsed = v.safeParse(environmentSchema, environment);
  if (!parsed.success) {
    const mistakes = parsed.issues.map(
      (issue) => `${[v.getDotPath(issue), issue.message].filter((part) => part !== null).join(" ")}.`,
    );
    return err({ type: "ConfigInvalid", mistakes: [...new Set(mistakes)] });
  }
  const settings = parsed.output;
  const incomplete = [...missingForNode(settings), ...missingForBucket(settings)];
  if (incomplete.length > 0) return err({ type: "ConfigInvalid", mistakes: incomplete });
  return ok({
    host: settings.HOST,
    port: settings.PORT,
    dataFolder: resolve(settings.EVENTKIT_DATA),
    database: settings.EVENTKIT_DATABASE === "" ? null : settings.EVENTKIT_DATABASE,
    nodeAddress: settings.EVENTKIT_NODE_ADDRESS === "" ? null : new URL(settings.EVENTKIT_NODE_ADDRESS),
    nodeLeaseMs: settings.EVENTKIT_NODE_LEASE * 1_000,
    blobs: settings.EVENTKIT_BLOBS === "" ? null : resolve(settings.EVENTKIT_BLOBS),
    bucket: bucketOf(settings),
    publicOrigin: listOf(settings.PUBLIC_ORIGIN)[0] ?? null,
    furtherOrigins: listOf(settings.PUBLIC_ORIGIN).slice(1),
    allowedOrigins: listOf(settings.EVENTKIT_ALLOWED_ORIGINS),
    companies: settings.EVENTKIT_COMPANIES,
    creationToken: settings.EVENTKIT_CREATION_TOKEN === "" ? null : settings.EVENTKIT_CREATION_TOKEN,
    listedCompanies: listOf(settings.EVENTKIT_LISTED_COMPANIES),
    tls: settings.EVENTKIT_TLS,
    hall: settings.EVENTKIT_HALL === "on",
    mdns: settings.EVENTKIT_MDNS === "on",
    localName:
      toMdnsLabel(settings.EVENTKIT_LOCAL_NAME === "" ? hostname() : settings.EVENTKIT_LOCAL_NAME) ||
      "eventkit",
    phonesUse: settings.EVENTKIT_MDNS === "on" || settings.EVENTKIT_LOCAL_NAME !== "" ? "name" : "number",
    trustedProxies: listOf(settings.EVENTKIT_TRUSTED_PROXIES),
    metricsToken: settings.EVENTKIT_METRICS_TOKEN === "" ? null : settings.EVENTKIT_METRICS_TOKEN,
    operatorToken: settings.EVENTKIT_OPERATOR_TOKEN === "" ? null : settings.EVENTKIT_OPERATOR_TOKEN,
    logLevel: settings.LOG_LEVEL,
  });
};

const bucketNames = ["ENDPOINT", "BUCKET", "KEY", "SECRET"] as const;
type BucketSettings = Readonly<
  Record<`EVENTKIT_BLOBS_S3_${(typeof bucketNames)[number] | "REGION" | "PREFIX"}`, string>
>;

const bucketOf = (settings: BucketSettings): BucketPlace | null =>
  settings.EVENTKIT_BLOBS_S3_ENDPOINT === ""
    ? null
    : {
        endpoint: settings.EVENTKIT_BLOBS_S3_ENDPOINT,
        bucket: settings.EVENTKIT_BLOBS_S3_BUCKET,
        region: settings.EVENTKIT_BLOBS_S3_REGION,
        prefix: settings.EVENTKIT_BLOBS_S3_PREFIX,
        accessKey: settings.EVENTKIT_BLOBS_S3_KEY,
        secretKey: settings.EVENTKIT_BLOBS_S3_SECRET,
      };

const missingForBucket = (settings: BucketSettings): readonly string[] => {
  const missing = bucketNames.filter((name) => settings[`EVENTKIT_BLOBS_S3_${name}`] === "");
  if (missing.length === 0 || missing.length === bucketNames.length) return [];
  return missing.map(
    (name) => `EVENTKIT_BLOBS_S3_${name} must be set when another EVENTKIT_BLOBS_S3 setting is.`,
  );
};

type NodeSettings = Readonly<
  Record<
    "EVENTKIT_NODE_ADDRESS" | "EVENTKIT_DATABASE" | "EVENTKIT_BLOBS" | "EVENTKIT_BLOBS_S3_ENDPOINT",
    string
  >
>;

/** Several relays need in common what each would otherwise keep by itself; one with SQLite keeps all in one folder. */
const missingForNode = (settings: NodeSettings): readonly string[] => {
  const isSet = (name: keyof NodeSettings): boolean => settings[name] !== "";
  const mistakes: string[] = [];
  const areFilesShared = isSet("EVENTKIT_BLOBS") || isSet("EVENTKIT_BLOBS_S3_ENDPOINT");
  if (isSet("EVENTKIT_NODE_ADDRESS") && !areFilesShared)
    mistakes.push(
      "EVENTKIT_BLOBS must name a folder all relays share when EVENTKIT_NODE_ADDRESS is set, or EVENTKIT_BLOBS_S3_ENDPOINT a storage.",
    );
  for (const name of ["EVENTKIT_NODE_ADDRESS", "EVENTKIT_BLOBS"] as const) {
    if (isSet(name) && !isSet("EVENTKIT_DATABASE"))
      mistakes.push(`EVENTKIT_DATABASE must name a PostgreSQL database when ${name} is set.`);
  }
  return mistakes;
};
