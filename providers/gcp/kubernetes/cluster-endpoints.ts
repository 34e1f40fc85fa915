import type { KubernetesSpecification } from "../../../components/specification";

/**
 * Who reaches the control plane. Nodes do by an address within the network, always.
 *
 * - without ranges: everybody else by its name, which Google's own front ends answer to. They let in whom IAM lets connect to
 *   the cluster, before the control plane has heard of it; it has no address on the internet.
 * - with ranges: these ranges alone, by an address of its own
 */
export function controlPlaneEndpoints(ranges: KubernetesSpecification["apiRanges"]) {
  const byAddress = ranges.length > 0;
  return {
    privateClusterConfig: { enablePrivateNodes: true, enablePrivateEndpoint: !byAddress },
    controlPlaneEndpointsConfig: {
      dnsEndpointConfig: {
        allowExternalTraffic: !byAddress,
        // Tokens of ServiceAccounts and certificates are nobody whom IAM knows.
        enableK8sTokensViaDns: false,
        enableK8sCertsViaDns: false,
      },
      ipEndpointsConfig: { enabled: byAddress },
    },
    ...(byAddress && {
      masterAuthorizedNetworksConfig: {
        cidrBlocks: ranges.map((cidrBlock) => ({ cidrBlock })),
        gcpPublicCidrsAccessEnabled: false,
      },
    }),
  };
}
