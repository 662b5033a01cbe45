/** Under which key the state holds how far one writing session was adopted. */
import type { Bytes16, DocBytes } from "../wire-types";
import { textOfBytes } from "../wire-types";

export const adoptionKey = (doc: DocBytes, actor: Bytes16): string =>
  `${textOfBytes(doc)}/${textOfBytes(actor)}`;
