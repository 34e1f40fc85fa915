import * as cdn from "@pulumi/azure-native/cdn";
import * as dns from "@pulumi/azure-native/dns";
import * as pulumi from "@pulumi/pulumi";
import { LoadBalancer, type LoadBalancerArgs } from "../../components/load-balancer";
import { managedCertificate } from "./certificate";
import type { AzureSharedComponents } from "./components";
import { sendLogs } from "./diagnostics";
import { type DnsZone, dnsZone, relativeName } from "./dns-zone";
import { physicalName } from "./names";
import { type OriginOf, type Way, wayTo } from "./routes";
import type { Scoped } from "./scope";
import { webAcl } from "./web-acl";

type Args = Scoped<LoadBalancerArgs<AzureSharedComponents>> & {
  readonly originOf: OriginOf;
  /** Whether services are reached by private link, which the Premium tier alone has. Default: false. */
  readonly privateLink?: boolean | undefined;
};

/** Seconds that an answer may take to begin; requests may take 30. */
const originResponseTimeoutSeconds = 60;

/**
 * Azure Front Door: the Standard tier, or Premium where a firewall with Microsoft's rules or private link is asked for.
 *
 * Without a domain it answers on a name of its own, by HTTPS too. Which replicas are ready is decided by the proxy or load
 * balancer right before them. Requests that no route takes get 404 from Front Door.
 */
export class AzureLoadBalancer extends LoadBalancer {
  override readonly url: pulumi.Output<string>;
  /** Host name that requests are made to. */
  readonly host: pulumi.Output<string>;
  /** Id of the Front Door profile: where its metrics are. */
  readonly profile: pulumi.Output<string>;
  private readonly ways: ReadonlyMap<string, Way>;

  constructor(name: string, args: Args, opts: pulumi.ComponentResourceOptions) {
    super("azure", name, opts);
    const { domain, privateLink = false, protection, scope, webApplicationFirewall } = args;
    const { resourceGroup: resourceGroupName, tags } = scope;
    const within = { parent: this };
    const child = (role: string) => this.child(role);

    const profile = new cdn.Profile(
      child("profile"),
      {
        resourceGroupName,
        location: "Global",
        tags,
        sku: {
          name: webApplicationFirewall || privateLink ? "Premium_AzureFrontDoor" : "Standard_AzureFrontDoor",
        },
        originResponseTimeoutSeconds,
      },
      { ...within, protect: protection },
    );
    sendLogs(
      child("logs"),
      {
        scope,
        resource: profile.id,
        categories: [
          "FrontDoorAccessLog",
          "FrontDoorHealthProbeLog",
          ...(webApplicationFirewall ? ["FrontDoorWebApplicationFirewallLog"] : []),
        ],
      },
      within,
    );
    const endpoint = new cdn.AFDEndpoint(
      child("endpoint"),
      { resourceGroupName, profileName: profile.name, location: "Global", tags, enabledState: "Enabled" },
      within,
    );
    const zone = domain && dnsZone(domain.zone, within);
    const customDomain =
      domain && zone && managedCertificate(child, { scope, profileName: profile.name, domain, zone }, within);
    if (webApplicationFirewall)
      webAcl(
        child,
        { scope, profileName: profile.name, domains: [endpoint.id, ...(customDomain ? [customDomain] : [])] },
        within,
      );
    const headers = this.headers(scope.resourceGroup, profile);
    const ways = args.routes.map((route) => ({
      service: route.service,
      ...wayTo(child, { ...args, route, profile, endpoint, headers, customDomain }, within),
    }));
    const address = domain && zone && this.address(domain, zone, endpoint);

    // Somebody may ask once there is a way to a service, and a name for it.
    const ready = pulumi.all([...ways.map(({ route }) => route), ...(address ?? [])].map(({ id }) => id));
    this.ways = new Map(ways.map((way) => [way.service, way]));
    this.profile = profile.id;
    this.host = pulumi.all([domain?.name ?? endpoint.hostName, ready]).apply(([host]) => host);
    this.url = pulumi.interpolate`https://${this.host}`;
    this.registerOutputs({ url: this.url });
  }

  /**
   * The way to a public service: what its health is measured by, and what its requests are known by.
   *
   * @throws Error when no route leads to that service
   */
  wayTo(service: string): Pick<Way, "originGroup" | "host"> {
    const way = this.ways.get(service);
    if (way === undefined) throw new Error(`the load balancer has no route to the service "${service}"`);
    return way;
  }

  /** Browsers come back by HTTPS only. */
  private headers(resourceGroupName: pulumi.Output<string>, profile: cdn.Profile): cdn.RuleSet {
    const where = { resourceGroupName, profileName: profile.name };
    const rules = new cdn.RuleSet(
      this.child("headers"),
      { ...where, ruleSetName: physicalName("frontDoorRule", "headers") },
      { parent: this },
    );
    new cdn.Rule(
      this.child("headers-https"),
      {
        ...where,
        ruleSetName: rules.name,
        ruleName: physicalName("frontDoorRule", "strict-transport"),
        // Zero: without a condition, for every answer.
        order: 0,
        actions: [
          {
            name: "ModifyResponseHeader",
            parameters: {
              typeName: "DeliveryRuleHeaderActionParameters",
              headerAction: "Overwrite",
              headerName: "Strict-Transport-Security",
              value: "max-age=31536000",
            },
          },
        ],
      },
      { parent: this },
    );
    return rules;
  }

  /** Records that lead a name to Front Door. A bare zone has no alias to a name: Azure writes the addresses itself. */
  private address(
    domain: NonNullable<Args["domain"]>,
    zone: DnsZone,
    endpoint: cdn.AFDEndpoint,
  ): dns.RecordSet[] {
    const where = { ...zone, relativeRecordSetName: relativeName(domain.name, domain.zone) };
    if (domain.name !== domain.zone)
      return [
        new dns.RecordSet(
          this.child("address"),
          { ...where, recordType: "CNAME", ttl: 3600, cnameRecord: { cname: endpoint.hostName } },
          { parent: this },
        ),
      ];
    return ["A", "AAAA"].map(
      (recordType) =>
        new dns.RecordSet(
          this.child(`address-${recordType.toLowerCase()}`),
          { ...where, recordType, ttl: 3600, targetResource: { id: endpoint.id } },
          { parent: this },
        ),
    );
  }
}
