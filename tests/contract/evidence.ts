/**
 * What the resources of a stack show of its promises, in no cloud's words. Each cloud has one reading, which turns its
 * resources into this; the promises are judged on this alone.
 */
export interface Evidence {
  /** What takes connections from the whole internet, by component, with the ports that it takes them on. */
  readonly openToInternet: readonly { readonly component: string; readonly port: number }[];
  /** Every way in or out between the data tier and the internet, in words. */
  readonly dataTierWaysOut: readonly string[];
  /** Subnets or the like that data is in: without any, the line above says nothing. */
  readonly dataTier: readonly string[];
  /** Records of the network's traffic. */
  readonly flowLogs: readonly string[];
  /** Zones, or what stands for several of them, that a service's way out does not depend on one of. */
  readonly egressZones: number;

  readonly services: readonly ServiceEvidence[];
  readonly secrets: readonly SecretEvidence[];
  /** Values of secrets that the platform makes itself. */
  readonly generated: readonly GeneratedEvidence[];
  readonly databases: readonly DatabaseEvidence[];
  readonly caches: readonly CacheEvidence[];
  /** Absent where no service is public. */
  readonly entry: EntryEvidence | undefined;
  readonly registries: readonly RegistryEvidence[];
  readonly keys: readonly KeyEvidence[];

  readonly logs: readonly LogEvidence[];
  readonly alerts: readonly AlertEvidence[];
  /** Addresses that a person is reached at through the notification channel. */
  readonly receivers: readonly string[];
  /** Alerts on how fast an error budget is spent. */
  readonly burnAlerts: readonly BurnAlertEvidence[];
  readonly dashboards: readonly DashboardEvidence[];
  /** Addresses and paths that are asked for from outside. */
  readonly uptimeChecks: readonly string[];

  readonly backups: BackupEvidence;
  readonly audit: AuditEvidence;
  /** Resources that could carry tags and carry none that names the stack. */
  readonly untagged: readonly string[];
  /** What holds data, and whether Pulumi refuses to delete it. */
  readonly holdsData: readonly { readonly name: string; readonly protect: boolean }[];
}

export interface ServiceEvidence {
  readonly name: string;
  readonly image: string;
  /** Plain environment variables. */
  readonly plain: Readonly<Record<string, string>>;
  /** Secret environment variables, with the id of the secret that each refers to; empty for one given as a value. */
  readonly references: Readonly<Record<string, string>>;
  /** The one version of each secret that it is given; empty for whichever is the newest. */
  readonly versions: Readonly<Record<string, string>>;
  /** What it acts as. */
  readonly identity: string;
  readonly min: number;
  readonly max: number;
  readonly scaling: ScalingEvidence;
  /** Paths that are asked for; only what the cloud itself asks counts. */
  readonly probes: readonly string[];
  /** Zones that its replicas are spread over. */
  readonly zones: number;
  /** Whether it has an address of its own on the internet, past the load balancer. */
  readonly exposed: boolean;
  /** Whether a new version that does not become healthy is kept from taking the old one's place. */
  readonly fallsBack: boolean;
  /** Alarms that take a rollout back when its new version raises errors. Only those that exist count. */
  readonly takenBackBy: readonly string[];
  /** Each container of a replica. */
  readonly containers: readonly ContainerEvidence[];
  readonly traces: TraceEvidence;
}

export interface ContainerEvidence {
  readonly name: string;
  /** Whether it may run as root, and whether it can write to its image's file system. */
  readonly root: boolean;
  readonly writableRoot: boolean;
  /** Capabilities of the kernel that it is left or given, or in words that it has all. */
  readonly privileges: readonly string[];
}

export interface ScalingEvidence {
  readonly signals: readonly ("cpu" | "memory" | "requests")[];
  /** Whether replicas go more slowly than they come; `undefined` where the cloud has no setting for either. */
  readonly slowerIn: boolean | undefined;
}

export interface TraceEvidence {
  /** Share of requests traced, 0 to 1; NaN where the service is told none. */
  readonly share: number;
  /** Whether what is traced arrives in the cloud's store. */
  readonly arrive: boolean;
}

export interface SecretEvidence {
  readonly id: string;
  /** Component that it belongs to, for example `api-secrets`. */
  readonly component: string;
  /** Components whose identities may read it. */
  readonly readers: readonly string[];
  /** Our key that it is encrypted with; empty for the cloud's own. */
  readonly key: string;
  /** Versions of it that exist. */
  readonly versions: readonly string[];
}

export interface GeneratedEvidence {
  readonly name: string;
  readonly component: string;
  /** What it is made anew with a change of; empty: never. */
  readonly generation: string;
}

export interface StoreEvidence {
  readonly name: string;
  readonly publicAddress: boolean;
  /** Components whose traffic is let in; `services` where the cloud tells only the tier of the services apart. */
  readonly reachableFrom: readonly string[];
  readonly key: string;
  readonly tlsOnly: boolean;
  /** Whether a standby in another zone takes over. */
  readonly standby: boolean;
}

export interface DatabaseEvidence extends StoreEvidence {
  readonly deletionRefused: boolean;
  readonly pointInTimeDays: number;
  /** Queries that take longer are logged; NaN: none are. */
  readonly slowQueryMilliseconds: number;
}

export interface CacheEvidence extends StoreEvidence {
  /** Whether a client must know a password. */
  readonly authenticated: boolean;
}

export interface EntryEvidence {
  /** Names that a managed certificate is for. */
  readonly certificates: readonly string[];
  readonly https: boolean;
  /** What plain HTTP gets: sent to HTTPS, or served; `undefined` where that is somebody else's to say. */
  readonly plainHttp: "redirected" | "served" | "refused" | undefined;
  /** Oldest TLS version that is spoken, for example 1.2; NaN where none is. */
  readonly oldestTls: number;
  readonly firewall: boolean;
  readonly accessLogs: boolean;
}

export interface RegistryEvidence {
  readonly name: string;
  readonly immutable: boolean;
  readonly scanned: boolean;
  /** Whether anybody may pull without logging in. */
  readonly openToAll: boolean;
  /** Days until an image without a tag goes; NaN: never. */
  readonly untaggedDays: number;
  readonly key: string;
}

export interface KeyEvidence {
  readonly name: string;
  /** Days between rotations; NaN: never. */
  readonly rotationDays: number;
  readonly deletionWaitDays: number;
}

export interface LogEvidence {
  readonly name: string;
  /** NaN: for ever, or unknown. */
  readonly retentionDays: number;
  /** Key that it is encrypted with; empty: one of the cloud's. */
  readonly key: string;
}

export interface AlertEvidence {
  readonly name: string;
  /** Ids of the channels that it is sent to. Only those that exist count. */
  readonly receivers: readonly string[];
}

export interface BurnAlertEvidence {
  readonly service: string;
  /** What is counted as bad: requests that fail, or those that take longer than their objective. */
  readonly bad: "errors" | "slow";
  /** Seconds of the two windows that bad requests must be above the threshold in, in percent. */
  readonly long: number;
  readonly short: number;
  readonly threshold: number;
}

export interface DashboardEvidence {
  readonly name: string;
  /** Components that it has a graph of: services, the database, the cache. */
  readonly shows: readonly string[];
}

export interface BackupEvidence {
  /** Days that the scheduled backups are kept, for each of them. */
  readonly retentionDays: readonly number[];
  /** Regions that a copy reaches, for each way of copying. */
  readonly copies: readonly string[];
  /** Stores of backups that nobody can empty before time. */
  readonly locked: readonly string[];
  /** Regions that logical dumps end up in; empty where none is made. */
  readonly dumps: readonly string[];
  /** Alerts of failed backups and dumps. */
  readonly failureAlerts: readonly string[];
}

export interface AuditEvidence {
  /** Days that the record of who did what can't be changed; empty without such a record. */
  readonly recordDays: readonly number[];
  /** Whether not even an administrator can shorten that. */
  readonly recordLocked: boolean;
  readonly threatDetection: boolean;
  readonly posture: boolean;
  /** Shares of the budget, in percent, at which somebody is told. */
  readonly budgetAlerts: readonly number[];
}
