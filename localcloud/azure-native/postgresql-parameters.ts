/** What a server parameter of PostgreSQL may be set to. */
export type ParameterRule =
  | { readonly kind: "boolean" }
  | { readonly kind: "number"; readonly minimum: number; readonly maximum: number; readonly integer: boolean }
  | { readonly kind: "enumeration"; readonly values: readonly string[] }
  /** Comma-separated elements, in any letter case. */
  | { readonly kind: "set"; readonly values: readonly string[] }
  | { readonly kind: "text"; readonly pattern: RegExp };

const onOff: ParameterRule = { kind: "boolean" };
const integer = (minimum: number, maximum: number): ParameterRule => ({
  kind: "number",
  minimum,
  maximum,
  integer: true,
});
const real = (minimum: number, maximum: number): ParameterRule => ({
  kind: "number",
  minimum,
  maximum,
  integer: false,
});
const oneOf = (...values: string[]): ParameterRule => ({ kind: "enumeration", values });
const some = (...values: string[]): ParameterRule => ({ kind: "set", values });
const any: ParameterRule = { kind: "text", pattern: /^[^]*$/ };

const largest = 2_147_483_647;
const levels = [
  "debug5",
  "debug4",
  "debug3",
  "debug2",
  "debug1",
  "log",
  "notice",
  "warning",
  "error",
  "fatal",
  "panic",
] as const;

/** Extensions that Azure lets a server have (Azure Database for PostgreSQL, "Extensions by engine"). */
const extensions = [
  "address_standardizer",
  "address_standardizer_data_us",
  "age",
  "amcheck",
  "anon",
  "azure_ai",
  "azure_local_ai",
  "azure_storage",
  "bloom",
  "btree_gin",
  "btree_gist",
  "citext",
  "cube",
  "dblink",
  "dict_int",
  "dict_xsyn",
  "earthdistance",
  "fuzzystrmatch",
  "hstore",
  "hypopg",
  "intagg",
  "intarray",
  "isn",
  "lo",
  "login_hook",
  "ltree",
  "oracle_fdw",
  "orafce",
  "pageinspect",
  "pgaudit",
  "pgcrypto",
  "pgrowlocks",
  "pgstattuple",
  "pg_buffercache",
  "pg_cron",
  "pg_diskann",
  "pg_duckdb",
  "pg_freespacemap",
  "pg_hint_plan",
  "pg_partman",
  "pg_prewarm",
  "pg_repack",
  "pg_squeeze",
  "pg_stat_statements",
  "pg_trgm",
  "pg_visibility",
  "plpgsql",
  "plv8",
  "postgis",
  "postgis_raster",
  "postgis_sfcgal",
  "postgis_tiger_geocoder",
  "postgis_topology",
  "postgres_fdw",
  "postgres_protobuf",
  "semver",
  "session_variable",
  "sslinfo",
  "tablefunc",
  "tcn",
  "tds_fdw",
  "timescaledb",
  "topn",
  "tsm_system_rows",
  "tsm_system_time",
  "unaccent",
  "uuid-ossp",
  "vector",
] as const;

/**
 * Parameters of a flexible server that are set in practice, with the values that Azure allows (Azure Database for
 * PostgreSQL, "Server parameters"). Others of PostgreSQL exist and are refused here: add them when they are needed.
 */
export const parameters: Readonly<Record<string, ParameterRule>> = {
  autovacuum: onOff,
  autovacuum_analyze_scale_factor: real(0, 100),
  autovacuum_analyze_threshold: integer(0, largest),
  autovacuum_max_workers: integer(1, 262_143),
  autovacuum_naptime: integer(1, 2_147_483),
  autovacuum_vacuum_cost_delay: integer(-1, 100),
  autovacuum_vacuum_cost_limit: integer(-1, 10_000),
  autovacuum_vacuum_scale_factor: real(0, 100),
  autovacuum_vacuum_threshold: integer(0, largest),
  "auto_explain.log_min_duration": integer(-1, largest),
  "azure.accepted_password_auth_method": some("md5", "scram-sha-256"),
  "azure.extensions": some(...extensions),
  "azure_storage.allow_network_access": onOff,
  checkpoint_timeout: integer(30, 86_400),
  client_min_messages: oneOf(
    "debug5",
    "debug4",
    "debug3",
    "debug2",
    "debug1",
    "log",
    "notice",
    "warning",
    "error",
  ),
  "connection_throttle.enable": onOff,
  "connection_throttle.bucket_limit": integer(1, largest),
  "cron.database_name": any,
  default_statistics_target: integer(1, 10_000),
  default_transaction_isolation: oneOf(
    "serializable",
    "repeatable read",
    "read committed",
    "read uncommitted",
  ),
  effective_cache_size: integer(1, largest),
  hot_standby_feedback: onOff,
  idle_in_transaction_session_timeout: integer(0, largest),
  idle_session_timeout: integer(0, largest),
  jit: onOff,
  lock_timeout: integer(0, largest),
  log_autovacuum_min_duration: integer(-1, largest),
  log_checkpoints: onOff,
  log_connections: onOff,
  log_disconnections: onOff,
  log_duration: onOff,
  log_error_verbosity: oneOf("terse", "default", "verbose"),
  log_line_prefix: any,
  log_lock_waits: onOff,
  log_min_duration_sample: integer(-1, largest),
  log_min_duration_statement: integer(-1, largest),
  log_min_error_statement: oneOf(...levels),
  log_min_messages: oneOf(...levels),
  log_parameter_max_length: integer(-1, 1_073_741_823),
  log_parameter_max_length_on_error: integer(-1, 1_073_741_823),
  log_statement: oneOf("none", "ddl", "mod", "all"),
  log_statement_sample_rate: real(0, 1),
  log_statement_stats: onOff,
  log_temp_files: integer(-1, largest),
  "logfiles.download_enable": onOff,
  "logfiles.retention_days": integer(1, 7),
  maintenance_work_mem: integer(1024, 2_097_151),
  max_connections: integer(25, 5000),
  max_locks_per_transaction: integer(10, 8_388_608),
  max_parallel_workers: integer(0, 1024),
  max_parallel_workers_per_gather: integer(0, 1024),
  max_prepared_transactions: integer(0, 262_143),
  max_replication_slots: integer(2, 262_143),
  max_wal_senders: integer(5, 100),
  max_wal_size: integer(2, largest),
  max_worker_processes: integer(0, 262_143),
  "metrics.autovacuum_diagnostics": onOff,
  "metrics.collector_database_activity": onOff,
  "metrics.pgbouncer_diagnostics": onOff,
  min_wal_size: integer(2, largest),
  password_encryption: oneOf("md5", "scram-sha-256"),
  "pg_qs.max_query_text_length": integer(100, 10_000),
  "pg_qs.query_capture_mode": oneOf("none", "top", "all"),
  "pg_qs.retention_period_in_days": integer(1, 30),
  "pg_qs.store_query_plans": onOff,
  "pg_qs.track_utility": onOff,
  "pg_stat_statements.max": integer(100, largest),
  "pg_stat_statements.save": onOff,
  "pg_stat_statements.track": oneOf("none", "top", "all"),
  "pg_stat_statements.track_utility": onOff,
  "pgaudit.log": some("none", "read", "write", "function", "role", "ddl", "misc", "misc_set", "all"),
  "pgaudit.log_catalog": onOff,
  "pgaudit.log_client": onOff,
  "pgaudit.log_level": oneOf(
    "debug5",
    "debug4",
    "debug3",
    "debug2",
    "debug1",
    "info",
    "notice",
    "warning",
    "log",
  ),
  "pgaudit.log_parameter": onOff,
  "pgaudit.log_relation": onOff,
  "pgaudit.log_statement_once": onOff,
  "pgbouncer.default_pool_size": integer(1, 4950),
  "pgbouncer.enabled": onOff,
  "pgbouncer.ignore_startup_parameters": any,
  "pgbouncer.max_client_conn": integer(1, 50_000),
  "pgbouncer.max_prepared_statements": integer(0, 5000),
  "pgbouncer.min_pool_size": integer(0, 4950),
  "pgbouncer.pool_mode": oneOf("session", "transaction", "statement"),
  "pgbouncer.query_wait_timeout": integer(0, 86_400),
  "pgbouncer.server_idle_timeout": integer(0, 86_400),
  "pgms_wait_sampling.history_period": integer(1, 600_000),
  "pgms_wait_sampling.query_capture_mode": oneOf("none", "all"),
  random_page_cost: real(0, 1.79769e308),
  require_secure_transport: onOff,
  session_replication_role: oneOf("origin", "replica", "local"),
  shared_buffers: integer(16, 1_073_741_823),
  shared_preload_libraries: some(
    "age",
    "anon",
    "auto_explain",
    "azure_storage",
    "login_hook",
    "pg_cron",
    "pg_duckdb",
    "pg_failover_slots",
    "pg_hint_plan",
    "pg_partman_bgw",
    "pg_prewarm",
    "pg_squeeze",
    "pg_stat_statements",
    "pgaudit",
    "pglogical",
    "timescaledb",
    "wal2json",
  ),
  ssl_max_protocol_version: oneOf("TLSv1.2", "TLSv1.3", ""),
  ssl_min_protocol_version: oneOf("TLSv1.2", "TLSv1.3"),
  statement_timeout: integer(0, largest),
  tcp_keepalives_count: integer(0, largest),
  tcp_keepalives_idle: integer(0, largest),
  tcp_keepalives_interval: integer(0, largest),
  temp_buffers: integer(100, 1_073_741_823),
  timezone: any,
  track_activity_query_size: integer(100, 102_400),
  track_commit_timestamp: onOff,
  track_functions: oneOf("none", "pl", "all"),
  track_io_timing: onOff,
  vacuum_cost_limit: integer(1, 10_000),
  wal_buffers: integer(-1, 262_143),
  wal_level: oneOf("replica", "logical"),
  work_mem: integer(4096, 2_097_151),
};

/** Parameters that Azure shows and keeps for itself. */
export const readOnlyParameters: readonly string[] = [
  "archive_mode",
  "data_checksums",
  "data_directory",
  "fsync",
  "listen_addresses",
  "port",
  "server_version",
  "ssl",
  "ssl_cert_file",
  "wal_segment_size",
];

/** What is wrong with a value of a parameter; `undefined` when Azure takes it. Booleans and words in any letter case. */
export function parameterProblem(name: string, value: string): string | undefined {
  const rule = parameters[name];
  if (rule === undefined) return undefined;
  const word = value.toLowerCase();
  switch (rule.kind) {
    case "boolean":
      return ["on", "off"].includes(word) ? undefined : `'${name}' is on or off, not '${value}'`;
    case "number": {
      const number = Number(value);
      const form = rule.integer ? /^-?\d+$/ : /^-?\d+(\.\d+)?$/;
      if (form.test(value) && number >= rule.minimum && number <= rule.maximum) return undefined;
      return `'${name}' is ${rule.integer ? "a whole number" : "a number"} from ${String(rule.minimum)} to ${String(rule.maximum)}, without a unit, not '${value}'`;
    }
    case "enumeration":
      return rule.values.some((each) => each.toLowerCase() === word)
        ? undefined
        : `'${name}' is one of ${rule.values.join(", ")}, not '${value}'`;
    case "set": {
      const wrong = word
        .split(",")
        .map((each) => each.trim())
        .find((each) => each !== "" && !rule.values.includes(each));
      return wrong === undefined ? undefined : `'${name}' may not hold '${wrong}'`;
    }
    case "text":
      return rule.pattern.test(value) ? undefined : `'${name}' can't be '${value}'`;
  }
}
