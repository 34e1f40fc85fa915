import * as certificatemanager from "@pulumi/gcp/certificatemanager";
import * as dns from "@pulumi/gcp/dns";
import * as pulumi from "@pulumi/pulumi";
import { createHash } from "node:crypto";
import type { DomainSpecification } from "../../components/specification";
import type { GcpProject } from "./project";

interface CertificateArgs {
  readonly domain: DomainSpecification;
  /** Name of the managed zone that the proof is written to. */
  readonly zone: pulumi.Output<string>;
  readonly project: GcpProject;
}

/**
 * A certificate of Google's own authority for one name, proved by a DNS record and renewed by itself as long as that record
 * stands. Google issues it some minutes after the record is there, and nobody waits for it.
 *
 * Its name holds a hash of the domain's: the domains of a certificate can't be changed, and one that is in use can't be
 * deleted, so that a new domain needs a certificate of another name, made before the old one goes.
 *
 * @returns the certificate map, in the form that a target proxy takes
 */
export function managedCertificate(
  child: (role: string) => string,
  { domain, project, zone }: CertificateArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const { name: hostname } = domain;
  const afterApi = { ...opts, dependsOn: project.after("certificatemanager") };
  const named = (role: string) => `${child(role)}-${hashOf(hostname)}`;

  const authorization = new certificatemanager.DnsAuthorization(
    child("certificate-authorization"),
    { name: named("authorization"), domain: hostname },
    afterApi,
  );
  const proof = authorization.dnsResourceRecords.apply((records) => proofOf(hostname, records));
  new dns.RecordSet(
    child("certificate-proof"),
    { managedZone: zone, name: proof.name, type: proof.type, ttl: 300, rrdatas: [proof.data] },
    opts,
  );
  const certificate = new certificatemanager.Certificate(
    child("certificate"),
    {
      name: named("certificate"),
      description: hostname,
      managed: { domains: [hostname], dnsAuthorizations: [authorization.id] },
    },
    opts,
  );
  const map = new certificatemanager.CertificateMap(child("certificates"), {}, afterApi);
  const entry = new certificatemanager.CertificateMapEntry(
    child("certificate-entry"),
    { name: named("entry"), map: map.name, hostname, certificates: [certificate.id] },
    opts,
  );
  return pulumi.all([map.id, entry.id]).apply(([id]) => `//certificatemanager.googleapis.com/${id}`);
}

function hashOf(domain: string): string {
  return createHash("sha256").update(domain).digest("hex").slice(0, 8);
}

/**
 * The record that proves a name: one name, so one record.
 *
 * @throws pulumi.RunError when Google named none
 */
function proofOf<Record>(hostname: string, [record]: readonly Record[]): Record {
  if (record === undefined)
    throw new pulumi.RunError(`Google named no DNS record that proves the ownership of ${hostname}`);
  return record;
}
