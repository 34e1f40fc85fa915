/** What a flag of Cloud SQL for PostgreSQL may be set to: `on` or `off`, a number in a range, one of several words, or text. */
type Flag = "switch" | "text" | readonly [minimum: number, maximum: number] | readonly string[];

const most = 2147483647;
/** Cloud SQL lets many numbers go as far as a 32-bit integer does. */
const any: Flag = [0, most];
const orOff: Flag = [-1, most];
const levels: Flag = [
  "debug5", "debug4", "debug3", "debug2", "debug1", "info", "notice", "warning", "error", "log", "fatal", "panic",
]; // prettier-ignore

/** Flags that are `on` or `off`. */
const switches = [
  "autovacuum", "auto_explain.log_analyze", "auto_explain.log_buffers", "auto_explain.log_nested_statements",
  "auto_explain.log_settings", "auto_explain.log_timing", "auto_explain.log_triggers", "auto_explain.log_verbose",
  "auto_explain.log_wal", "cloudsql.allow_passwordless_local_connections", "cloudsql.enable_anon",
  "cloudsql.enable_auto_explain", "cloudsql.enable_index_advisor", "cloudsql.enable_pg_bigm", "cloudsql.enable_pg_cron",
  "cloudsql.enable_pg_hint_plan", "cloudsql.enable_pg_wait_sampling", "cloudsql.enable_pgaudit",
  "cloudsql.enable_pglogical", "cloudsql.iam_authentication", "cloudsql.logical_decoding", "cron.log_run",
  "cron.log_statement", "default_transaction_deferrable", "enable_async_append", "enable_bitmapscan",
  "enable_gathermerge", "enable_hashagg", "enable_hashjoin", "enable_incremental_sort", "enable_indexonlyscan",
  "enable_indexscan", "enable_material", "enable_memoize", "enable_mergejoin", "enable_nestloop",
  "enable_parallel_append", "enable_parallel_hash", "enable_partition_pruning", "enable_partitionwise_aggregate",
  "enable_partitionwise_join", "enable_seqscan", "enable_sort", "enable_tidscan", "geqo", "hot_standby_feedback",
  "log_checkpoints", "log_connections", "log_disconnections", "log_duration", "log_executor_stats", "log_hostname",
  "log_lock_waits", "log_parser_stats", "log_planner_stats", "log_recovery_conflict_waits", "log_replication_commands",
  "log_statement_stats", "parallel_leader_participation", "pg_hint_plan.enable_hint", "pg_stat_statements.save",
  "pg_stat_statements.track_utility", "pgaudit.log_catalog", "pgaudit.log_client", "pgaudit.log_parameter",
  "pgaudit.log_relation", "pgaudit.log_statement_once", "standard_conforming_strings", "synchronize_seqscans",
  "track_commit_timestamp", "track_io_timing", "wal_compression",
]; // prettier-ignore

/** Flags that hold a number of any size from 0 on. */
const counts = [
  "autovacuum_analyze_threshold", "autovacuum_vacuum_threshold", "checkpoint_warning", "client_connection_check_interval",
  "commit_siblings", "effective_cache_size", "gin_fuzzy_search_limit", "idle_in_transaction_session_timeout",
  "idle_session_timeout", "lock_timeout", "min_parallel_index_scan_size", "min_parallel_table_scan_size",
  "statement_timeout", "tcp_keepalives_count", "tcp_keepalives_idle", "tcp_keepalives_interval", "wal_receiver_timeout",
  "wal_sender_timeout",
]; // prettier-ignore

/** Flags that hold a number that may have a fraction, a word of their own, or a text. */
const texts = [
  "TimeZone", "timezone", "anon.algorithm", "anon.salt", "autovacuum_analyze_scale_factor",
  "autovacuum_vacuum_cost_delay", "autovacuum_vacuum_insert_scale_factor", "autovacuum_vacuum_scale_factor",
  "bgwriter_lru_multiplier", "checkpoint_completion_target", "cpu_index_tuple_cost", "cpu_operator_cost",
  "cpu_tuple_cost", "cron.database_name", "cursor_tuple_fraction", "default_tablespace", "geqo_seed",
  "geqo_selection_bias", "hash_mem_multiplier", "log_line_prefix", "log_statement_sample_rate",
  "log_transaction_sample_rate", "parallel_setup_cost", "parallel_tuple_cost", "pgaudit.log", "pgaudit.role",
  "random_page_cost", "seq_page_cost", "auto_explain.sample_rate",
]; // prettier-ignore

const named: Readonly<Record<string, Flag>> = {
  autovacuum_freeze_max_age: [100000, 2000000000],
  autovacuum_max_workers: [1, 262143],
  autovacuum_multixact_freeze_max_age: [10000, 2000000000],
  autovacuum_naptime: [1, 2147483],
  autovacuum_vacuum_cost_limit: [-1, 10000],
  autovacuum_vacuum_insert_threshold: orOff,
  autovacuum_work_mem: orOff,
  "auto_explain.log_format": ["text", "xml", "json", "yaml"],
  "auto_explain.log_level": levels,
  "auto_explain.log_min_duration": orOff,
  bgwriter_delay: [10, 10000],
  bgwriter_lru_maxpages: [0, 1073741823],
  checkpoint_timeout: [30, 86400],
  "cloudsql.max_failed_attempts_user": [1, 10000],
  commit_delay: [0, 100000],
  constraint_exclusion: ["partition", "on", "off"],
  "cron.max_running_jobs": [0, 100],
  deadlock_timeout: [1, most],
  default_statistics_target: [1, 10000],
  default_toast_compression: ["pglz", "lz4"],
  default_transaction_isolation: ["serializable", "repeatable read", "read committed", "read uncommitted"],
  effective_io_concurrency: [0, 1000],
  force_parallel_mode: ["off", "on", "regress"],
  from_collapse_limit: [1, most],
  geqo_effort: [1, 10],
  geqo_generations: any,
  geqo_pool_size: any,
  geqo_threshold: [2, most],
  gin_pending_list_limit: [64, most],
  huge_pages: ["on", "off", "try"],
  join_collapse_limit: [1, most],
  log_autovacuum_min_duration: orOff,
  log_error_verbosity: ["default", "terse", "verbose"],
  log_min_duration_sample: orOff,
  log_min_duration_statement: orOff,
  log_min_error_statement: levels,
  log_min_messages: levels,
  log_statement: ["none", "ddl", "mod", "all"],
  log_temp_files: orOff,
  logical_decoding_work_mem: [64, most],
  maintenance_io_concurrency: [0, 1000],
  maintenance_work_mem: [1024, most],
  max_connections: [14, 262143],
  max_locks_per_transaction: [10, most],
  max_logical_replication_workers: [4, 8192],
  max_parallel_maintenance_workers: [0, 1024],
  max_parallel_workers: [0, 1024],
  max_parallel_workers_per_gather: [0, 1024],
  max_pred_locks_per_page: any,
  max_pred_locks_per_relation: [-most - 1, most],
  max_pred_locks_per_transaction: [64, 1048576],
  max_prepared_transactions: [0, 262143],
  max_replication_slots: [10, 262143],
  max_standby_archive_delay: orOff,
  max_standby_streaming_delay: orOff,
  max_sync_workers_per_subscription: [2, 64],
  max_wal_senders: [10, 262143],
  max_wal_size: [2, most],
  max_worker_processes: [8, 262143],
  min_wal_size: [32, most],
  password_encryption: ["md5", "scram-sha-256"],
  "pg_stat_statements.max": [100, most],
  "pg_stat_statements.track": ["none", "top", "all"],
  "pgaudit.log_level": levels,
  plan_cache_mode: ["auto", "force_generic_plan", "force_custom_plan"],
  session_replication_role: ["origin", "replica", "local"],
  shared_buffers: [16, 1073741823],
  ssl_max_protocol_version: ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"],
  ssl_min_protocol_version: ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"],
  synchronous_commit: ["on", "off", "local", "remote_write", "remote_apply"],
  temp_buffers: [100, 1073741823],
  temp_file_limit: [1048576, most],
  track_activity_query_size: [100, 102400],
  track_functions: ["none", "pl", "all"],
  vacuum_cost_limit: [1, 10000],
  vacuum_freeze_min_age: [0, 1000000000],
  vacuum_freeze_table_age: [0, 2000000000],
  wal_buffers: [-1, 262143],
  work_mem: [64, most],
};

/** The flags of PostgreSQL that Cloud SQL lets one set (Cloud SQL guide, "Configure database flags"). */
export const postgresFlags: ReadonlyMap<string, Flag> = new Map<string, Flag>([
  ...switches.map((name) => [name, "switch"] as const),
  ...counts.map((name) => [name, any] as const),
  ...texts.map((name) => [name, "text"] as const),
  ...Object.entries(named),
]);

/** Why a flag's value is refused, or `undefined`. Numbers are in the flag's own unit (`work_mem`: kB; timeouts: ms). */
export function flagProblem(name: string, value: string): string | undefined {
  const flag = postgresFlags.get(name);
  if (flag === undefined) return undefined;
  if (flag === "text") return undefined;
  if (flag === "switch")
    return value === "on" || value === "off" ? undefined : `'${name}' is on or off, not '${value}'`;
  if (isRange(flag)) {
    const [least, greatest] = flag;
    const number = /^-?\d+$/.test(value) ? Number(value) : NaN;
    return number >= least && number <= greatest
      ? undefined
      : `'${name}' is a whole number from ${String(least)} to ${String(greatest)}, not '${value}'`;
  }
  return flag.includes(value.toLowerCase()) || flag.includes(value)
    ? undefined
    : `'${name}' is one of ${flag.join(", ")}, not '${value}'`;
}

function isRange(flag: readonly [number, number] | readonly string[]): flag is readonly [number, number] {
  return typeof flag[0] === "number";
}
