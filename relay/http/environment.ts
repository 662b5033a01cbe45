/** What every HTTP handler finds in its context. */
import type { HttpBindings } from "@hono/node-server";
import type { RequestOrigin } from "./client-address";

export interface HttpEnvironment {
  Bindings: HttpBindings;
  Variables: { origin: RequestOrigin };
}
