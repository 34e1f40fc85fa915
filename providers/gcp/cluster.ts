import type * as pulumi from "@pulumi/pulumi";
import { Cluster, type ClusterArgs } from "../../components/cluster";
import type { GcpComponents } from "./components";
import type { GcpNetwork } from "./network";
import type { GcpProject } from "./project";

/**
 * What every service and job on Cloud Run has in common. Cloud Run has no cluster to make: this switches it on, and lets it
 * use our key.
 */
export class GcpCluster extends Cluster {
  readonly region: string;
  readonly network: GcpNetwork;
  /** Key that images and what a replica writes are encrypted with: `encryptionKey` of a template. */
  readonly encryptionKey: pulumi.Output<string>;
  /** What must be there before the first service or job: for `dependsOn`. */
  readonly ready: readonly pulumi.Resource[];
  readonly project: GcpProject;

  constructor(name: string, args: ClusterArgs<GcpComponents>, opts: pulumi.ComponentResourceOptions) {
    super("gcp", name, opts);
    const { key, network } = args;
    this.project = key.project;
    this.region = key.project.region;
    this.network = network;
    this.encryptionKey = key.reference;
    this.ready = [...key.project.after("run"), ...key.grant("run")];
    this.registerOutputs({ region: this.region });
  }

  /**
   * `vpcAccess` of a template: an address of its own in the services' subnet for each replica, and no other way out.
   *
   * @param tags network tags that firewall rules know it by, beside the one for HTTPS
   */
  vpcAccess(...tags: readonly string[]) {
    return {
      egress: "ALL_TRAFFIC",
      networkInterfaces: [
        {
          network: this.network.id,
          subnetwork: this.network.subnet.id,
          tags: [this.network.serviceTag, ...tags],
        },
      ],
    };
  }
}
