interface DatabaseParameter {
  readonly name: string;
  readonly value: string;
  /** Static parameters only take effect with a restart. */
  readonly applyMethod: "immediate" | "pending-reboot";
}

/** Slower queries, in milliseconds, are logged with their text. */
const slowQuery = 1000;

/**
 * Settings of every PostgreSQL of ours: connections without TLS or with MD5 refused; slow queries, waits for locks,
 * connections, changes of schema and roles logged (CIS PostgreSQL 3.1 and 3.2; AWS FSBP RDS.9, RDS.36).
 */
export function databaseParameters(): DatabaseParameter[] {
  const dynamic = {
    "rds.force_ssl": "1",
    "rds.accepted_password_auth_method": "scram",
    password_encryption: "scram-sha-256",
    log_min_duration_statement: String(slowQuery),
    log_connections: "1",
    log_disconnections: "1",
    log_lock_waits: "1",
    log_statement: "ddl",
    "pgaudit.log": "ddl,role",
  };
  return [
    ...Object.entries(dynamic).map(([name, value]) => ({ name, value, applyMethod: "immediate" as const })),
    {
      name: "shared_preload_libraries",
      value: "pg_stat_statements,pgaudit",
      applyMethod: "pending-reboot",
    },
  ];
}
