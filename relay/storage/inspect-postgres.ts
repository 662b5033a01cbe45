/** What a database server says of itself and of the log in it, for `doctor`. Changes nothing. */
import { Client } from "pg";
import type { Result } from "#shared/kernel/result";
import { err, ok } from "#shared/kernel/result";
import { connectionSettings } from "./postgres-log";
import { postgresMessage, toServer } from "./postgres-rows.codec";
import { postgresSchemaVersion, readSchemaVersion } from "./postgres-schema";

export interface PostgresFacts {
  /** As the server names its version, "16.4". */
  readonly server: string;
  /** Milliseconds UTC by the server's clock. */
  readonly now: number;
  readonly bytes: number;
  /** Of the tables; 0 before a relay was started on it. */
  readonly schema: number;
}

export type InspectPostgresProblem =
  | { readonly type: "PostgresUnreachable"; readonly message: string }
  | { readonly type: "PostgresTooNew"; readonly version: number };

export const inspectPostgres = async (
  url: string,
): Promise<Result<PostgresFacts, InspectPostgresProblem>> => {
  const client = new Client({ ...connectionSettings, connectionString: url, query_timeout: 10_000 });
  // A connection that breaks is told by the query that waits for it.
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<Record<string, unknown>>(
      `SELECT current_setting('server_version') AS server, floor(extract(epoch FROM now()) * 1000)::bigint AS now,
              pg_database_size(current_database()) AS bytes, to_regclass('eventkit_schema') IS NOT NULL AS begun`,
    );
    const { hasBegun, ...facts } = toServer(rows[0]);
    const schema = hasBegun ? await readSchemaVersion(client) : 0;
    return schema > postgresSchemaVersion
      ? err({ type: "PostgresTooNew", version: schema })
      : ok({ ...facts, schema });
  } catch (thrown) {
    return err({ type: "PostgresUnreachable", message: postgresMessage(thrown) });
  } finally {
    await client.end().catch(() => undefined);
  }
};
