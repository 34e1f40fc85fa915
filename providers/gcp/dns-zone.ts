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
  return project.told(
    "dns",
    pulumi.all([zones, project.id]).apply(([found, id]) => publicZone(domain, found, id)),
  );
}

interface Zone {
  readonly name?: string;
  readonly dnsName: string;
  readonly visibility: string;
}

/** @throws pulumi.RunError when none of the zones is a public one of that name */
export function publicZone(domain: string, zones: readonly Zone[], project: string): string {
  const open = zones.filter(({ visibility }) => visibility === "public");
  const name = open.find(({ dnsName }) => dnsName === `${domain}.`)?.name;
  if (name !== undefined) return name;
  const others = open.map(({ dnsName }) => dnsName.replace(/\.$/, "")).join(", ");
  throw new pulumi.RunError(
    `the project ${project} has no public DNS zone for ${domain}; make one in Cloud DNS` +
      (others === "" ? "" : `, or set domain.zone to one that it has: ${others}`),
  );
}
