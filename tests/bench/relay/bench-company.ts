/** A company with many enrolled devices on a relay in a process of its own, and lean sockets to load it with. */
import { spawn } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { WebSocket } from "ws";
import { must } from "#shared/kernel/result";
import type { Signer } from "#shared/kernel/signature";
import { parseRelayInfo } from "#shared/protocol/enrolment";
import { readLogEntry } from "#shared/protocol/membership/log-entry";
import { testCrypto } from "#tests/support/keys";
import type { Hash } from "#shared/protocol/wire-types";
import type { TestCompany } from "#tests/support/relay-company";
import {
  foundCompanyOn,
  freshSigner,
  makeEntry,
  makeInvitation,
  makeJoin,
  verdictOf,
} from "#tests/support/relay-company";
import { connectDevice, connectLive } from "#tests/support/relay-client";
import type { MeasuredProcess } from "./server-process";
import { measureProcess } from "./server-process";

export interface BenchRelay extends MeasuredProcess {
  readonly origin: string;
  readonly dataFolder: string;
}

export interface RelaySettings {
  /** A new one where none is given. */
  readonly dataFolder?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Descriptors the process may have. */
  readonly openFiles?: number;
}

export const startRelay = async (
  program: string,
  { dataFolder, environment = {}, openFiles }: RelaySettings = {},
): Promise<BenchRelay> => {
  const folder = dataFolder ?? (await mkdtemp(join(tmpdir(), "eventkit-bench-")));
  const profile =
    process.env["BENCH_PROFILE"] === undefined
      ? []
      : ["--cpu-prof", "--cpu-prof-dir", process.env["BENCH_PROFILE"]];
  const words = [process.execPath, ...profile, join(program, "main.js")];
  // Only a shell can lower the limit for what it starts.
  const limited = ["-c", `ulimit -n ${String(openFiles)} && exec "$0" "$@"`, ...words];
  const [command = "", ...rest] = openFiles === undefined ? words : ["sh", ...limited];
  const child = spawn(command, rest, {
    env: {
      PATH: process.env["PATH"],
      HOST: "127.0.0.1",
      PORT: "0",
      EVENTKIT_DATA: folder,
      EVENTKIT_TLS: "off",
      EVENTKIT_MDNS: "off",
      ...environment,
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const port = await new Promise<string>((resolve, reject) => {
    let errors = "";
    child.stderr.on("data", (data: Buffer) => {
      errors += data.toString();
      const found = /"event":"relay.started","port":(\d+)/.exec(errors)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.on("exit", () => reject(new Error(errors)));
  });
  return { ...measureProcess(child), origin: `http://localhost:${port}`, dataFolder: folder };
};

export interface BenchCompany {
  readonly company: TestCompany;
  readonly devices: readonly Signer[];
}

const entriesPerFrame = 100;

/** Founds a company and enrols devices of one further member in one go. */
export const foundBenchCompany = async (origin: string, deviceCount: number): Promise<BenchCompany> => {
  const info = must(parseRelayInfo(await (await fetch(`${origin}/.well-known/eventkit`)).json()));
  const company = await foundCompanyOn(origin, info.relayKey);
  const owner = await connectLive(origin, company.id, company.owner);
  const heads = (await verdictOf(origin, company.id)).heads;
  const invitation = await makeInvitation(company, heads, deviceCount);
  const devices = Array.from({ length: deviceCount }, freshSigner);
  const entries = [...invitation.entries];
  const crypto = testCrypto();
  const last = entries[1];
  let head = last === undefined ? [] : [must(await readLogEntry(last, company.id, crypto)).id];
  for (const device of devices) {
    const { envelope, box } = await makeJoin(company.id, invitation.invite, device);
    const entry = await makeEntry(
      company.id,
      head,
      {
        kind: "device.add",
        member: invitation.member,
        device: device.publicKey,
        box,
        soft: false,
        via: invitation.inviteId,
        join: envelope,
      },
      company.owner,
    );
    head = [must(await readLogEntry(entry, company.id, crypto)).id];
    entries.push(entry);
  }
  for (let sent = 0; sent < entries.length; sent += entriesPerFrame) {
    const some = entries.slice(sent, sent + entriesPerFrame);
    owner.send({ t: "mem", entries: some });
    const devicesSoFar = 1 + sent + some.length - invitation.entries.length;
    while ((await verdictOf(origin, company.id)).confirmed?.devices.size !== devicesSoFar)
      await owner.next("mem");
  }
  await owner.close();
  return { company, devices };
};

export interface LeanSocket {
  readonly socket: WebSocket;
  onFrame: (frame: Buffer) => void;
}

const newest = new WeakMap<TestCompany, Promise<Hash | null>>();

/** The company's checkpoint by which nothing of its membership has to be sent; read once, not for every socket. */
const newestOf = (origin: string, company: TestCompany): Promise<Hash | null> => {
  const found = newest.get(company) ?? verdictOf(origin, company.id).then(({ checkpoint }) => checkpoint);
  newest.set(company, found);
  return found;
};

/** Through the handshake and then nothing but bytes: reading every message would make this side the limit. */
export const connectLean = async (
  origin: string,
  company: TestCompany,
  device: Signer,
): Promise<LeanSocket> => {
  const checkpointId = await newestOf(origin, company);
  const client = await connectDevice(origin, company.id, device, { checkpointId });
  client.socket.removeAllListeners("message");
  const lean: LeanSocket = { socket: client.socket, onFrame: () => undefined };
  client.socket.on("message", (data: Buffer) => lean.onFrame(data));
  return lean;
};
