import * as core from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { portName } from "../../../components/kubernetes/probes";
import type { AzureNetwork } from "../network";
import type { OriginOf } from "../routes";
import type { AzureKubernetesCluster } from "./cluster";
import { acceptLink } from "./private-link";
import { linkRegion } from "./private-link-regions";

const azure = (annotation: string) => `service.beta.kubernetes.io/azure-${annotation}`;

/**
 * Services behind a private link each: the cluster makes an address inside the network, before which only machines with a ready
 * replica stand, and a private link service to it that Front Door alone is let into. Nothing of a cluster is on the internet.
 *
 * The link ends in a subnet of its own, whose addresses pods see, so that network policies can tell them from all others.
 */
export function podOrigin(cluster: AzureKubernetesCluster, { entry }: AzureNetwork): OriginOf {
  if (entry === undefined) throw new Error("the network has no subnet for private links");
  const { namespace, ownGroup, provider, scope } = cluster;
  return ({ port, service }, child, opts) => {
    // The only one of its name: the group is the cluster's own.
    const linkName = `front-door-${service}`;
    const object = new core.Service(
      child(`${service}-service`),
      {
        metadata: {
          ...namespace.metadata(service),
          annotations: {
            [azure("load-balancer-internal")]: "true",
            [azure("pls-create")]: "true",
            [azure("pls-name")]: linkName,
            [azure("pls-ip-configuration-subnet")]: entry.name,
            // Its pods come after it: it is there as soon as it has an address.
            "pulumi.com/waitFor": "jsonpath={.status.loadBalancer.ingress}",
          },
        },
        spec: {
          type: "LoadBalancer",
          externalTrafficPolicy: "Local",
          selector: namespace.selector(service),
          ports: [{ name: portName, port, targetPort: portName, protocol: "TCP" }],
        },
      },
      { ...opts, provider },
    );
    const host = object.status.apply(addressOf);
    const id = pulumi
      .all([scope.subscription, ownGroup, host])
      .apply(
        ([subscription, group]) =>
          `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Network/privateLinkServices/${linkName}`,
      );
    return {
      host,
      protocol: "Http",
      port,
      privateLink: {
        id,
        location: linkRegion(scope.location),
        requestMessage: `Front Door to ${service}`,
        accept: (origin) =>
          acceptLink(
            child(`${service}-link`),
            { origin, linkName, group: ownGroup, service, tags: scope.tags },
            opts,
          ),
      },
    };
  };
}

interface Status {
  readonly loadBalancer?: { readonly ingress?: readonly { readonly ip?: string }[] };
}

/** A preview of an object that is not there yet may tell nothing of its status. */
function addressOf(status: Status | undefined): string {
  return status?.loadBalancer?.ingress?.[0]?.ip ?? "";
}
