import { Property } from "../../../../policy/mechanism/property";
import { type Resource, unversioned } from "../../../../policy/mechanism/resource";
import type { Runtime } from "../../../../components/specification";
import { clouds } from "../../../../providers";
import { platformOn, specificationOn, withContext, withFolder } from "../../fixture";
import { type Properties, record } from "../../mocks";

export const environments = ["dev", "staging", "prod"] as const;
export type Environment = (typeof environments)[number];

/** A stack of the platform. */
export interface Place {
  readonly cloud: string;
  readonly runtime: Runtime;
  readonly environment: Environment;
}

/** A resource that a stack registered, as the engine shows it to a pack: before it is made, and after. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
  readonly protect: boolean;
  readonly ignoreChanges: readonly string[];
  /** Inputs of its provider. */
  readonly provider: Properties;
  readonly sources: Readonly<Record<string, readonly string[]>>;
}

/** The runtimes that a cloud offers; the only one in a cluster that is there already. */
export function runtimesOf(cloud: string): readonly Runtime[] {
  const description = clouds[cloud]?.description;
  if (description === undefined) throw new Error(`there is no cloud ${cloud}`);
  if (description.existing !== undefined) return ["kubernetes"];
  return description.onKubernetes === undefined ? ["containers"] : ["containers", "kubernetes"];
}

/** All that a stack of the platform registers on mocks, but its components and providers. */
export async function registeredIn({ cloud, runtime, environment }: Place): Promise<readonly Registered[]> {
  const { registrations } = await withFolder({ Dockerfile: "FROM scratch\n" }, (context) =>
    record(() => platformOn(withContext(specificationOn(cloud, environment, runtime), context)), { outputs }),
  );
  const providers = new Map(registrations.map(({ urn, id, inputs }) => [`${urn}::${id}`, inputs]));
  return registrations
    .filter(({ custom, type }) => custom && !type.startsWith("pulumi:providers:"))
    .map(({ type, name, urn, id, inputs, outputs, protect, ignoreChanges, provider, sources }) => ({
      type: unversioned(type),
      name,
      // Waivers name stacks; the mocks have one of another name.
      urn: urn.replace(/^urn:pulumi:\w+/, `urn:pulumi:${environment}`),
      inputs,
      outputs: { ...outputs, id },
      protect,
      ignoreChanges,
      provider: providers.get(provider) ?? {},
      sources: Object.fromEntries(
        Object.entries(sources).map(([property, urns]) => [
          property,
          urns.map((source) => source.replace(/^urn:pulumi:\w+/, `urn:pulumi:${environment}`)),
        ]),
      ),
    }));
}

/** A vault's ARN names its region, by which a copy in another one is known. */
function outputs(type: string, name: string, { region }: Properties): Properties {
  return type === "aws:backup/vault:Vault" && typeof region === "string"
    ? { arn: `arn:aws:backup:${region}:123456789012:backup-vault:${name}` }
    : {};
}

/** What a rule of one resource is shown. */
export function declared(resource: Registered): Resource {
  return shown(resource, resource.inputs, {});
}

/** What a rule of the whole stack is shown. */
export function made(resource: Registered): Resource {
  return shown(resource, resource.outputs, resource.sources);
}

function shown(
  { type, name, urn, protect, ignoreChanges, provider }: Registered,
  properties: Properties,
  sources: Registered["sources"],
): Resource {
  return {
    type,
    name,
    urn,
    protect,
    ignoreChanges,
    properties: new Property(properties),
    provider: new Property(provider),
    sources: (property) => sources[property] ?? [],
  };
}
