import * as compute from "@pulumi/gcp/compute";
import * as dns from "@pulumi/gcp/dns";
import * as pulumi from "@pulumi/pulumi";
import { LoadBalancer, type LoadBalancerArgs } from "../../../components/load-balancer";
import type { ServiceSpecification } from "../../../components/specification";
import { managedCertificate } from "../certificate";
import { managedZone } from "../dns-zone";
import type { GcpProject } from "../project";
import type { Named } from "../prometheus-query";
import { webAcl } from "../web-acl";
import type { GcpKubernetesComponents } from "./components";
import { type Entry, gateway, urlMapPattern } from "./gateway";
import { type GatewayBackend, gatewayBackend } from "./gateway-backend";

type Args = LoadBalancerArgs<GcpKubernetesComponents> & {
  /** By name: how much a replica of each is meant to serve. */
  readonly services: Readonly<Record<string, Pick<ServiceSpecification, "scaling">>>;
};
type Domain = NonNullable<Args["domain"]>;

/** Where the requests of one service go, and what must be there before its pods. */
export type PublicBackend = GatewayBackend & { readonly attached: pulumi.Resource };

/**
 * The same global external Application Load Balancer as with Cloud Run, made by GKE from a Gateway: GKE alone knows in which
 * zones a service has pods, and their addresses. Address, name, certificate, oldest TLS version and web application firewall are
 * made here, and named to it.
 *
 * Requests that no route asks for are "not found". Access logs go where all logs go: see `GcpTelemetry`.
 */
export class GcpKubernetesLoadBalancer extends LoadBalancer {
  override readonly url: pulumi.Output<string>;
  /** Host name or address of `url`, for the uptime check. */
  readonly host: pulumi.Output<string>;
  /** Name of the URL map that GKE makes. */
  readonly urlMap: Named;
  private readonly backends: readonly PublicBackend[];

  constructor(name: string, args: Args, opts: pulumi.ComponentResourceOptions) {
    super("gcp", name, opts);
    const { cluster, domain, protection, webApplicationFirewall } = args;
    const { project } = cluster;
    const within = { parent: this };
    const inCluster = { ...within, provider: cluster.provider };

    const address = new compute.GlobalAddress(
      this.child("address"),
      { description: "The platform's way in", addressType: "EXTERNAL", ipVersion: "IPV4" },
      { ...within, protect: protection, dependsOn: project.after("compute") },
    );
    const acl = webApplicationFirewall ? webAcl((role) => this.child(role), project, within) : undefined;
    const backends = args.routes.map((route) =>
      gatewayBackend(
        this.child(route.service),
        { cluster, route, firewall: acl?.name, scaling: args.services[route.service]?.scaling },
        inCluster,
      ),
    );
    const entry: Entry = {
      addressName: address.name,
      ...(domain && { tls: this.secure(domain, project, address) }),
    };
    const attached = gateway(this.child("gateway"), { cluster, entry, backends }, inCluster);

    this.backends = backends.flatMap((backend) => {
      const route = attached.get(backend.route.service);
      return route ? [{ ...backend, attached: route }] : [];
    });
    this.urlMap = { pattern: urlMapPattern(cluster) };
    this.host = domain ? pulumi.output(domain.name) : address.address;
    this.url = pulumi.interpolate`${domain ? "https" : "http"}://${this.host}`;
    this.registerOutputs({ url: this.url });
  }

  /**
   * Where the requests of a public service go.
   *
   * @throws Error when no route leads to that service
   */
  backend(service: string): PublicBackend {
    const backend = this.backends.find(({ route }) => route.service === service);
    if (backend === undefined) throw new Error(`the load balancer has no route to the service "${service}"`);
    return backend;
  }

  private secure(
    domain: Domain,
    project: GcpProject,
    address: compute.GlobalAddress,
  ): NonNullable<Entry["tls"]> {
    const within = { parent: this };
    const zone = managedZone(domain.zone, project, within);
    const policy = new compute.SSLPolicy(
      this.child("tls"),
      { description: "TLS 1.2 or newer, forward secrecy", profile: "MODERN", minTlsVersion: "TLS_1_2" },
      { ...within, dependsOn: project.after("compute") },
    );
    const map = managedCertificate((role) => this.child(role), { domain, project, zone }, within);
    new dns.RecordSet(
      this.child("name"),
      { managedZone: zone, name: `${domain.name}.`, type: "A", ttl: 300, rrdatas: [address.address] },
      within,
    );
    return {
      // A Gateway names it without its place.
      certificateMap: map.apply((path) => path.slice(path.lastIndexOf("/") + 1)),
      policy: policy.name,
    };
  }
}
