/**
 * What can be watched on any cloud, by subject. Each cloud's provider says how it measures every one of them; the
 * compiler refuses a provider that leaves one out.
 *
 * - `route`: a public service as its callers see it, measured at the load balancer
 * - `service`: the replicas of any service, measured where they run
 * - `uptime`: the entry, asked from outside
 */
export const signals = {
  route: [
    /** Requests a minute. */
    "requests",
    /** Milliseconds that the slowest 5 % of requests take at least. */
    "latency",
    /** Percent of requests answered with a 5xx status. */
    "errors",
    /** Percent of requests slower than the latency objective. */
    "slow",
    /** Replicas that fail, or pass, their readiness probe. */
    "unhealthyReplicas",
    "healthyReplicas",
  ],
  service: [
    /** Percent of the limits of a replica, on average. */
    "cpu",
    "memory",
    /** Replicas that run, and those that should but don't. */
    "runningReplicas",
    "missingReplicas",
  ],
  loadBalancer: [
    /** Requests a minute that it answered with a 5xx status by itself, without a replica. */
    "errors",
    /** Connections a minute that it refused for want of capacity. */
    "rejectedConnections",
  ],
  database: [
    /** Percent. */
    "cpu",
    /** Percent of memory that is free. */
    "memoryFree",
    /** Free space, as percent of the storage that it was made with. */
    "storageFree",
    /** Percent of the allowed connections that are in use. */
    "connections",
    /** Milliseconds a disk operation waits, on average. */
    "readLatency",
    "writeLatency",
    /** Transactions since the oldest one that is not yet frozen; at 2 billion PostgreSQL stops. */
    "transactionAge",
  ],
  cache: [
    /** Percent. */
    "cpu",
    "memory",
    /** Keys a minute thrown out because memory was full. */
    "evictions",
    "connections",
    /** Seconds that a replica is behind. */
    "replicationLag",
  ],
  backup: [
    /** Backups, and dumps, that ended well. */
    "finishedBackups",
    "finishedDumps",
  ],
  uptime: [
    /** 1 where the entry answered, 0 where it didn't. */
    "answering",
  ],
} as const;

export type Subject = keyof typeof signals;
export type Signal<S extends Subject = Subject> = (typeof signals)[S][number];

/** One value for every signal of a subject. */
export type EverySignal<S extends Subject, Value> = Readonly<Record<Signal<S>, Value>>;
