import type { Provider, ProviderParts } from "./provider-interface";

/**
 * The language in which a local cloud's knowledge of its resource types is written: data, one short table a type, read by
 * one interpreter. What the SDK's schema already says (names, types, required inputs, enums) is never repeated here.
 *
 * Paths are dotted; `[]` stands for each element of a list, `*` for each value of a map: `ingress[].cidrBlocks[]`.
 * Templates are strings with `{property}` (an input or an output made before), `{id}`, `{name}` (the physical name),
 * `{account}`, `{region}`, `{hex:17}` and `{digits:6}` (stable random text of the resource).
 */
export type Path = string;
export type Template = string;
export type ResourceType = string;

/** Any JSON value as the engine sends it, secrets unwrapped; `undefined` where not given. */
export type Value = null | boolean | number | string | Value[] | { [key: string]: Value };
export type Properties = Record<string, Value>;

/** A resource that exists in the local cloud. */
export interface StoredResource {
  readonly type: ResourceType;
  readonly id: string;
  readonly region: string;
  readonly inputs: Properties;
  /** Inputs and computed outputs together: what `read` returns. */
  readonly outputs: Properties;
}

/** What a rule may look at. Everything is of the resource's own account; `region` is the one it is made in. */
export interface World {
  readonly account: string;
  readonly region: string;
  /** Within what resources see each other: the region, or a whole cloud whose ids name their region. */
  readonly partition: string;
  /** The explicit provider's own inputs, for example `defaultTags`. */
  readonly configuration: Properties;
  /** Resources of a type in this partition (or in every one). */
  all(type: ResourceType, where?: { anyRegion?: boolean }): readonly StoredResource[];
  /** Deleted resources of a type in this partition that are still within their `recoveryDays`. */
  deleted(type: ResourceType): readonly StoredResource[];
  /** The resource of a type that has this value in the output `by` (default `id`). */
  find(type: ResourceType, value: Value | undefined, by?: string): StoredResource | undefined;
}

/** Something that the real cloud would refuse: where, and in the cloud's own words or nearly so. */
export interface Problem {
  readonly path: Path;
  readonly reason: string;
}

export interface NameRule {
  /** Input that holds the physical name; when absent Pulumi's auto-naming fills it (see {@link EveryResource}). */
  readonly property: Path;
  readonly maximum: number;
  readonly minimum?: number;
  readonly pattern: RegExp;
  /** Words for the pattern: `letters, digits and hyphens; no hyphen at either end`. */
  readonly alphabet: string;
  /**
   * Within what the name must be unique; `none`: not at all; `id`: within what the id says beside the name, for example
   * `projects/P/regions/R/routers/NAME`.
   */
  readonly unique: "global" | "account" | "region" | "id" | "none";
  /**
   * Not every type is auto-named by its provider (default true), and some get the logical name as it is (`copy`) or a
   * `uuid`.
   */
  readonly auto?: boolean | "copy" | "uuid";
  /** Auto-names end with this, for example `.fifo`. */
  readonly suffix?: string;
}

export interface Reference {
  /** Input that refers to another resource. Values that are unknown, or literals of services outside, are skipped. */
  readonly path: Path;
  /** Types that it may refer to; the first one is named in the refusal. */
  readonly to: ResourceType | readonly ResourceType[];
  /** Output of the target that the input holds; a list where the cloud takes any of several. Default `id`. */
  readonly by?: string | readonly string[];
  /** The target's id where the input alone does not say it: a parent's name, which counts within a group. */
  readonly id?: Template;
  /** This resource lies in the target and goes when the target is deleted; it never blocks that. Default false. */
  readonly deletesWith?: boolean;
  /** The target can't be deleted while this reference to it exists. Default true. */
  readonly blocksDeletion?: boolean;
  /** The reference may point into another region. Default false. */
  readonly anyRegion?: boolean;
  /** Values that are no reference to something of ours, for example AWS-managed policies. */
  readonly except?: RegExp;
  /** Whether a value names something that the cloud made beside a resource of ours: the security group of a cluster. */
  readonly alsoMade?: (value: string, world: World) => boolean;
}

export interface Limit {
  readonly path: Path;
  readonly minimum?: number;
  readonly maximum?: number;
  /** Allowed values that the SDK's types do not list. */
  readonly oneOf?: readonly Value[];
  /** For strings: whole-value pattern and its words. */
  readonly pattern?: RegExp;
  /** For lists and maps: how many elements. */
  readonly minimumItems?: number;
  readonly maximumItems?: number;
  /** What the refusal says, for example `must be one of the retention periods of CloudWatch Logs`. */
  readonly reason?: string;
}

export type Check = (
  inputs: Properties,
  world: World,
  self: StoredResource | undefined,
) => readonly Problem[];

/** What a cloud knows of one resource type beyond its schema. */
export interface ResourceRules {
  readonly type: ResourceType;
  readonly name?: NameRule;
  /** How the id is made; a function where it comes from another resource (a VPC's default security group). */
  readonly id: Template | ((inputs: Properties, world: World) => Template);
  /**
   * Computed outputs by property; later ones may use earlier ones. A template gives way to an input of the same name; a
   * function does not (it finds the input in `resource.outputs`).
   */
  readonly outputs?: Readonly<Record<string, Template | ((resource: StoredResource, world: World) => Value)>>;
  /** Values that the cloud fills in when an input is not given. */
  readonly defaults?: Properties;
  readonly references?: readonly Reference[];
  /** Inputs whose change means replacement, beyond those that the SDK's comments call so. */
  readonly immutable?: readonly Path[];
  /** Inputs that the cloud may give back otherwise than it took them: compared with what it gave, as bridged providers do. */
  readonly givenBack?: readonly string[];
  /** Inputs that the SDK's comments call immutable but are not. */
  readonly mutable?: readonly Path[];
  readonly limits?: readonly Limit[];
  /** Sets of inputs of which at most one / exactly one / at least one may be given. */
  readonly atMostOneOf?: readonly (readonly Path[])[];
  readonly exactlyOneOf?: readonly (readonly Path[])[];
  readonly atLeastOneOf?: readonly (readonly Path[])[];
  /** Sets of inputs that must be given together. */
  readonly together?: readonly (readonly Path[])[];
  /** Inputs that identify the resource: a second one with equal values is refused as a duplicate. */
  readonly uniqueBy?: readonly (readonly Path[])[];
  /**
   * Only for rules that span several properties or resources. Known values only: unknown ones are absent. Several are
   * judged one by one, so that one that has to wait (for a value, or for what exists) does not hold the others back.
   */
  readonly check?: Check | readonly Check[];
  /**
   * Only for refusals of a deletion that no reference explains (a bucket that is not empty, deletion protection). Not
   * `alone` when it goes with what it lies in.
   */
  readonly checkDelete?: (resource: StoredResource, world: World, alone: boolean) => readonly Problem[];
  /**
   * Why what was just made or changed exists but does not work, where the cloud says so only once the work is done: the call
   * fails, and the engine keeps what there is. Default: it works.
   */
  readonly broken?: (resource: StoredResource, world: World) => string | undefined;
  /** Days for which a deleted resource can be recovered and keeps its name (secrets, keys, vaults). Default 0. */
  readonly recoveryDays?: (resource: StoredResource, world: World) => number;
  /**
   * Whether the cloud gives the one that is there to everybody who asks for it, and keeps it when Pulumi deletes it: an
   * interface that is on, a service's own account. Default: never.
   */
  readonly shared?: (resource: StoredResource) => boolean;
  /** Id of what a change of this is a change of, where the cloud makes one at a time and refuses a second. Default: nothing. */
  readonly oneAtATime?: (inputs: Properties, world: World) => string | undefined;
  /** Whether a replacement must delete first, because both can't exist at once. Default false. */
  readonly deleteBeforeReplace?: boolean;
  /** Write-only inputs (passwords): kept as a keyed hash only, never returned by read. */
  readonly secrets?: readonly Path[];
  /** Typical provisioning times in seconds, with their source in a comment. */
  readonly seconds?: { readonly create: number; readonly update?: number; readonly delete?: number };
}

/** A data source or function of the SDK, for example `aws:index/getCallerIdentity:getCallerIdentity`. */
export interface FunctionRules {
  readonly token: string;
  readonly result: (inputs: Properties, world: World) => Properties | Problem;
}

/** Judges a resource of any type, as {@link Check} judges one of its own. */
export type EveryCheck = (inputs: Properties, world: World, type: ResourceType) => readonly Problem[];

/** Rules of a whole package. `has` says whether the type's schema has a property of that name, or an input. */
export interface EveryResource {
  /** The inputs as the real provider completes them before they are checked: default tags merged into `tags`. */
  readonly prepare?: (
    inputs: Properties,
    has: (property: string, as?: "input") => boolean,
    world: World,
  ) => Properties;
  /** As in {@link ResourceRules}: several are judged one by one. */
  readonly check?: EveryCheck | readonly EveryCheck[];
  /** Computed outputs that many types share (`tagsAll`), set where the schema has them and the table does not. */
  readonly outputs?: Readonly<Record<string, (resource: StoredResource, world: World) => Value>>;
  /** Shared outputs that also the provider's configuration goes into: where one is out of date, that is a change. */
  readonly compared?: readonly string[];
  /** Outputs that the SDK marks as secret but that hold none (labels): neither hashed nor looked for elsewhere. */
  readonly harmless?: readonly string[];
  /** Inputs whose change means replacement in every type. */
  readonly immutable?: readonly Path[];
  /** The same where it depends on the provider's configuration. */
  readonly immutableOf?: (type: ResourceType, inputs: Properties, world: World) => readonly Path[];
  /** What refuses the deletion of any type: a lock. */
  readonly checkDelete?: (resource: StoredResource, world: World) => readonly Problem[];
  /** Whether an output that nothing says is made up by its declared type. Default true. */
  readonly invents?: boolean;
  /** How automatic names end. Default: a hyphen and 7 hexadecimal digits. */
  readonly autoName?: { readonly separator: string; readonly digits: number };
}

/** A resource that lives in Pulumi's state only, not in a cloud: random values, images that a build makes. */
export interface StatelessRules {
  readonly type: ResourceType;
  readonly defaults?: Properties;
  /** Inputs whose change makes a new one; `*` means every one. Others are updated in place by `make`. */
  readonly immutable: readonly Path[];
  readonly limits?: readonly Limit[];
  /** As in {@link ResourceRules}: several are judged one by one. */
  readonly check?: Check | readonly Check[];
  /** The inputs as the provider completes them, for example with a digest of files that they name. */
  readonly prepare?: (inputs: Properties) => Properties;
  /** The id and the outputs beyond the inputs; throws an `Error` whose message says why it can't be made. */
  readonly make: (inputs: Properties) => { readonly id: string; readonly outputs: Properties };
  /** Id and outputs of one that exists already, by the id that `pulumi import` was given. */
  readonly adopt?: (id: string) => { readonly id: string; readonly outputs: Properties };
  /** Outputs that a preview knows already, for example because an input says them. Unknown inputs are absent. */
  readonly known?: (inputs: Properties) => Properties;
}

/** Where a resource is made. */
export interface Place {
  readonly account: string;
  readonly region: string;
  /** See {@link World}. */
  readonly partition: string;
}

/** Everything that one local cloud knows. */
export interface CloudRules {
  /** Pulumi package, for example `aws`. */
  readonly package: string;
  readonly account: string;
  /**
   * Where a resource with these inputs is made. Default: in the package's one account, in the region that the inputs or
   * else the provider's configuration name, which is a partition of its own.
   */
  readonly place?: (inputs: Properties, configuration: Properties) => Place;
  /** The cloud's regions, where the SDK has no list of them. */
  readonly regions?: readonly string[];
  /** What holds for every type of the package, also for those that have no table. */
  readonly every?: EveryResource;
  readonly resources: readonly ResourceRules[];
  /** The table of a type that `resources` does not have. Default: none, which leaves it to its schema. */
  readonly others?: (type: ResourceType) => ResourceRules;
  /** Whether a type that the SDK does not have may exist all the same, with any inputs. Default: never. */
  readonly open?: (type: ResourceType) => boolean;
  readonly functions: readonly FunctionRules[];
  readonly stateless?: readonly StatelessRules[];
  /** Something real that answers in this cloud's place, where the provider's configuration leads to it. Default: nothing. */
  readonly real?: (configuration: Properties, parts: ProviderParts) => Promise<Provider | undefined>;
}
