import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { isObserved, type ServiceArgs, telemetryVariables } from "../../components/service";
import type { AzureComponents } from "./components";
import { containerSize } from "./container-size";
import { probes } from "./probes";
import { collectorSize, traceEndpoint } from "./collector";

type Args = ServiceArgs<AzureComponents>;

/** Volume of the scratch folder. */
export const scratch = "tmp";

/** Front Door and the ingress of Container Apps each append to `X-Forwarded-For` the address that they were called from. */
const proxies = 2;

/**
 * The service's own container.
 *
 * @throws Error when Container Apps has no replica that large
 */
export function serviceContainer(service: Args) {
  const { cpu, memory, port } = service;
  const reserved = isObserved(service) ? collectorSize.cpu : 0;
  return {
    name: service.service,
    image: service.image,
    resources: { ...containerSize(cpu, memory, reserved) },
    env: [...plain(service), version(service), ...secret(service)],
    probes: probes(port, service.probes),
    volumeMounts: [{ volumeName: scratch, mountPath: "/tmp" }],
  };
}

function plain(service: Args) {
  const variables = {
    ...(service.public && { TRUSTED_PROXY_HOPS: String(proxies) }),
    ...telemetryVariables(service, traceEndpoint),
    ...service.environment,
  };
  return Object.entries(variables)
    .map(([name, value]) => ({ name, value }))
    .sort(byName);
}

function secret(service: Args) {
  return Object.keys(service.secrets.references)
    .map((name) => ({ name, secretRef: service.secrets.nameOf(name) }))
    .sort(byName);
}

/**
 * A secret belongs to the app and not to a revision: a new value alone reaches no replica. What is new with each version
 * makes a new revision, and so a rollout of its own. The digest is of the versions' addresses, never of a value.
 */
function version(service: Args) {
  const references = Object.entries(service.secrets.references).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    name: "SECRETS_VERSION",
    value: pulumi
      .all(references.map(([, reference]) => reference))
      .apply((addresses) => createHash("sha256").update(addresses.join("\n")).digest("hex").slice(0, 16)),
  };
}

/** Another order would look like a change. */
function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}
