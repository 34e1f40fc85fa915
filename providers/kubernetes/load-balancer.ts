import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import * as networking from "@pulumi/kubernetes/networking/v1";
import * as pulumi from "@pulumi/pulumi";
import type { GatewayWay, IngressWay } from "../../components/existing-cluster";
import { serviceObject } from "../../components/kubernetes/service-object";
import { LoadBalancer, type LoadBalancerArgs, type Route } from "../../components/load-balancer";
import type { Place } from "./cluster";
import type { KubernetesComponents } from "./components";

type Args = LoadBalancerArgs<KubernetesComponents> & { readonly place: Place };

/** A public service: its path without the star, and the Service object that leads to its ready pods. */
interface Backend {
  readonly path: string;
  readonly port: number;
  readonly serviceName: pulumi.Output<string>;
}

/** Who waits for the way in is whoever runs the controller: not all of them report an address. */
const notAwaited = { "pulumi.com/skipAwait": "true" };

/**
 * The way in that the cluster has: an Ingress for its controller, or a route of its Gateway. TLS versions, redirects and
 * access logs are that one's own.
 */
export class KubernetesLoadBalancer extends LoadBalancer {
  override readonly url: pulumi.Output<string>;

  constructor(name: string, args: Args, opts: pulumi.ComponentResourceOptions) {
    super("kubernetes", name, opts);
    const { domain, place, routes } = args;
    const way = place.cluster.entry?.way;
    if (way === undefined) throw new pulumi.RunError("the stack was not told the cluster's way in");
    const backends = routes.map((route) => this.backend(route, place));
    const made =
      way.kind === "ingress" ? this.ingress(way, backends, args) : this.httpRoute(way, backends, args);
    this.url = domain ? pulumi.output(`https://${domain.name}`) : made;
    this.registerOutputs({ url: this.url });
  }

  private backend({ path, port, service }: Route, { namespace }: Place): Backend {
    const object = serviceObject(
      this.child(service),
      { namespace, program: service, port },
      { parent: this },
    );
    return { path: path.replace(/\/\*$/, "") || "/", port, serviceName: object.metadata.name };
  }

  /** @returns the address that its controller reports */
  private ingress(
    way: IngressWay,
    backends: readonly Backend[],
    { domain, place }: Args,
  ): pulumi.Output<string> {
    const { annotations, certificate, className } = way;
    const metadata = place.namespace.metadata("entry");
    const ingress = new networking.Ingress(
      this.child("ingress"),
      {
        metadata: {
          ...metadata,
          annotations: {
            ...(certificate &&
              "issuer" in certificate && { "cert-manager.io/cluster-issuer": certificate.issuer }),
            ...(domain && notAwaited),
            ...annotations,
          },
        },
        spec: {
          ingressClassName: className,
          ...(domain &&
            certificate && {
              tls: [
                {
                  hosts: [domain.name],
                  secretName: "secret" in certificate ? certificate.secret : certificateName(domain.name),
                },
              ],
            }),
          rules: [
            {
              ...(domain && { host: domain.name }),
              http: {
                paths: backends.map(({ path, port, serviceName }) => ({
                  path,
                  pathType: "Prefix",
                  backend: { service: { name: serviceName, port: { number: port } } },
                })),
              },
            },
          ],
        },
      },
      { parent: this },
    );
    return ingress.status.apply(addressOf);
  }

  private httpRoute(
    way: GatewayWay,
    backends: readonly Backend[],
    { domain, place }: Args,
  ): pulumi.Output<string> {
    const { name, namespace, section } = way;
    const hostnames = domain ? [domain.name] : [];
    new CustomResource(
      this.child("route"),
      {
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "HTTPRoute",
        metadata: place.namespace.metadata("entry"),
        spec: {
          parentRefs: [{ name, namespace, ...(section !== undefined && { sectionName: section }) }],
          hostnames,
          rules: backends.map(({ path, port, serviceName }) => ({
            matches: [{ path: { type: "PathPrefix", value: path } }],
            backendRefs: [{ name: serviceName, port }],
          })),
        },
      },
      { parent: this },
    );
    return pulumi.output("");
  }
}

/** Name of the Secret object that cert-manager keeps a domain's certificate in. */
function certificateName(domain: string): string {
  return `${domain.replaceAll(".", "-").slice(0, 240)}-certificate`;
}

/** What a controller reports, as soon as it does. */
interface Reported {
  readonly loadBalancer?: {
    readonly ingress?: readonly { readonly hostname?: string; readonly ip?: string }[];
  };
}

function addressOf(status: Reported | undefined): string {
  const [first] = status?.loadBalancer?.ingress ?? [];
  return `http://${[first?.hostname, first?.ip].find((address) => address) ?? "no-address"}`;
}
