import * as compute from "@pulumi/gcp/compute";
import type * as pulumi from "@pulumi/pulumi";
import type { GcpProject } from "./project";

interface EgressArgs {
  readonly network: pulumi.Output<string>;
  readonly subnet: pulumi.Output<string>;
  readonly project: GcpProject;
  /** Number of fixed addresses; 0: Google chooses them, and may change them. */
  readonly addresses: number;
}

/**
 * The way out to the internet. Cloud NAT is a property of a region's network, not a machine in a zone: it outlives any zone's
 * loss whatever was asked for. Ports are given out as they are needed, for one replica may call one API very often.
 */
export function egress(
  child: (role: string) => string,
  { addresses, network, project, subnet }: EgressArgs,
  opts: pulumi.CustomResourceOptions,
): void {
  const { region } = project;
  const wayOut = new compute.Route(
    child("internet-route"),
    {
      network,
      description: "To the internet, for what the firewall lets out",
      destRange: "0.0.0.0/0",
      nextHopGateway: "default-internet-gateway",
    },
    opts,
  );
  const router = new compute.Router(child("router"), { network, region }, opts);
  const fixed = Array.from(
    { length: addresses },
    (_, index) =>
      new compute.Address(
        child(`nat-address-${String(index + 1)}`),
        { region, addressType: "EXTERNAL", description: "Seen by those that services call" },
        { ...opts, dependsOn: project.after("compute") },
      ),
  );
  new compute.RouterNat(
    child("nat"),
    {
      router: router.name,
      region,
      ...(addresses > 0
        ? { natIpAllocateOption: "MANUAL_ONLY", natIps: fixed.map(({ selfLink }) => selfLink) }
        : { natIpAllocateOption: "AUTO_ONLY" }),
      sourceSubnetworkIpRangesToNat: "LIST_OF_SUBNETWORKS",
      subnetworks: [{ name: subnet, sourceIpRangesToNats: ["ALL_IP_RANGES"] }],
      enableDynamicPortAllocation: true,
      // Google refuses dynamic ports together with it.
      enableEndpointIndependentMapping: false,
      minPortsPerVm: 64,
      maxPortsPerVm: 4096,
      // All, not only what found no port: of a replica of Cloud Run no rule of the firewall is logged.
      logConfig: { enable: true, filter: "ALL" },
    },
    { ...opts, dependsOn: [wayOut] },
  );
}
