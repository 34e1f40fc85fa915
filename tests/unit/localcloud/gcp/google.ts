import { rules } from "../../../../localcloud/gcp";
import { agentOf } from "../../../../localcloud/gcp/service-agents";
import { apiOf } from "../../../../localcloud/gcp/services";
import { types } from "../../../../localcloud/gcp/types";
import { shown } from "../../../../localcloud/reading";
import type { Properties, Value } from "../../../../localcloud/rules";
import { catalogOf, describeMistakesOn, type Made, type Mistake, Trial } from "../trial";

export const catalog = catalogOf("gcp");

export const project = "local-project";
export const number = "123456789012";
export const region = "europe-west1";

/**
 * A local Google Cloud with one project, and the right way to make what others refer to. What a type needs to be switched
 * on is switched on with its first resource, unless asked otherwise.
 */
export class Google extends Trial {
  private readonly enabled = new Set<string>();

  constructor(
    configuration: Properties = {},
    private readonly switchedOn = true,
  ) {
    super(rules, catalog, region, { project, region, ...configuration });
  }

  override async make(type: string, inputs: Properties = {}): Promise<Made> {
    await this.enable(type);
    return super.make(type, inputs);
  }

  override async refusals(type: string, inputs: Properties): Promise<string[]> {
    await this.enable(type);
    return super.refusals(type, inputs);
  }

  /** Switches on the interface that a type belongs to. */
  private async enable(type: string): Promise<void> {
    const [service] = apiOf(type) ?? [];
    if (this.switchedOn && service !== undefined) await this.enableApi(service);
  }

  async enableApi(service: string): Promise<void> {
    if (this.enabled.has(service)) return;
    this.enabled.add(service);
    await super.make(types.service, { service, disableOnDestroy: false });
  }

  /** Full name of a key in a place, which these interfaces' own accounts may use. */
  async key(location: string, ...apis: string[]): Promise<string> {
    const count = this.store.list(types.keyRing).length;
    const ring = await this.make(types.keyRing, { location, name: `ring-${String(count)}` });
    const key = await this.make(types.key, { keyRing: ring.id, name: "key", rotationPeriod: "7776000s" });
    for (const api of apis) {
      await this.enableApi(api);
      const known = this.store.list(types.serviceIdentity).some(({ inputs }) => inputs["service"] === api);
      if (!known && api !== "storage.googleapis.com" && api !== "logging.googleapis.com")
        await this.make(types.serviceIdentity, { service: api });
      await this.make(types.keyMember, {
        cryptoKeyId: key.id,
        role: "roles/cloudkms.cryptoKeyEncrypterDecrypter",
        member: `serviceAccount:${agentOf(api)}`,
      });
    }
    return key.id;
  }

  /** Address of a new service account. */
  async account(accountId = "service-account"): Promise<string> {
    return shown((await this.make(types.serviceAccount, { accountId })).outputs["email"]);
  }

  /** A network with a subnet for services, and private services access unless asked otherwise. */
  async network(
    options: { services?: boolean } = {},
  ): Promise<{ id: string; subnet: string; range: string }> {
    const network = await this.make(types.network, { name: "main", autoCreateSubnetworks: false });
    const subnet = await this.make(types.subnetwork, {
      name: "services",
      network: network.id,
      region,
      ipCidrRange: "10.0.0.0/24",
    });
    if (options.services === false) return { id: network.id, subnet: subnet.id, range: "" };
    const range = await this.make(types.globalAddress, {
      name: "google-services",
      network: network.id,
      purpose: "VPC_PEERING",
      addressType: "INTERNAL",
      prefixLength: 20,
    });
    await this.make(types.privateConnection, {
      network: network.id,
      service: "servicenetworking.googleapis.com",
      reservedPeeringRanges: [shown(range.outputs["name"])],
    });
    return { id: network.id, subnet: subnet.id, range: shown(range.outputs["name"]) };
  }

  /** A secret with one version, which a service account may read. */
  async secret(secretId: string, reader?: string): Promise<{ id: string; version: string }> {
    const { id } = await this.make(types.secret, { secretId, replication: { auto: {} } });
    const version = await this.make(types.secretVersion, { secret: id, secretData: "correct-horse-battery" });
    if (reader !== undefined)
      await this.make(types.secretMember, {
        secretId: id,
        role: "roles/secretmanager.secretAccessor",
        member: `serviceAccount:${reader}`,
      });
    return { id, version: shown(version.outputs["version"]) };
  }
}

/** Inputs with some of them changed, at any depth; `null` leaves something out. Lists are replaced whole. */
export function changed(right: Properties, change: Properties): Properties {
  const merge = (before: Value | undefined, after: Value): Value =>
    isObject(before) && isObject(after)
      ? Object.fromEntries(
          [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) => {
            const value = after[key];
            if (value === null) return [];
            return [[key, value === undefined ? (before[key] ?? null) : merge(before[key], value)] as const];
          }),
        )
      : after;
  return merge(right, change) as Properties;
}
const isObject = (value: Value | undefined): value is Properties =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The changes of a mistake: as {@link changed}, with what is left out said so. */
export function changes(right: Properties, change: Properties): Record<string, Value | undefined> {
  const left = Object.entries(change).flatMap(([key, value]) => (value === null ? [[key, undefined]] : []));
  return { ...changed(right, change), ...(Object.fromEntries(left) as Record<string, undefined>) };
}

/** Tests that each mistake is refused with its path and words, and that without it the same resource is made. */
export function describeMistakes(subject: string, mistakes: readonly Mistake<Google>[]): void {
  describeMistakesOn(subject, () => new Google(), mistakes);
}
