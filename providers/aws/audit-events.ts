/** Something in the audit record that the account's owners want to hear of. */
export interface AuditEvent {
  readonly id: string;
  /** Filter pattern of CloudWatch Logs over CloudTrail's records. */
  readonly pattern: string;
  readonly summary: string;
  /** So many within five minutes are too many. */
  readonly limit: number;
}

/** `{ ($.eventName = A) || ($.eventName = B) }`, of one service where given. */
function named(events: readonly string[], source?: string): string {
  const anyOf = events.map((event) => `($.eventName = ${event})`).join(" || ");
  return source === undefined ? `{ ${anyOf} }` : `{ ($.eventSource = ${source}) && (${anyOf}) }`;
}

/** What CIS AWS Foundations Benchmark 3.0 asks to be told of, in its section 4. */
export const auditEvents: readonly AuditEvent[] = [
  {
    id: "unauthorized",
    pattern: '{ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") }',
    summary: "Calls are refused for want of permission (CIS 4.1)",
    limit: 10,
  },
  {
    id: "no-mfa",
    pattern:
      '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }',
    summary: "Somebody signed in to the console without a second factor (CIS 4.2)",
    limit: 1,
  },
  {
    id: "root",
    pattern:
      '{ ($.userIdentity.type = "Root") && ($.userIdentity.invokedBy NOT EXISTS) && ($.eventType != "AwsServiceEvent") }',
    summary: "The root user was used (CIS 4.3)",
    limit: 1,
  },
  {
    id: "identity",
    pattern: named(
      [
        "AttachGroupPolicy",
        "AttachRolePolicy",
        "AttachUserPolicy",
        "CreatePolicy",
        "CreatePolicyVersion",
        "DeleteGroupPolicy",
        "DeletePolicy",
        "DeletePolicyVersion",
        "DeleteRolePolicy",
        "DeleteUserPolicy",
        "DetachGroupPolicy",
        "DetachRolePolicy",
        "DetachUserPolicy",
        "PutGroupPolicy",
        "PutRolePolicy",
        "PutUserPolicy",
      ],
      "iam.amazonaws.com",
    ),
    summary: "Permissions were changed (CIS 4.4)",
    limit: 1,
  },
  {
    id: "trail",
    pattern: named(["CreateTrail", "DeleteTrail", "StartLogging", "StopLogging", "UpdateTrail"]),
    summary: "The audit trail was changed (CIS 4.5)",
    limit: 1,
  },
  {
    id: "sign-in",
    pattern: '{ ($.eventName = ConsoleLogin) && ($.errorMessage = "Failed authentication") }',
    summary: "Sign-ins to the console fail (CIS 4.6)",
    limit: 5,
  },
  {
    id: "keys",
    pattern: named(["DisableKey", "ScheduleKeyDeletion"], "kms.amazonaws.com"),
    summary: "An encryption key was disabled or will be deleted (CIS 4.7)",
    limit: 1,
  },
  {
    id: "buckets",
    pattern: named(
      [
        "DeleteBucketCors",
        "DeleteBucketLifecycle",
        "DeleteBucketPolicy",
        "DeleteBucketReplication",
        "PutBucketAcl",
        "PutBucketCors",
        "PutBucketLifecycle",
        "PutBucketPolicy",
        "PutBucketReplication",
      ],
      "s3.amazonaws.com",
    ),
    summary: "Access to a bucket, or what happens to its objects, was changed (CIS 4.8)",
    limit: 1,
  },
  {
    id: "recording",
    pattern: named(
      [
        "DeleteDeliveryChannel",
        "PutConfigurationRecorder",
        "PutDeliveryChannel",
        "StopConfigurationRecorder",
      ],
      "config.amazonaws.com",
    ),
    summary: "The recording of configurations was changed (CIS 4.9)",
    limit: 1,
  },
  {
    id: "security-groups",
    pattern: named([
      "AuthorizeSecurityGroupEgress",
      "AuthorizeSecurityGroupIngress",
      "CreateSecurityGroup",
      "DeleteSecurityGroup",
      "RevokeSecurityGroupEgress",
      "RevokeSecurityGroupIngress",
    ]),
    summary: "A security group was changed (CIS 4.10)",
    limit: 1,
  },
  {
    id: "network-acls",
    pattern: named([
      "CreateNetworkAcl",
      "CreateNetworkAclEntry",
      "DeleteNetworkAcl",
      "DeleteNetworkAclEntry",
      "ReplaceNetworkAclAssociation",
      "ReplaceNetworkAclEntry",
    ]),
    summary: "A network access list was changed (CIS 4.11)",
    limit: 1,
  },
  {
    id: "gateways",
    pattern: named([
      "AttachInternetGateway",
      "CreateCustomerGateway",
      "CreateInternetGateway",
      "DeleteCustomerGateway",
      "DeleteInternetGateway",
      "DetachInternetGateway",
    ]),
    summary: "A way out of a network was changed (CIS 4.12)",
    limit: 1,
  },
  {
    id: "routes",
    pattern: named(
      [
        "CreateRoute",
        "CreateRouteTable",
        "DeleteRoute",
        "DeleteRouteTable",
        "DisassociateRouteTable",
        "ReplaceRoute",
        "ReplaceRouteTableAssociation",
      ],
      "ec2.amazonaws.com",
    ),
    summary: "A route was changed (CIS 4.13)",
    limit: 1,
  },
  {
    id: "networks",
    pattern: named([
      "AcceptVpcPeeringConnection",
      "CreateVpc",
      "CreateVpcPeeringConnection",
      "DeleteVpc",
      "DeleteVpcPeeringConnection",
      "ModifyVpcAttribute",
      "RejectVpcPeeringConnection",
    ]),
    summary: "A network was changed or connected to another (CIS 4.14)",
    limit: 1,
  },
];
