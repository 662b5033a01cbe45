/** Boxes as photos and films are made of them (ISO/IEC 14496-12). */
export type Bytes = Uint8Array;

/** Reads figures one after the other; past the end they are 0 and the reader says that it broke. */
export const createReader = (bytes: Bytes, from: number, to: number) => {
  let at = from;
  let isBroken = to > bytes.length || from > to;
  const take = (size: number): number => {
    if (at + size > to) isBroken = true;
    let value = 0;
    for (let i = 0; i < size; i++) value = value * 256 + (isBroken ? 0 : (bytes[at + i] ?? 0));
    at += size;
    return value;
  };
  return {
    take,
    word: (): string => String.fromCharCode(take(1), take(1), take(1), take(1)),
    at: (): number => at,
    isOver: (): boolean => isBroken || at >= to,
    isBroken: (): boolean => isBroken,
    skip: (size: number): void => void (at += size),
  };
};

export interface Box {
  /** Of its head. */
  readonly at: number;
  readonly name: string;
  /** Of what is in it. */
  readonly from: number;
  readonly to: number;
}

/** Undefined where its head is not whole. Its end may lie behind `to`: the rest did not arrive. */
export const boxAt = (bytes: Bytes, at: number, to: number): Box | undefined => {
  const reader = createReader(bytes, at, to);
  const short = reader.take(4);
  const name = reader.word();
  const size = short === 1 ? reader.take(8) : short === 0 ? to - at : short;
  if (reader.isBroken() || at + size < reader.at()) return undefined;
  return { at, name, from: reader.at(), to: at + size };
};

/** Undefined where they do not fill their place to its end. */
export const boxesIn = (bytes: Bytes, from: number, to: number): readonly Box[] | undefined => {
  const found: Box[] = [];
  for (let at = from; at < to;) {
    const box = boxAt(bytes, at, to);
    if (box === undefined || box.to > to) return undefined;
    found.push(box);
    at = box.to;
  }
  return found;
};
