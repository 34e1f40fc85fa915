import type * as pulumi from "@pulumi/pulumi";
import type { ExistingClusterSpecification } from "./existing-cluster";

/** Name of a cloud that is registered in `providers/index.ts`, for example `aws`. */
export type CloudName = string;

/** How much a stack matters: dev is cheap, staging is prod in small, prod is highly available and protected. */
export type Environment = "dev" | "staging" | "prod";

/** What the services run on: the cloud's serverless containers, or Kubernetes. */
export type Runtime = "containers" | "kubernetes";

/** Capacity classes of a database or a cache, each mapped by every cloud to an instance type of about this size. */
export type SizeClass = "micro" | "small" | "medium" | "large";

/**
 * Everything that a platform is asked to be: plain data, validated and complete (each default is filled in by the
 * environment's profile) before the first resource is registered. Secret values are the only Outputs in it.
 */
export interface Specification {
  /** The Pulumi project and stack; used in tags, never in logic. */
  readonly project: string;
  readonly stack: string;
  readonly environment: Environment;
  readonly cloud: CloudName;
  /** Empty where the cloud has none: in a cluster that is there already. */
  readonly region: string;
  /** A second region for backup copies; absent where the environment keeps none. */
  readonly recoveryRegion?: string;
  readonly runtime: Runtime;
  /** Where the stack is a guest in a cluster that is there already. */
  readonly cluster?: ExistingClusterSpecification;
  /** The cluster's API, on the runtime `kubernetes`. */
  readonly kubernetes?: KubernetesSpecification;
  /** Tags (labels) that every resource carries, in the cloud's own spelling rules. */
  readonly tags: Readonly<Record<string, string>>;
  /** Whether what holds data or serves traffic refuses to be deleted (Pulumi's `protect` and the cloud's own). */
  readonly protection: boolean;
  readonly network: NetworkSpecification;
  readonly domain?: DomainSpecification;
  readonly webApplicationFirewall: boolean;
  /** Services by name, in the stack file's order. */
  readonly services: Readonly<Record<string, ServiceSpecification>>;
  readonly database?: DatabaseSpecification;
  readonly cache?: CacheSpecification;
  readonly telemetry: TelemetrySpecification;
  readonly backup: BackupSpecification;
  readonly audit: AuditSpecification;
  /** Monthly spending, in US dollars, above which the owners are told; absent: no budget alert. */
  readonly monthlyBudget?: number;
  /** Any text; changing it makes new values for every generated secret (see docs/configuration). */
  readonly secretGeneration: string;
}

export interface NetworkSpecification {
  /** IPv4 block of the whole network, /16 to /20. */
  readonly cidr: string;
  /** Availability zones to span, 2 or 3. */
  readonly zones: number;
  /** `single`: one NAT gateway (cheap, one zone's loss cuts the way out); `zonal`: one in each zone. */
  readonly egress: "single" | "zonal";
}

export interface KubernetesSpecification {
  /** IPv4 ranges that may reach the cluster's API from outside of the network; none: it is reached from within only. */
  readonly apiRanges: readonly string[];
  /** Identities of the cloud, in its own spelling, that may do everything in the cluster beside the one that makes it. */
  readonly administrators: readonly string[];
}

export interface DomainSpecification {
  /** Name that the load balancer answers to, for example `api.example.com`. */
  readonly name: string;
  /** DNS zone, hosted in the same cloud account, that the name and the certificate's proof are written to. */
  readonly zone: string;
}

/** A ready image by digest, or a build context from which one is made and pushed to the stack's own registry. */
export type ImageSource =
  | { readonly reference: string }
  | { readonly build: { readonly context: string; readonly dockerfile: string } };

/** Where the value of a secret environment variable comes from. */
export type SecretSource =
  | { readonly from: "configuration"; readonly value: pulumi.Output<string> }
  /** Made by the platform: random text of this many characters. */
  | { readonly from: "generated"; readonly length: number }
  /** The connection URL of the stack's database or cache, credentials included. */
  | { readonly from: "database" }
  | { readonly from: "cache" };

export interface ServiceSpecification {
  readonly image: ImageSource;
  /** TCP port that the container listens on. */
  readonly port: number;
  /** Whether the load balancer sends requests to it. A service that is not public takes no connection at all. */
  readonly public: boolean;
  /** Requests that are for this service: `/*` or a prefix such as `/reports/*`. Only used where `public`. */
  readonly path: string;
  /** Upper limits of one replica: vCPU and MiB. Clouds with fixed sizes round up to the next that fits. */
  readonly cpu: number;
  readonly memory: number;
  readonly scaling: ScalingSpecification;
  readonly probes: ProbeSpecification;
  /** Plain environment variables, by name. */
  readonly environment: Readonly<Record<string, string>>;
  /** Secret environment variables, by name. */
  readonly secrets: Readonly<Record<string, SecretSource>>;
  /** Whether it may connect to the stack's database / cache. */
  readonly database: boolean;
  readonly cache: boolean;
  /** Whether it may run on capacity that the cloud can take back at two minutes' notice. */
  readonly interruptible: boolean;
  /** How a new version takes over; absent: at once. Only used where `public`. */
  readonly canary?: CanarySpecification;
  /** Whether metrics are scraped from `/metrics` on the service's port. */
  readonly metrics: boolean;
}

export interface CanarySpecification {
  /** Percent of the requests that a new version gets, one share after the other: ascending, from 1 to 99. */
  readonly steps: readonly number[];
  /** Minutes that each share is watched for. */
  readonly wait: number;
  /** Where a version is now that is taken through its steps from outside of the cloud. */
  readonly now?: CanaryShare;
}

export interface CanaryShare {
  /** The cloud's name of the revision that gets all other requests. */
  readonly stable: string;
  /** Percent of the requests that the newest revision gets, 0 to 99. */
  readonly percent: number;
}

export interface ScalingSpecification {
  readonly min: number;
  readonly max: number;
  /** Average CPU and memory use to hold, in percent. */
  readonly cpu: number;
  readonly memory: number;
  /** Requests a minute that one replica is meant to serve; only for public services. */
  readonly requestsPerReplica: number;
}

/** A program that can ask an HTTP path; `none`: the image has none, so that only the readiness probe counts. */
export type ProbeClient = "node" | "python" | "curl" | "wget" | "none";

export interface ProbeSpecification {
  /** Is the process alive? A failing one is replaced. */
  readonly liveness: string;
  /** Can it serve? A failing one gets no requests. */
  readonly readiness: string;
  /** Seconds that a new replica has before a failing probe counts. */
  readonly grace: number;
  /** Program in the image that asks the liveness path, on clouds that can only ask from within the container. */
  readonly client: ProbeClient;
}

export interface DatabaseSpecification {
  readonly size: SizeClass;
  /** PostgreSQL major version. */
  readonly version: string;
  /** Initial storage in GiB, and the limit that it may grow to by itself. */
  readonly storage: number;
  readonly maximumStorage: number;
  /** A standby in another zone that takes over by itself. */
  readonly highAvailability: boolean;
  /** Days that a point in time can be restored from. */
  readonly retentionDays: number;
  /** Start from a snapshot of the cloud instead of empty. */
  readonly restoreFrom?: string;
}

export interface CacheSpecification {
  readonly size: SizeClass;
  readonly highAvailability: boolean;
}

export interface TelemetrySpecification {
  /** Days that logs are kept. */
  readonly logRetentionDays: number;
  /** Who is told: an e-mail address and/or an HTTPS webhook. */
  readonly email?: string;
  readonly webhook?: string;
  /** Share of requests traced, 0 to 1. */
  readonly traceSampling: number;
}

export interface BackupSpecification {
  readonly retentionDays: number;
  /** Refuse deletion of a backup before its retention ends, even by an administrator. */
  readonly lock: boolean;
  /** The nightly logical dump; absent: none. */
  readonly dump?: { readonly image: ImageSource };
}

export interface AuditSpecification {
  /** Record who did what, kept unchangeable. */
  readonly trail: boolean;
  /** Days that the record is kept. */
  readonly retentionDays: number;
  /** Threat detection (GuardDuty, Defender, Security Command Center). */
  readonly threatDetection: boolean;
  /** Configuration recording and posture checks (Config and Security Hub, Azure Policy, organisation policy). */
  readonly posture: boolean;
}
