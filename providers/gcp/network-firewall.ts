import * as compute from "@pulumi/gcp/compute";
import type * as pulumi from "@pulumi/pulumi";
import { googleRange } from "./network-google-access";

/** Weaker than any rule that opens a way (1000), stronger than what Google's networks do by themselves (65535). */
const closed = 65_534;

/**
 * Closes a network in both directions, and opens two ways out, both for HTTPS: to Google's own services for all, and to
 * anywhere for what carries the tag. Who connects to a database or cache opens that way itself.
 *
 * Nothing is let in: Cloud Run takes requests from the load balancer outside of this network.
 *
 * What is refused is logged of machines alone, of which a stack has none: of what Cloud Run sends, Google logs no rule (guide,
 * "Direct VPC egress", limitations). What replicas did is in the flow logs and in those of Cloud NAT.
 *
 * @param tag network tag of what may call out
 */
export function firewall(
  child: (role: string) => string,
  { network, tag }: { readonly network: pulumi.Output<string>; readonly tag: string },
  opts: pulumi.CustomResourceOptions,
): void {
  const logConfig = { metadata: "INCLUDE_ALL_METADATA" };
  new compute.Firewall(
    child("deny-in"),
    {
      network,
      description: "Nothing comes in",
      direction: "INGRESS",
      priority: closed,
      denies: [{ protocol: "all" }],
      sourceRanges: ["0.0.0.0/0"],
      logConfig,
    },
    opts,
  );
  new compute.Firewall(
    child("deny-out"),
    {
      network,
      description: "Nothing goes out but by a rule of its own",
      direction: "EGRESS",
      priority: closed,
      denies: [{ protocol: "all" }],
      destinationRanges: ["0.0.0.0/0"],
      logConfig,
    },
    opts,
  );
  const https = {
    network,
    direction: "EGRESS",
    priority: 1000,
    allows: [{ protocol: "tcp", ports: ["443"] }],
  };
  new compute.Firewall(
    child("google-out"),
    {
      ...https,
      description: "HTTPS to Google's services, inside its network",
      destinationRanges: [googleRange],
    },
    opts,
  );
  new compute.Firewall(
    child("https-out"),
    {
      ...https,
      description: "HTTPS to the APIs that services call, through NAT",
      destinationRanges: ["0.0.0.0/0"],
      targetTags: [tag],
    },
    opts,
  );
}
