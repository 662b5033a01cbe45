/**
 * The relay's log with the changes in it coded: pushes and what is held go in and come out through the codec. Who
 * wrote them, in which document and in which order stays readable, or the store could not find them.
 */
import type { ChunkCodec } from "#shared/protocol/chunk-codec";
import type { LogStore, LogWrite, StoredHeld, StoredPush } from "./log-store";

/** Begins sealed bytes. No push record and no canonical CBOR begins so. */
const sealedMark = 0xff;

export const codedLog = (inner: LogStore, codec: ChunkCodec): LogStore => {
  const seal = async (place: string, bytes: Uint8Array): Promise<Uint8Array> => {
    if (codec.enc === 0) return bytes;
    const sealed = await codec.seal(place, bytes);
    const marked = new Uint8Array(sealed.length + 1);
    marked[0] = sealedMark;
    marked.set(sealed, 1);
    return marked;
  };
  // What does not open comes out as it lies: its reader names it as unreadable, and its neighbours are not affected.
  const open = async (place: string, bytes: Uint8Array): Promise<Uint8Array> =>
    bytes[0] === sealedMark && codec.enc !== 0
      ? codec.open(place, bytes.subarray(1)).catch(() => bytes)
      : bytes;
  const sealWrite = async (write: LogWrite): Promise<LogWrite> => {
    if (write.type === "push") {
      const body = await seal(pushPlace(write.push), write.push.body);
      return { ...write, push: { ...write.push, body } };
    }
    if (write.type !== "hold") return write;
    return { ...write, held: { ...write.held, bytes: await seal(heldPlace(write.held), write.held.bytes) } };
  };
  const openPush = async (push: StoredPush): Promise<StoredPush> => ({
    ...push,
    body: await open(pushPlace(push), push.body),
  });
  return {
    companies: () => inner.companies(),
    append: async (batch) => inner.append(codec.enc === 0 ? batch : await Promise.all(batch.map(sealWrite))),
    membership: (company) => inner.membership(company),
    cards: (company) => inner.cards(company),
    logHashAt: (company, serial) => inner.logHashAt(company, serial),
    pushesAfter: async (company, serial, maxBytes) => {
      const page = await inner.pushesAfter(company, serial, maxBytes);
      return { ...page, pushes: await Promise.all(page.pushes.map(openPush)) };
    },
    extentAfter: (company, serial) => inner.extentAfter(company, serial),
    pushesOf: async (company, doc) => Promise.all((await inner.pushesOf(company, doc)).map(openPush)),
    joins: (company, limit) => inner.joins(company, limit),
    join: (company, id) => inner.join(company, id),
    held: async (company) =>
      Promise.all(
        (await inner.held(company)).map(async (held) => ({
          ...held,
          bytes: await open(heldPlace(held), held.bytes),
        })),
      ),
    quota: (company) => inner.quota(company),
    moves: () => inner.moves(),
    remove: (company) => inner.remove(company),
    ping: () => inner.ping(),
    close: () => inner.close(),
  };
};

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const pushPlace = ({ doc, serial }: StoredPush): string => `${hexOf(doc)}/${serial}`;
const heldPlace = ({ doc }: StoredHeld): string => `${hexOf(doc)}/held`;
