/** UTF-8, strict in both directions: no lone surrogates, no over-long forms. */

/** Number of bytes, or -1 for text with a lone surrogate. */
export const utf8Length = (text: string): number => {
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) length += 1;
    else if (unit < 0x800) length += 2;
    else if (unit < 0xd800 || unit > 0xdfff) length += 3;
    else {
      const next = unit < 0xdc00 ? text.charCodeAt(i + 1) : 0;
      if (!(next >= 0xdc00 && next <= 0xdfff)) return -1;
      length += 4;
      i += 1;
    }
  }
  return length;
};

/** Writes text that `utf8Length` accepts; returns the position behind it. */
export const writeUtf8 = (text: string, target: Uint8Array, start: number): number => {
  let at = start;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) {
      target[at++] = unit;
      continue;
    }
    const point = text.codePointAt(i) ?? unit;
    if (point > 0xffff) i += 1;
    at = writeCodePoint(point, target, at);
  }
  return at;
};

const writeCodePoint = (point: number, target: Uint8Array, start: number): number => {
  let at = start;
  if (point < 0x800) target[at++] = 0xc0 | (point >> 6);
  else {
    if (point < 0x10000) target[at++] = 0xe0 | (point >> 12);
    else {
      target[at++] = 0xf0 | (point >> 18);
      target[at++] = 0x80 | ((point >> 12) & 0x3f);
    }
    target[at++] = 0x80 | ((point >> 6) & 0x3f);
  }
  target[at++] = 0x80 | (point & 0x3f);
  return at;
};

/** The text of the bytes from `start` to `end`, or undefined when they are not UTF-8. */
export const readUtf8 = (bytes: Uint8Array, start: number, end: number): string | undefined => {
  let text = "";
  let at = start;
  while (at < end) {
    const lead = bytes[at] ?? 0;
    if (lead < 0x80) {
      text += String.fromCharCode(lead);
      at += 1;
      continue;
    }
    const size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || at + size > end) return undefined;
    let point = lead & (0xff >> (size + 1));
    for (let i = 1; i < size; i++) {
      const next = bytes[at + i] ?? 0;
      if (next >> 6 !== 2) return undefined;
      point = (point << 6) | (next & 0x3f);
    }
    const smallest = size === 4 ? 0x10000 : size === 3 ? 0x800 : 0x80;
    if (point < smallest || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return undefined;
    text += String.fromCodePoint(point);
    at += size;
  }
  return text;
};
