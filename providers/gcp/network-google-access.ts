import * as compute from "@pulumi/gcp/compute";
import * as dns from "@pulumi/gcp/dns";
import type * as pulumi from "@pulumi/pulumi";
import type { GcpProject } from "./project";

/** Addresses of `private.googleapis.com`, reached without the internet (Virtual Private Cloud, "Private Google Access"). */
export const googleRange = "199.36.153.8/30";
const googleAddresses = ["199.36.153.8", "199.36.153.9", "199.36.153.10", "199.36.153.11"];

/** Google's own domains that are asked for at those addresses: its interfaces, and the registry. */
const domains = { apis: "googleapis.com.", registry: "pkg.dev." };

interface GoogleAccessArgs {
  readonly network: pulumi.Output<string>;
  readonly project: GcpProject;
}

/** Lets the network reach Google's own services at private addresses, and records who asked for which name. */
export function googleAccess(
  child: (role: string) => string,
  { network, project }: GoogleAccessArgs,
  opts: pulumi.CustomResourceOptions,
): void {
  const afterDns = { ...opts, dependsOn: project.after("dns") };
  new compute.Route(
    child("google-route"),
    {
      network,
      description: "To Google's services",
      destRange: googleRange,
      nextHopGateway: "default-internet-gateway",
    },
    opts,
  );
  new dns.Policy(
    child("dns"),
    {
      description: "Records the names that are asked for",
      enableLogging: true,
      networks: [{ networkUrl: network }],
    },
    afterDns,
  );
  for (const [role, domain] of Object.entries(domains)) {
    const zone = new dns.ManagedZone(
      child(`${role}-zone`),
      {
        description: `${domain} at private addresses`,
        dnsName: domain,
        visibility: "private",
        privateVisibilityConfig: { networks: [{ networkUrl: network }] },
      },
      afterDns,
    );
    new dns.RecordSet(
      child(`${role}-address`),
      { managedZone: zone.name, name: domain, type: "A", ttl: 300, rrdatas: googleAddresses },
      opts,
    );
    new dns.RecordSet(
      child(`${role}-names`),
      { managedZone: zone.name, name: `*.${domain}`, type: "CNAME", ttl: 300, rrdatas: [domain] },
      opts,
    );
  }
}
