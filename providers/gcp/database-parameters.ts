interface DatabaseParameter {
  readonly name: string;
  readonly value: string;
}

/** Slower queries, in milliseconds, are logged with their text. */
const slowQuery = 1000;

/**
 * Settings of every PostgreSQL of ours: slow queries, waits for locks, connections, changes of schema and roles logged (CIS
 * Google Cloud Platform Foundation Benchmark 6.2, but for 6.2.7, which wants no slow query logged). That connections without
 * TLS are refused is no flag: see `sslMode`.
 *
 * @param connections limit of connections; a replica may not have fewer than its primary
 */
export function databaseParameters(connections: number): DatabaseParameter[] {
  const flags = {
    "cloudsql.enable_pgaudit": "on",
    "cloudsql.iam_authentication": "on",
    log_connections: "on",
    log_disconnections: "on",
    log_error_verbosity: "default",
    log_lock_waits: "on",
    log_min_duration_statement: String(slowQuery),
    log_min_error_statement: "error",
    log_min_messages: "warning",
    log_statement: "ddl",
    max_connections: String(connections),
    "pgaudit.log": "ddl,role",
    // How long reading and writing take is measured from it.
    track_io_timing: "on",
  };
  return Object.entries(flags).map(([name, value]) => ({ name, value }));
}
