/** Compares what somebody sent with a secret, in a time that says nothing about the secret. */
import { createHash, timingSafeEqual } from "node:crypto";

/** Hashed first: equal lengths, whatever was sent. */
export const isSameSecret = (sent: string, secret: string): boolean =>
  timingSafeEqual(digest(sent), digest(secret));

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
