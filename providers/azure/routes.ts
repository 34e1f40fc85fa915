import * as cdn from "@pulumi/azure-native/cdn";
import * as pulumi from "@pulumi/pulumi";
import type { Route } from "../../components/load-balancer";
import { originHealth } from "./health-check";
import type { AzureScope } from "./scope";

/** Where Front Door finds a service. */
export interface Origin {
  /** Name or address. */
  readonly host: pulumi.Output<string>;
  /** The `Host` that a service is asked as; absent: the one that the client asked for. */
  readonly hostHeader?: pulumi.Output<string>;
  readonly protocol: "Http" | "Https";
  readonly port: number;
  /** The private link service that it stands behind; absent: it answers on the internet. */
  readonly privateLink?: {
    readonly id: pulumi.Output<string>;
    /** Region of Front Door's own end of the link. */
    readonly location: string;
    readonly requestMessage: string;
    /** Lets Front Door in, which it asks for when the origin is made. */
    readonly accept: (origin: cdn.AFDOrigin) => pulumi.Resource;
  };
}

/** Says where a service is found; what must be made for it is made with these options. */
export type OriginOf = (
  route: Route,
  child: (role: string) => string,
  opts: pulumi.CustomResourceOptions & { readonly parent: pulumi.Resource },
) => Origin;

interface WayArgs {
  readonly scope: AzureScope;
  readonly originOf: OriginOf;
  readonly route: Route;
  readonly profile: cdn.Profile;
  readonly endpoint: cdn.AFDEndpoint;
  /** Rules that every answer is sent by. */
  readonly headers: cdn.RuleSet;
  /** Id of the domain; absent: Front Door's own name is used. */
  readonly customDomain: pulumi.Output<string> | undefined;
}

export interface Way {
  readonly route: cdn.Route;
  /** Name of the origin group, and name or address of its one origin. */
  readonly originGroup: pulumi.Output<string>;
  readonly host: pulumi.Output<string>;
}

/** The way from Front Door to one service: its paths, its health, and where it is found. */
export function wayTo(
  child: (role: string) => string,
  { customDomain, endpoint, headers, originOf, profile, route: asked, scope }: WayArgs,
  opts: pulumi.CustomResourceOptions & { readonly parent: pulumi.Resource },
): Way {
  const { health, path, service } = asked;
  const { host, hostHeader, port, privateLink, protocol } = originOf(asked, child, opts);
  const where = { resourceGroupName: scope.resourceGroup, profileName: profile.name };
  const group = new cdn.AFDOriginGroup(
    child(`${service}-origins`),
    {
      ...where,
      healthProbeSettings: originHealth(health, protocol),
      loadBalancingSettings: {
        sampleSize: 4,
        successfulSamplesRequired: 3,
        additionalLatencyInMilliseconds: 50,
      },
      sessionAffinityState: "Disabled",
    },
    opts,
  );
  const origin = new cdn.AFDOrigin(
    child(`${service}-origin`),
    {
      ...where,
      originGroupName: group.name,
      hostName: host,
      ...(hostHeader && { originHostHeader: hostHeader }),
      httpPort: protocol === "Http" ? port : 80,
      httpsPort: protocol === "Https" ? port : 443,
      enforceCertificateNameCheck: true,
      enabledState: "Enabled",
      priority: 1,
      weight: 1000,
      ...(privateLink && {
        sharedPrivateLinkResource: {
          privateLink: { id: privateLink.id },
          privateLinkLocation: privateLink.location,
          requestMessage: privateLink.requestMessage,
        },
      }),
    },
    opts,
  );
  const accepted = privateLink?.accept(origin);
  const route = new cdn.Route(
    child(`${service}-route`),
    {
      ...where,
      endpointName: endpoint.name,
      originGroup: { id: group.id },
      patternsToMatch: pathPatterns(path),
      supportedProtocols: ["Http", "Https"],
      httpsRedirect: "Enabled",
      forwardingProtocol: `${protocol}Only`,
      linkToDefaultDomain: customDomain ? "Disabled" : "Enabled",
      ...(customDomain && { customDomains: [{ id: customDomain }] }),
      ruleSets: [{ id: headers.id }],
      enabledState: "Enabled",
    },
    // Front Door refuses a route to a group that has no origin yet.
    { ...opts, dependsOn: [origin, ...(accepted ? [accepted] : [])] },
  );
  return { route, originGroup: group.name, host };
}

/** The patterns that a route takes: `/reports/*` means `/reports` too. The longest that fits wins. */
export function pathPatterns(path: string): string[] {
  return path.endsWith("/*") && path !== "/*" ? [path.slice(0, -2), path] : [path];
}
