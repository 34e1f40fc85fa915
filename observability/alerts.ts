import type { Signal, Subject } from "./signals";

/** `critical`: somebody is woken. `warning`: somebody looks at it during the day. */
export type Severity = "critical" | "warning";

/** An alert by meaning; a cloud's provider turns it into that cloud's kind of alarm. */
export interface Alert<S extends Subject = Subject> {
  /** Unique within its subject; part of the alarm's name. */
  readonly id: string;
  readonly signal: Signal<S>;
  /** For whoever is woken: what is wrong, in the words of the stack's owner. */
  readonly summary: string;
  readonly comparison: "above" | "below";
  /** Limit by severity, in the signal's unit. */
  readonly thresholds: Readonly<Partial<Record<Severity, number>>>;
  /** Seconds that one value is taken over. */
  readonly window: number;
  /** The limit must be passed in `of` of the last `windows` windows. */
  readonly windows: number;
  readonly of: number;
  /**
   * What no data means: `good` where silence is normal (no requests, no failed job), `bad` where only something broken is
   * silent.
   */
  readonly missing: "good" | "bad";
  /** Heading of the runbook page that says what to do. */
  readonly runbook: string;
}

type Alerts = { readonly [S in Subject]: readonly Alert<S>[] };

const minute = 60;
const hour = 60 * minute;

/** Five minutes, three times in a row: long enough to pass over a deployment's or a failover's short dip. */
const sustained = { window: 5 * minute, windows: 3, of: 3 } as const;
/** Two of three minutes: for what must be known at once. */
const immediate = { window: minute, windows: 3, of: 2 } as const;
/** 26 hours: a nightly job that takes two hours longer than the night before is no reason to wake anybody. */
const daily = { window: 13 * hour, windows: 2, of: 2 } as const;

/** Every alert of a platform. */
export const alerts: Alerts = {
  route: [
    {
      id: "latency",
      signal: "latency",
      summary: "The slowest 5 % of requests take more than five times their objective",
      comparison: "above",
      thresholds: { critical: 500 },
      ...sustained,
      missing: "good",
      runbook: "slow-requests",
    },
    {
      id: "errors",
      signal: "errors",
      summary: "Requests fail",
      comparison: "above",
      thresholds: { critical: 5 },
      ...immediate,
      missing: "good",
      runbook: "failing-requests",
    },
    {
      id: "unavailable",
      signal: "healthyReplicas",
      summary: "No replica passes its readiness probe: all requests fail",
      comparison: "below",
      thresholds: { critical: 1 },
      ...immediate,
      missing: "bad",
      runbook: "no-healthy-replica",
    },
    {
      id: "unhealthy",
      signal: "unhealthyReplicas",
      summary: "A replica does not pass its readiness probe",
      comparison: "above",
      thresholds: { warning: 0 },
      ...sustained,
      missing: "good",
      runbook: "no-healthy-replica",
    },
  ],
  service: [
    {
      id: "cpu",
      signal: "cpu",
      summary: "Replicas are short of CPU although the service may have scaled to its maximum",
      comparison: "above",
      thresholds: { warning: 90 },
      ...sustained,
      missing: "good",
      runbook: "saturation",
    },
    {
      id: "memory",
      signal: "memory",
      summary: "Replicas are short of memory; at 100 % they are killed",
      comparison: "above",
      thresholds: { warning: 90 },
      ...sustained,
      missing: "good",
      runbook: "saturation",
    },
    {
      id: "replicas",
      signal: "missingReplicas",
      summary: "Fewer replicas run than are wanted: they crash, don't become ready or find no capacity",
      comparison: "above",
      thresholds: { critical: 0 },
      window: 5 * minute,
      windows: 3,
      of: 3,
      missing: "bad",
      runbook: "missing-replicas",
    },
  ],
  loadBalancer: [
    {
      id: "errors",
      signal: "errors",
      summary: "The load balancer answers with errors of its own",
      comparison: "above",
      thresholds: { warning: 10 },
      ...sustained,
      missing: "good",
      runbook: "failing-requests",
    },
    {
      id: "rejected",
      signal: "rejectedConnections",
      summary: "The load balancer refuses connections",
      comparison: "above",
      thresholds: { critical: 0 },
      ...immediate,
      missing: "good",
      runbook: "saturation",
    },
  ],
  database: [
    {
      id: "cpu",
      signal: "cpu",
      summary: "The database is short of CPU",
      comparison: "above",
      thresholds: { warning: 80, critical: 95 },
      ...sustained,
      missing: "bad",
      runbook: "database-load",
    },
    {
      id: "memory",
      signal: "memoryFree",
      summary: "The database is short of memory",
      comparison: "below",
      thresholds: { warning: 5 },
      ...sustained,
      missing: "good",
      runbook: "database-load",
    },
    {
      id: "storage",
      signal: "storageFree",
      summary: "The database runs out of storage and has not grown by itself; full, it stops",
      comparison: "below",
      thresholds: { warning: 10, critical: 5 },
      ...sustained,
      missing: "good",
      runbook: "database-storage",
    },
    {
      id: "connections",
      signal: "connections",
      summary: "The database's connections run out",
      comparison: "above",
      thresholds: { warning: 80, critical: 95 },
      ...sustained,
      missing: "good",
      runbook: "database-connections",
    },
    {
      id: "read-latency",
      signal: "readLatency",
      summary: "Reading from the database's disk is slow",
      comparison: "above",
      thresholds: { warning: 20 },
      ...sustained,
      missing: "good",
      runbook: "database-load",
    },
    {
      id: "write-latency",
      signal: "writeLatency",
      summary: "Writing to the database's disk is slow",
      comparison: "above",
      thresholds: { warning: 20 },
      ...sustained,
      missing: "good",
      runbook: "database-load",
    },
    {
      id: "transaction-age",
      signal: "transactionAge",
      summary: "Vacuum does not keep up; at two billion transactions the database stops writing",
      comparison: "above",
      thresholds: { warning: 500_000_000, critical: 1_000_000_000 },
      window: hour,
      windows: 1,
      of: 1,
      missing: "good",
      runbook: "database-vacuum",
    },
  ],
  cache: [
    {
      id: "cpu",
      signal: "cpu",
      summary: "The cache is short of CPU",
      comparison: "above",
      thresholds: { warning: 80, critical: 95 },
      ...sustained,
      missing: "bad",
      runbook: "cache-load",
    },
    {
      id: "memory",
      signal: "memory",
      summary: "The cache is nearly full and will throw out keys",
      comparison: "above",
      thresholds: { warning: 85 },
      ...sustained,
      missing: "good",
      runbook: "cache-memory",
    },
    {
      id: "evictions",
      signal: "evictions",
      summary: "The cache throws out keys that are still valid",
      comparison: "above",
      thresholds: { warning: 100 },
      ...sustained,
      missing: "good",
      runbook: "cache-memory",
    },
    {
      id: "replication-lag",
      signal: "replicationLag",
      summary: "The cache's replica is behind; a failover now loses writes",
      comparison: "above",
      thresholds: { warning: 10 },
      ...sustained,
      missing: "good",
      runbook: "cache-load",
    },
  ],
  // A new stack has neither yet: both stay on until its first night is over.
  backup: [
    {
      id: "no-backup",
      signal: "finishedBackups",
      summary: "No backup has ended well for more than a day",
      comparison: "below",
      thresholds: { critical: 1 },
      ...daily,
      missing: "bad",
      runbook: "failed-backup",
    },
    {
      id: "no-dump",
      signal: "finishedDumps",
      summary: "No logical dump has ended well for more than a day",
      comparison: "below",
      thresholds: { critical: 1 },
      ...daily,
      missing: "bad",
      runbook: "failed-dump",
    },
  ],
  uptime: [
    {
      id: "unreachable",
      signal: "answering",
      summary: "The entry does not answer to requests from outside",
      comparison: "below",
      thresholds: { critical: 1 },
      ...immediate,
      missing: "bad",
      runbook: "unreachable",
    },
  ],
};
