import * as cdn from "@pulumi/azure-native/cdn";
import * as dns from "@pulumi/azure-native/dns";
import * as pulumi from "@pulumi/pulumi";
import type { DomainSpecification } from "../../components/specification";
import { type DnsZone, relativeName } from "./dns-zone";
import type { AzureScope } from "./scope";

interface ManagedCertificate {
  readonly scope: AzureScope;
  readonly profileName: pulumi.Output<string>;
  readonly domain: DomainSpecification;
  readonly zone: DnsZone;
}

/**
 * A name that Front Door answers to, with a certificate that it gets, serves and renews by itself: TLS 1.2 or newer, with
 * the cipher suites of 2023. That the name is ours is proved by a DNS record; the certificate comes some minutes later.
 * It is renewed as long as the name leads to Front Door; that of a bare zone (`example.com`) needs a new proof each half year
 * (docs/clouds.md says how).
 *
 * @returns id of the domain, once its proof is written
 */
export function managedCertificate(
  child: (role: string) => string,
  { domain, profileName, scope, zone }: ManagedCertificate,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const custom = new cdn.AFDCustomDomain(
    child("domain"),
    {
      resourceGroupName: scope.resourceGroup,
      profileName,
      // Called after the domain: another name is another resource, beside the one that still serves.
      customDomainName: domain.name.replaceAll(".", "-"),
      hostName: domain.name,
      tlsSettings: {
        certificateType: "ManagedCertificate",
        cipherSuiteSetType: "TLS12_2023",
        minimumTlsVersion: "TLS12",
      },
    },
    opts,
  );
  const label = relativeName(domain.name, domain.zone);
  const proof = new dns.RecordSet(
    child("domain-proof"),
    {
      ...zone,
      relativeRecordSetName: label === "@" ? "_dnsauth" : `_dnsauth.${label}`,
      recordType: "TXT",
      ttl: 300,
      txtRecords: [{ value: [custom.validationProperties.apply(({ validationToken }) => validationToken)] }],
    },
    opts,
  );
  return pulumi.all([custom.id, proof.id]).apply(([id]) => id);
}
