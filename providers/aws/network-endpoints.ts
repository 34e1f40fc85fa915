import * as ec2 from "@pulumi/aws/ec2";
import type { PolicyStatement } from "@pulumi/aws/iam";
import * as vpc from "@pulumi/aws/vpc";
import * as pulumi from "@pulumi/pulumi";
import type { AwsAccount } from "./account";
import { policyDocument } from "./role";

interface PrivateAccess {
  readonly vpc: ec2.Vpc;
  readonly cidr: string;
  readonly account: AwsAccount;
  /** Tables that get a route to S3. */
  readonly routeTableIds: pulumi.Output<string>[];
  /** Subnets that the endpoints have an address in: one per zone at most. */
  readonly subnetIds: pulumi.Output<string>[];
}

/**
 * The services of AWS that a task calls: images, secrets, logs, traces, metrics. Each costs by the hour and zone, so what
 * no task calls has none: KMS is called by Secrets Manager on a task's behalf, STS not at all.
 */
const services = {
  "ecr.api": "ecr",
  "ecr.dkr": "ecr",
  secretsmanager: "secretsmanager",
  logs: "logs",
  xray: "xray",
  "aps-workspaces": "aps",
} as const;

/**
 * Reaches AWS's own services without the internet, with credentials of this account only: stolen data can't be sent to
 * somebody else's bucket or log group through them.
 */
export function privateAccess(
  child: (role: string) => string,
  opts: pulumi.CustomResourceOptions,
  { account, cidr, routeTableIds, subnetIds, vpc: { id: vpcId } }: PrivateAccess,
): void {
  const serviceName = (service: string) => `com.amazonaws.${account.region}.${service}`;
  // Free of charge. Image layers lie in a bucket of AWS's, which is read with signed addresses of its own.
  new ec2.VpcEndpoint(
    child("endpoint-s3"),
    {
      vpcId,
      routeTableIds,
      vpcEndpointType: "Gateway",
      serviceName: serviceName("s3"),
      policy: policyDocument([
        ownAccount("s3:*", account),
        {
          Sid: "ImageLayers",
          Effect: "Allow",
          Principal: "*",
          Action: "s3:GetObject",
          Resource: `arn:aws:s3:::prod-${account.region}-starport-layer-bucket/*`,
        },
      ]),
      tags: { Name: child("endpoint-s3") },
    },
    opts,
  );

  const group = new ec2.SecurityGroup(
    child("endpoints"),
    { vpcId, description: "Services of AWS: HTTPS from inside the network" },
    opts,
  );
  new vpc.SecurityGroupIngressRule(
    child("endpoints-https"),
    {
      securityGroupId: group.id,
      description: "HTTPS from inside the network",
      cidrIpv4: cidr,
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
    },
    opts,
  );
  for (const [service, actions] of Object.entries(services)) {
    const name = child(`endpoint-${service.replaceAll(".", "-")}`);
    new ec2.VpcEndpoint(
      name,
      {
        vpcId,
        subnetIds,
        vpcEndpointType: "Interface",
        serviceName: serviceName(service),
        privateDnsEnabled: true,
        securityGroupIds: [group.id],
        policy: policyDocument([ownAccount(`${actions}:*`, account)]),
        tags: { Name: name },
      },
      opts,
    );
  }
}

/** Only identities of this account; what each may do is said by its own policy. */
function ownAccount(action: string, account: AwsAccount): PolicyStatement {
  return {
    Sid: "OwnAccount",
    Effect: "Allow",
    Principal: "*",
    Action: action,
    Resource: "*",
    Condition: { StringEquals: { "aws:PrincipalAccount": account.id } },
  };
}
