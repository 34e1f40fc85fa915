import { posix } from "node:path";
import { capabilitiesOf, type Cloud, type CloudDescription } from "../components/cloud";
import type {
  AuditSpecification,
  CacheSpecification,
  CanaryShare,
  DatabaseSpecification,
  DomainSpecification,
  ImageSource,
  KubernetesSpecification,
  NetworkSpecification,
  Runtime,
  ServiceSpecification,
} from "../components/specification";
import { dumpJob } from "./dump-job";
import type { Profile } from "./profile";
import type { StackConfiguration } from "./schema";
import type { ImageConfiguration, ServiceConfiguration } from "./service-schema";
import { defaultSettings, environmentOf, type PlainSettings } from "./settings";

/** What a user gave, as far as it is valid. */
export type Given = { readonly [Key in keyof StackConfiguration]?: StackConfiguration[Key] | undefined };

/** A service with every default filled in; its secrets are still names. */
export interface SettledService extends Omit<ServiceSpecification, "image" | "secrets" | "environment"> {
  readonly image: ImageSource | undefined;
  readonly settings: PlainSettings;
  /** Environment variables beyond the settings. */
  readonly variables: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
}

/** The configuration with every default filled in: what the rules across keys judge. */
export interface Settled {
  readonly runtime: Runtime;
  readonly kubernetes: KubernetesSpecification | undefined;
  readonly protection: boolean;
  readonly webApplicationFirewall: boolean;
  readonly network: NetworkSpecification;
  readonly domain: DomainSpecification | undefined;
  readonly services: Readonly<Record<string, SettledService>>;
  readonly database: DatabaseSpecification | undefined;
  readonly cache: CacheSpecification | undefined;
  readonly logs: Profile["logs"];
  readonly backup: {
    readonly retentionDays: number;
    readonly lock: boolean;
    readonly dump: ImageSource | undefined;
  };
  readonly audit: AuditSpecification;
  readonly budget: number | undefined;
}

/** The cloud of a stack: the one that it names, or the cluster that it says is there already. */
export function cloudOf(given: Given, clouds: Readonly<Record<string, Cloud>>): string | undefined {
  if (given.cloud !== undefined || given.cluster === undefined) return given.cloud;
  return Object.keys(clouds).find((name) => clouds[name]?.description.existing !== undefined);
}

/**
 * Fills in what the stack file leaves open.
 *
 * @param cloud the one that the stack names, where it is known. Cheaper capacity is a wish of the profile that gives way
 * where the cloud has none; everything else that a cloud lacks is a promise less, which the stack file has to give up itself.
 * Where the stack is a guest, all wishes give way: what is around its services is the host's.
 */
export function settle(given: Given, environment: Profile, cloud: CloudDescription | undefined): Settled {
  const profile: Wishes = cloud?.existing === undefined ? environment : asGuest(environment);
  const runtime = given.runtime ?? (cloud?.existing === undefined ? "containers" : "kubernetes");
  const capacity = cloud && capabilitiesOf(cloud, runtime).interruptible;
  const interruptible = profile.service.interruptible && capacity === true;
  const defaults = { ...profile, service: { ...profile.service, interruptible } };
  const services = Object.fromEntries(
    Object.entries(given.services ?? {}).map(([name, service]) => [
      name,
      settleService(service, defaults, given.environment ?? "dev", given.canary?.[name]),
    ]),
  );
  const all = Object.values(services);
  return {
    runtime,
    kubernetes:
      runtime === "kubernetes" && cloud?.existing === undefined
        ? override(onlyFromWithin, given.kubernetes)
        : undefined,
    protection: given.protection ?? profile.protection,
    webApplicationFirewall: given.webApplicationFirewall ?? profile.webApplicationFirewall,
    network: override(profile.network, given.network),
    domain: settleDomain(given.domain),
    services,
    database: settleDatabase(given.database ?? all.some(({ database }) => database), profile),
    cache: settleCache(given.cache ?? all.some(({ cache }) => cache), profile),
    logs: override(profile.logs, given.logs),
    backup: {
      retentionDays: given.backup?.retentionDays ?? profile.backup.retentionDays,
      lock: given.backup?.lock ?? profile.backup.lock,
      dump: settleDump(given.backup?.dump, profile),
    },
    audit: override(profile.audit, given.audit),
    budget: given.budget === false ? undefined : (given.budget ?? profile.budget),
  };
}

/** A profile whose wishes may be fewer. */
type Wishes = Omit<Profile, "budget"> & { readonly budget: number | undefined };

function asGuest(profile: Profile): Wishes {
  const { retentionDays } = profile.backup;
  return {
    ...profile,
    webApplicationFirewall: false,
    backup: { retentionDays, lock: false },
    audit: { ...profile.audit, trail: false, threatDetection: false, posture: false },
    budget: undefined,
  };
}

const onlyFromWithin: KubernetesSpecification = { apiRanges: [], administrators: [] };

function settleService(
  given: ServiceConfiguration,
  profile: Wishes,
  environment: PlainSettings["environment"],
  share: CanaryShare | undefined,
): SettledService {
  const {
    image,
    build,
    settings: ownSettings,
    environment: variables,
    secrets,
    scaling,
    probes,
    canary,
    ...rest
  } = given;
  const settings = override(defaultSettings(environment), ownSettings);
  return {
    ...override(profile.service, rest),
    image: imageSource({ image, build }),
    scaling: override(profile.service.scaling, scaling),
    probes: override(profile.service.probes, probes),
    ...(canary && { canary: { ...canary, ...(share && { now: share }) } }),
    settings,
    variables: Object.fromEntries(
      Object.entries(variables ?? {}).map(([name, value]) => [name, String(value)]),
    ),
    secrets: secrets ?? [],
    metrics: settings.enableMetrics,
  };
}

/** All plain environment variables of a service's containers. */
export function environmentVariables(name: string, service: SettledService): Record<string, string> {
  return {
    SERVICE_NAME: name,
    PORT: String(service.port),
    ...environmentOf(service.settings),
    ...service.variables,
  };
}

export function imageSource({ image, build }: ImageConfiguration): ImageSource | undefined {
  if (image !== undefined) return { reference: image };
  if (build === undefined) return undefined;
  const { context, dockerfile } =
    typeof build === "string" ? { context: build } : { dockerfile: undefined, ...build };
  return { build: { context, dockerfile: dockerfile ?? posix.join(context, "Dockerfile") } };
}

function settleDomain(given: Given["domain"]): DomainSpecification | undefined {
  if (given === undefined) return undefined;
  const { name, zone } = typeof given === "string" ? { name: given, zone: undefined } : given;
  return { name, zone: zone ?? parentDomain(name) };
}

/** `api.example.com` lies in the zone `example.com`; a name of two parts is a zone itself. */
function parentDomain(name: string): string {
  const parts = name.split(".");
  return parts.length > 2 ? parts.slice(1).join(".") : name;
}

function settleDatabase(
  given: NonNullable<Given["database"]>,
  profile: Wishes,
): DatabaseSpecification | undefined {
  if (given === false) return undefined;
  const { version, restoreFrom, ...sizes } = given === true ? {} : given;
  return {
    ...override(profile.database, sizes),
    ...(version !== undefined && { version: String(version) }),
    ...(restoreFrom !== undefined && { restoreFrom }),
  };
}

function settleCache(given: NonNullable<Given["cache"]>, profile: Wishes): CacheSpecification | undefined {
  return given === false ? undefined : override(profile.cache, given === true ? {} : given);
}

type DumpConfiguration = NonNullable<Given["backup"]>["dump"];

function settleDump(given: DumpConfiguration, profile: Wishes): ImageSource | undefined {
  if (given === false) return undefined;
  if (typeof given === "object") return imageSource(given);
  return given === true ? dumpJob : profile.backup.dump?.image;
}

/** The defaults with what is given in their place. */
function override<T extends object>(
  defaults: T,
  given: { readonly [Key in keyof T]?: T[Key] | undefined } | undefined,
): T {
  return Object.assign({ ...defaults }, given);
}
