import * as acm from "@pulumi/aws/acm";
import * as route53 from "@pulumi/aws/route53";
import type * as pulumi from "@pulumi/pulumi";
import type { DomainSpecification } from "../../components/specification";

/**
 * A certificate of AWS's own authority for one name, proved by a DNS record and renewed by itself as long as that record
 * stands.
 *
 * @returns its ARN, once it is issued
 */
export function managedCertificate(
  child: (role: string) => string,
  { name }: DomainSpecification,
  zoneId: pulumi.Output<string>,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const certificate = new acm.Certificate(
    child("certificate"),
    { domainName: name, validationMethod: "DNS", tags: { Name: name } },
    opts,
  );
  // One name, so one proof.
  const proof = certificate.domainValidationOptions.apply((options) => {
    const [option] = options;
    if (!option) throw new Error(`AWS named no DNS record that proves the ownership of ${name}`);
    return option;
  });
  const record = new route53.Record(
    child("certificate-proof"),
    {
      zoneId,
      name: proof.resourceRecordName,
      type: proof.resourceRecordType,
      records: [proof.resourceRecordValue],
      ttl: 300,
      // A new certificate for the same name asks for the same record.
      allowOverwrite: true,
    },
    opts,
  );
  return new acm.CertificateValidation(
    child("certificate-issued"),
    { certificateArn: certificate.arn, validationRecordFqdns: [record.fqdn] },
    opts,
  ).certificateArn;
}
