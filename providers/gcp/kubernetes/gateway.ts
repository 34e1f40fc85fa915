import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import * as pulumi from "@pulumi/pulumi";
import { catchAll } from "../routes";
import type { GcpKubernetesCluster } from "./cluster";
import type { GatewayBackend } from "./gateway-backend";

const api = "gateway.networking.k8s.io/v1";
const objectName = "entry";

/** How requests come in: plain, or by TLS with a certificate map and a policy of what is spoken. */
export interface Entry {
  /** Name of the global address. */
  readonly addressName: pulumi.Output<string>;
  readonly tls?: { readonly certificateMap: pulumi.Output<string>; readonly policy: pulumi.Output<string> };
}

/**
 * Which names GKE gives to what it makes of an object for the load balancer, as a regular expression: the cluster's and the
 * object's own random parts are known to it alone.
 */
export function madeByGke(
  { namespace }: GcpKubernetesCluster,
  object: pulumi.Input<string>,
): pulumi.Output<string> {
  return pulumi.interpolate`gkegw1-[a-z0-9]+-${namespace.namespaceName}-${object}-[a-z0-9]+`;
}

/** What the URL map of the Gateway is called. */
export const urlMapPattern = (cluster: GcpKubernetesCluster) => madeByGke(cluster, objectName);

/**
 * The order for a load balancer, and what answers which path. With TLS, plain requests are sent to it.
 *
 * @param name logical name of the Gateway; all else is called after it
 * @returns by service, what must be there before its pods: GKE counts a pod as ready only once the load balancer does, where it
 *   knows before the pod that there is one
 */
export function gateway(
  name: string,
  args: {
    readonly cluster: GcpKubernetesCluster;
    readonly entry: Entry;
    readonly backends: readonly GatewayBackend[];
  },
  opts: pulumi.CustomResourceOptions,
): ReadonlyMap<string, pulumi.Resource> {
  const { backends, cluster, entry } = args;
  const metadata = { ...cluster.namespace.metadata(objectName), name: objectName };
  const { tls } = entry;
  const policies = tls
    ? [
        new CustomResource(
          `${name}-tls`,
          {
            apiVersion: "networking.gke.io/v1",
            kind: "GCPGatewayPolicy",
            metadata,
            spec: {
              default: { sslPolicy: tls.policy },
              targetRef: { group: "gateway.networking.k8s.io", kind: "Gateway", name: objectName },
            },
          },
          opts,
        ),
      ]
    : [];
  const listener = (section: string, protocol: string, port: number) => ({ name: section, protocol, port });
  const made = new CustomResource(
    name,
    {
      apiVersion: api,
      kind: "Gateway",
      metadata: {
        ...metadata,
        ...(tls && { annotations: { "networking.gke.io/certmap": tls.certificateMap } }),
      },
      spec: {
        gatewayClassName: "gke-l7-global-external-managed",
        addresses: [{ type: "NamedAddress", value: entry.addressName }],
        listeners: [listener("http", "HTTP", 80), ...(tls ? [listener("https", "HTTPS", 443)] : [])],
      },
    },
    // Before the first request, and gone only after the last: what the load balancer is made of is named by them.
    { ...opts, dependsOn: [...policies, ...backends.flatMap((backend) => backend.policies)] },
  );
  const route = (role: string, program: string, section: string, rule: object) =>
    new CustomResource(
      `${name}-${role}`,
      {
        apiVersion: api,
        kind: "HTTPRoute",
        metadata: { ...cluster.namespace.metadata(program), name: role },
        spec: { parentRefs: [{ name: made.metadata.name, sectionName: section }], rules: [rule] },
      },
      opts,
    );
  if (tls)
    route("to-https", objectName, "http", {
      filters: [{ type: "RequestRedirect", requestRedirect: { scheme: "https", statusCode: 301 } }],
    });
  return new Map(
    backends.map(({ route: { path, port, service }, serviceName }) => [
      service,
      route(`route-${service}`, service, tls ? "https" : "http", {
        matches: [{ path: matched(path) }],
        ...(tls && { filters: [strictTransport] }),
        backendRefs: [{ name: serviceName, port }],
      }),
    ]),
  );
}

const strictTransport = {
  type: "ResponseHeaderModifier",
  responseHeaderModifier: {
    set: [{ name: "Strict-Transport-Security", value: "max-age=31536000" }],
  },
};

/** A prefix such as `/reports/*` means `/reports` too; the longest match wins, whatever the order. */
function matched(path: string): { readonly type: string; readonly value: string } {
  if (path === catchAll) return { type: "PathPrefix", value: "/" };
  return path.endsWith("/*")
    ? { type: "PathPrefix", value: path.slice(0, -2) }
    : { type: "Exact", value: path };
}
