import type { CloudProvider, Components } from "./provider";
import type { Runtime, Specification } from "./specification";

/** What a stack may ask of a cloud, and what a cloud may lack. */
export type Capability =
  | "containers"
  | "kubernetes"
  | "webApplicationFirewall"
  | "interruptible"
  | "memoryScaling"
  | "recoveryCopy"
  | "backupLock"
  | "logicalDump"
  | "threatDetection"
  | "posture"
  | "budget"
  | "canary"
  // No stack asks for these by a key of its own: every cloud gives them, or says what it gives instead.
  | "immutableTags"
  | "secretEncryptionKey"
  | "telemetryEncryptionKey"
  | "hardenedContainers"
  | "rollbackOnErrors"
  | "requestScaling"
  | "accessByService";

/** `true`, or the sentence that tells a user what to do instead. */
export type Capabilities = Readonly<Record<Capability, true | { readonly absent: string }>>;

/**
 * What is known of a cloud before its SDK is loaded. Plain data: a configuration is checked against it, so that what a
 * cloud can't do is an error at configuration time and never a silent no-op.
 */
export interface CloudDescription {
  /** For people: `AWS`. */
  readonly title: string;
  readonly regions: readonly string[];
  /** Those of the regions where not every part of a stack spans zones: they can keep copies, but no stack. Default: none. */
  readonly recoveryOnlyRegions?: readonly string[];
  /** Where backups of a region can be copied to; a region that is not listed has no such place. Default: any other region. */
  readonly recoveryRegions?: Readonly<Record<string, readonly string[]>>;
  /** Private ranges that no network of the cloud may overlap. Default: none. */
  readonly reservedRanges?: readonly ReservedRange[];
  /** A region and one to recover in, for messages, documentation and local runs. Absent where there are no regions. */
  readonly exampleRegions?: { readonly region: string; readonly recoveryRegion: string };
  readonly capabilities: Capabilities;
  /**
   * Who takes a new version through the steps of a canary: the cloud itself, in one step or in equal ones, or
   * `npm run delivery -- canary`, in any. Default: the command.
   */
  readonly canarySteps?: "cloud";
  /** Set where a stack is a guest in what is there already, and makes nothing around its services. */
  readonly existing?: ExistingPlace;
  /** Those that differ where services run on Kubernetes. Default: none. */
  readonly onKubernetes?: Partial<Capabilities>;
}

/** What a cloud offers to a stack with that runtime. */
export function capabilitiesOf(
  { capabilities, onKubernetes }: CloudDescription,
  runtime: Runtime,
): Capabilities {
  return runtime === "kubernetes" ? { ...capabilities, ...onKubernetes } : capabilities;
}

/** A place that a stack is a guest in: it asks for no region, and what its profile wishes beyond the capabilities gives way. */
export interface ExistingPlace {
  /** Keys of the stack file, such as `audit.trail`, that mean nothing there, each with the sentence that says what to do instead. */
  readonly inapplicable: Readonly<Record<string, string>>;
  /** What of a platform is not made there but its owner's, each with the sentence that says what to ask of it. */
  readonly owned: Readonly<Record<OwnedPart, string>>;
}

/** Parts of a platform that whoever owns a place may bring: the promises of each are then the owner's to keep. */
export type OwnedPart = "network" | "entry" | "registry" | "data" | "recovery" | "keys" | "logs" | "uptime";

export interface ReservedRange {
  readonly cidr: string;
  /** Who has it, for people: `Container Apps`. */
  readonly by: string;
}

/** A registered cloud: its description, and how its implementation is loaded when a stack names it. */
export interface Cloud {
  readonly description: CloudDescription;
  /** Loads the cloud's SDK and hands its provider to `use`, whatever the types of its components are. */
  run<Result>(specification: Specification, use: UseCloud<Result>): Promise<Result>;
}

export type UseCloud<Result> = <C extends Components>(cloud: CloudProvider<C>) => Result;
