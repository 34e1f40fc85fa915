import * as cdn from "@pulumi/azure-native/cdn";
import * as pulumi from "@pulumi/pulumi";
import type { Route } from "../../components/load-balancer";
import type { AzureCluster } from "./cluster";
import { originHealth } from "./health-check";
import { physicalName } from "./names";
import type { AzureScope } from "./scope";

interface WayArgs {
  readonly scope: AzureScope;
  readonly cluster: AzureCluster;
  readonly route: Route;
  readonly profile: cdn.Profile;
  readonly endpoint: cdn.AFDEndpoint;
  /** Rules that every answer is sent by. */
  readonly headers: cdn.RuleSet;
  /** Id of the domain; absent: Front Door's own name is used. */
  readonly customDomain: pulumi.Output<string> | undefined;
}

/** The way from Front Door to one service: its paths, its health, and the host name that its app will have. */
export function wayTo(
  child: (role: string) => string,
  { cluster, customDomain, endpoint, headers, profile, route: { health, path, service }, scope }: WayArgs,
  opts: pulumi.CustomResourceOptions,
): { readonly route: cdn.Route; readonly originGroup: pulumi.Output<string> } {
  const where = { resourceGroupName: scope.resourceGroup, profileName: profile.name };
  const group = new cdn.AFDOriginGroup(
    child(`${service}-origins`),
    {
      ...where,
      healthProbeSettings: originHealth(health),
      loadBalancingSettings: {
        sampleSize: 4,
        successfulSamplesRequired: 3,
        additionalLatencyInMilliseconds: 50,
      },
      sessionAffinityState: "Disabled",
    },
    opts,
  );
  const host = pulumi.interpolate`${physicalName("containerApp", service)}.${cluster.environment.defaultDomain}`;
  const origin = new cdn.AFDOrigin(
    child(`${service}-origin`),
    {
      ...where,
      originGroupName: group.name,
      hostName: host,
      originHostHeader: host,
      httpPort: 80,
      httpsPort: 443,
      enforceCertificateNameCheck: true,
      enabledState: "Enabled",
      priority: 1,
      weight: 1000,
    },
    opts,
  );
  const route = new cdn.Route(
    child(`${service}-route`),
    {
      ...where,
      endpointName: endpoint.name,
      originGroup: { id: group.id },
      patternsToMatch: pathPatterns(path),
      supportedProtocols: ["Http", "Https"],
      httpsRedirect: "Enabled",
      forwardingProtocol: "HttpsOnly",
      linkToDefaultDomain: customDomain ? "Disabled" : "Enabled",
      ...(customDomain && { customDomains: [{ id: customDomain }] }),
      ruleSets: [{ id: headers.id }],
      enabledState: "Enabled",
    },
    // Front Door refuses a route to a group that has no origin yet.
    { ...opts, dependsOn: [origin] },
  );
  return { route, originGroup: group.name };
}

/** The patterns that a route takes: `/reports/*` means `/reports` too. The longest that fits wins. */
export function pathPatterns(path: string): string[] {
  return path.endsWith("/*") && path !== "/*" ? [path.slice(0, -2), path] : [path];
}
