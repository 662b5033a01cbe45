/** HTTP to relays that are processes of their own. */
import type { HttpPort } from "#shared/replica/identity/types";

export const realHttp: HttpPort = async ({ method, url, body }) => {
  try {
    const answer = await fetch(url, {
      method,
      body: body === null ? null : new Uint8Array(body),
      headers: body === null ? {} : { "content-type": "application/cbor" },
    });
    return { status: answer.status, body: new Uint8Array(await answer.arrayBuffer()) };
  } catch {
    return undefined;
  }
};
