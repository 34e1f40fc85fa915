import { getManagedZonesOutput } from "@pulumi/gcp/dns";
import * as pulumi from "@pulumi/pulumi";
import type { GcpProject } from "./project";

/**
 * The name that Google knows the public zone of a DNS name by: asked for among the zones of the stack's project.
 *
 * @param domain for example `example.com`
 * @throws pulumi.RunError when the project has no such zone
 */
export function managedZone(
  domain: string,
  project: GcpProject,
  opts: pulumi.InvokeOutputOptions,
): pulumi.Output<string> {
  const zones = getManagedZonesOutput(
    { project: project.id },
    { ...opts, dependsOn: project.after("dns") },
  ).managedZones;
  return pulumi.all([zones, project.id]).apply(([found, id]) => {
    const zone = found.find(({ dnsName, visibility }) => dnsName === `${domain}.` && visibility === "public");
    if (zone?.name === undefined)
      throw new pulumi.RunError(
        `the project ${id} has no public DNS zone for ${domain}; make one in Cloud DNS, or set domain.zone to one of ` +
          (found.map(({ dnsName }) => dnsName.replace(/\.$/, "")).join(", ") || "those that it will have"),
      );
    return zone.name;
  });
}
