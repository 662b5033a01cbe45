/** A company with something of every kind, its export, and an empty company of somebody else to bring it into. */
import { unzipSync } from "fflate";
import type { CompanyFiles } from "#client/data";
import { archiveCompany } from "#client/features/export/company-archive";
import { documentKinds } from "#shared/documents/kinds";
import type { DocumentKind } from "#shared/documents/kinds";
import { openArchive } from "#shared/domain/export";
import { bytesSource } from "#shared/domain/import";
import type { ZipLimits } from "#shared/domain/import";
import { brand } from "#shared/kernel/brand";
import type { DocumentScope } from "#shared/kernel/command";
import { defineCommand } from "#shared/kernel/command";
import type { Id, MemberId } from "#shared/kernel/ids";
import { newId, thingOf } from "#shared/kernel/ids";
import { must, ok } from "#shared/kernel/result";
import type { BringInDeps } from "#shared/replica/bring-in/bring-in";
import { proveArchive } from "#shared/replica/bring-in/prove-archive";
import type { ProvenArchive } from "#shared/replica/bring-in/prove-archive";
import { readSigned } from "#shared/replica/bring-in/read-signed";
import { standingOf } from "#shared/replica/membership-standing";
import { seededRandom } from "./plain-drafts";
import { sampleRecord } from "./sample-records";
import type { Simulated } from "./sim-device";
import type { SimWorld } from "./sim-world";
import { replicaOn } from "./sim-world";

interface Sample {
  readonly kind: string;
  readonly declared: DocumentKind;
  readonly id: Id<string>;
}

const scopeFor = ({ declared, id }: Sample): DocumentScope =>
  declared.scope === "company"
    ? "company"
    : declared.scope === "event"
      ? { event: thingOf(id) }
      : { member: brand<MemberId>(id) };

/** One document of a kind with two records of every type it may hold, every field set; one of them is removed. */
const addSample = defineCommand({
  name: "test.addSample",
  needs: [],
  documents: () => [],
  run: (drafts, sample: Sample, context) => {
    const draft = drafts.create(sample.kind, thingOf(sample.id), scopeFor(sample));
    for (const type of sample.declared.records) {
      const second = context.newId();
      draft.create(type, brand<never>(sample.id), brand<never>(sampleRecord(type)));
      draft.create(type, brand<never>(second), brand<never>(sampleRecord(type)));
      draft.remove(type, second);
    }
    return ok(null);
  },
});

/** Of every kind one document. */
export const addSamples = async (device: Simulated, seed: number): Promise<void> => {
  const random = seededRandom(seed);
  for (const [kind, declared] of Object.entries<DocumentKind>(documentKinds))
    must(await replicaOn(device).run(addSample, { kind, declared, id: newId<Id<string>>(random) }));
};

const noFiles: CompanyFiles | undefined = undefined;

export const archiveOf = (
  device: Simulated,
  files: Pick<CompanyFiles, "read"> | undefined = noFiles,
  limits?: ZipLimits,
): ReturnType<typeof archiveCompany> => {
  const process = device.process();
  if (process === undefined) throw new Error("the device runs");
  return archiveCompany(
    {
      replica: process.replica,
      files,
      log: () => process.membership.log().map(({ bytes }) => bytes),
      at: Date.UTC(2026, 5, 2),
      readme: "",
    },
    () => undefined,
    limits,
  );
};

export const exportOf = async (
  device: Simulated,
  files: Pick<CompanyFiles, "read"> | undefined = noFiles,
): Promise<Uint8Array> => {
  const { archive } = must(await archiveOf(device, files));
  return new Uint8Array(await archive.arrayBuffer());
};

/** The lines of each table of an export, without their heads and in order. */
export const tablesOf = (zip: Uint8Array): ReadonlyMap<string, readonly string[]> => {
  const decoder = new TextDecoder();
  return new Map(
    Object.entries(unzipSync(zip)).flatMap(([name, bytes]) =>
      name.endsWith(".csv") ? [[name, decoder.decode(bytes).split("\r\n").slice(1).sort()] as const] : [],
    ),
  );
};

export const provenArchive = async (zip: Uint8Array, world: SimWorld): Promise<ProvenArchive> => {
  const opened = must(await openArchive(bytesSource("archive.zip", zip)));
  const parts = must(readSigned(opened.documents, opened.membership));
  return must(await proveArchive(parts, world.crypto, () => undefined));
};

export const bringInDeps = (device: Simulated, world: SimWorld): BringInDeps => {
  const process = device.process();
  if (process === undefined) throw new Error("the device runs");
  const { store, channel, membership } = process;
  const clock = { now: () => world.time.now() };
  return {
    ...{ store, channel, clock, random: seededRandom(7), ...world.crypto },
    signer: membership.device.signer,
    company: membership.company,
    standing: standingOf(membership, clock),
    isOwner: () => membership.view.get().members.some(({ self, rank }) => self && rank === "owner"),
  };
};
