import * as compute from "@pulumi/gcp/compute";
import * as dns from "@pulumi/gcp/dns";
import * as pulumi from "@pulumi/pulumi";
import { LoadBalancer, type LoadBalancerArgs, type Route } from "../../components/load-balancer";
import { managedCertificate } from "./certificate";
import type { GcpComponents } from "./components";
import { managedZone } from "./dns-zone";
import type { GcpProject } from "./project";
import { catchAll, pathRules } from "./routes";
import { webAcl } from "./web-acl";

type Args = LoadBalancerArgs<GcpComponents>;
type Domain = NonNullable<Args["domain"]>;

/** Where the load balancer sends the requests of one service. */
export interface Backend {
  /** Name of the backend service: label `backend_target_name` of the load balancer's metrics. */
  readonly name: pulumi.Output<string>;
  readonly id: pulumi.Output<string>;
  /** Physical name that the service on Cloud Run must have. */
  readonly serviceName: pulumi.Output<string>;
}

const scheme = { loadBalancingScheme: "EXTERNAL_MANAGED" };

/**
 * A global external Application Load Balancer, with a serverless network endpoint group for each service.
 *
 * Google's front ends refuse malformed requests by themselves. A serverless group has no health check: Cloud Run sends a
 * request only to a replica whose own probes succeed. Access logs go where all logs go: see `GcpTelemetry`.
 */
export class GcpLoadBalancer extends LoadBalancer {
  override readonly url: pulumi.Output<string>;
  /** Host name or address of `url`, for the uptime check. */
  readonly host: pulumi.Output<string>;
  /** Name of the URL map: label `url_map_name` of its metrics. */
  readonly urlMap: pulumi.Output<string>;
  readonly project: GcpProject;
  private readonly backends: ReadonlyMap<string, Backend>;

  constructor(name: string, args: Args, opts: pulumi.ComponentResourceOptions) {
    super("gcp", name, opts);
    const { domain, protection, webApplicationFirewall } = args;
    const { project } = args.cluster;
    const within = { parent: this };
    const kept = { ...within, protect: protection };
    this.project = project;

    const address = new compute.GlobalAddress(
      this.child("address"),
      { description: "The platform's way in", addressType: "EXTERNAL", ipVersion: "IPV4" },
      { ...kept, dependsOn: project.after("compute") },
    );
    const acl = webApplicationFirewall ? webAcl((role) => this.child(role), project, within) : undefined;
    const services = args.routes.map((route) => ({ route, ...this.backendService(route, args, acl) }));
    const urlMap = this.paths(args.routes, new Map(services.map(({ id, route }) => [route.service, id])));

    if (domain) this.secureEntry(urlMap, address, domain, kept);
    else this.plainEntry(urlMap, address, kept);

    this.backends = new Map(services.map(({ route, ...backend }) => [route.service, backend]));
    this.urlMap = urlMap.name;
    this.host = domain ? pulumi.output(domain.name) : address.address;
    this.url = pulumi.interpolate`${domain ? "https" : "http"}://${this.host}`;
    this.registerOutputs({ url: this.url });
  }

  /**
   * Where the requests of a public service go.
   *
   * @throws Error when no route leads to that service
   */
  backend(service: string): Backend {
    const backend = this.backends.get(service);
    if (backend === undefined) throw new Error(`the load balancer has no route to the service "${service}"`);
    return backend;
  }

  /** The place of one service. The group names it before there is such a service, which Google does not mind. */
  private backendService(
    { service }: Route,
    { cluster, domain }: Args,
    acl: compute.SecurityPolicy | undefined,
  ): Backend {
    const { project, region } = cluster;
    const serviceName = project.physicalName("cloudRunService", service);
    const group = new compute.RegionNetworkEndpointGroup(
      this.child(`${service}-group`),
      { region, networkEndpointType: "SERVERLESS", cloudRun: { service: serviceName } },
      { parent: this, dependsOn: project.after("compute") },
    );
    const backend = new compute.BackendService(
      this.child(`${service}-backend`),
      {
        ...scheme,
        // Neither a timeout nor a balancing mode: Google refuses them for a serverless group.
        protocol: "HTTPS",
        backends: [{ group: group.id }],
        logConfig: { enable: true, sampleRate: 1 },
        ...(domain && { customResponseHeaders: ["Strict-Transport-Security: max-age=31536000"] }),
        ...(acl && { securityPolicy: acl.id }),
      },
      { parent: this },
    );
    return { name: backend.name, id: backend.id, serviceName };
  }

  /** Sends each path to its service, and, where none asked for everything, the rest to "not found". */
  private paths(
    routes: readonly Route[],
    backends: ReadonlyMap<string, pulumi.Output<string>>,
  ): compute.URLMap {
    const fallback = routes.find(({ path }) => path === catchAll);
    const [first] = backends.values();
    const defaultService = fallback ? backends.get(fallback.service) : first;
    // A URL map must name a service for the rest; the fault answers in its place.
    const rest = {
      ...(defaultService && { defaultService }),
      ...(!fallback && {
        defaultRouteAction: { faultInjectionPolicy: { abort: { httpStatus: 404, percentage: 100 } } },
      }),
    };
    const rules = pathRules(routes).flatMap(({ paths, service }) => {
      const backend = backends.get(service);
      return backend ? [{ paths: [...paths], service: backend }] : [];
    });
    const matcher = "services";
    return new compute.URLMap(
      this.child("paths"),
      {
        description: "Which service answers which path",
        ...rest,
        ...(rules.length > 0 && {
          hostRules: [{ hosts: ["*"], pathMatcher: matcher }],
          pathMatchers: [{ name: matcher, ...rest, pathRules: rules }],
        }),
      },
      { parent: this },
    );
  }

  private plainEntry(
    urlMap: compute.URLMap,
    address: compute.GlobalAddress,
    opts: pulumi.CustomResourceOptions,
  ): void {
    const proxy = new compute.TargetHttpProxy(
      this.child("http-proxy"),
      { urlMap: urlMap.id },
      { parent: this },
    );
    new compute.GlobalForwardingRule(
      this.child("http"),
      { ...scheme, ipAddress: address.id, ipProtocol: "TCP", portRange: "80", target: proxy.id },
      opts,
    );
  }

  private secureEntry(
    urlMap: compute.URLMap,
    address: compute.GlobalAddress,
    domain: Domain,
    opts: pulumi.CustomResourceOptions,
  ): void {
    const within = { parent: this };
    const { project } = this;
    const zone = managedZone(domain.zone, project, within);
    const policy = new compute.SSLPolicy(
      this.child("tls"),
      { description: "TLS 1.2 or newer, forward secrecy", profile: "MODERN", minTlsVersion: "TLS_1_2" },
      { ...within, dependsOn: project.after("compute") },
    );
    const proxy = new compute.TargetHttpsProxy(
      this.child("https-proxy"),
      {
        urlMap: urlMap.id,
        sslPolicy: policy.id,
        certificateMap: managedCertificate((role) => this.child(role), { domain, project, zone }, within),
      },
      within,
    );
    new compute.GlobalForwardingRule(
      this.child("https"),
      { ...scheme, ipAddress: address.id, ipProtocol: "TCP", portRange: "443", target: proxy.id },
      opts,
    );
    const redirect = new compute.URLMap(
      this.child("redirect"),
      {
        description: "HTTP to HTTPS",
        defaultUrlRedirect: {
          httpsRedirect: true,
          redirectResponseCode: "MOVED_PERMANENTLY_DEFAULT",
          stripQuery: false,
        },
      },
      { ...within, dependsOn: project.after("compute") },
    );
    this.plainEntry(redirect, address, within);
    new dns.RecordSet(
      this.child("name"),
      { managedZone: zone, name: `${domain.name}.`, type: "A", ttl: 300, rrdatas: [address.address] },
      within,
    );
  }
}
