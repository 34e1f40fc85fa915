import * as vpc from "@pulumi/aws/vpc";
import type * as pulumi from "@pulumi/pulumi";
import type { AwsDatabase } from "./database";

/** Opens the dump job's two ways: to the database, and by HTTPS to AWS's own services (images, secrets, logs, S3). */
export function dumpWays(
  child: (role: string) => string,
  { database, group }: { readonly database: AwsDatabase; readonly group: pulumi.Output<string> },
  opts: pulumi.CustomResourceOptions,
): void {
  const tcp = (port: number) => ({ ipProtocol: "tcp", fromPort: port, toPort: port });
  const description = "From the dump job to the database";
  new vpc.SecurityGroupEgressRule(
    child("database-out"),
    {
      ...tcp(database.port),
      description,
      securityGroupId: group,
      referencedSecurityGroupId: database.securityGroupId,
    },
    opts,
  );
  new vpc.SecurityGroupIngressRule(
    child("database-in"),
    {
      ...tcp(database.port),
      description,
      securityGroupId: database.securityGroupId,
      referencedSecurityGroupId: group,
    },
    opts,
  );
  new vpc.SecurityGroupEgressRule(
    child("https"),
    {
      ...tcp(443),
      description: "HTTPS to services of AWS, of which S3 answers on public addresses",
      securityGroupId: group,
      cidrIpv4: "0.0.0.0/0",
    },
    opts,
  );
}
