import type { Check, ResourceRules, World } from "../rules";
import { account, arn, parseArn } from "./account";
import { vpcOfSubnet, zoneOfSubnet } from "./ec2-network";
import { securityGroups, securityGroupVpc } from "./ec2-security-group";
import { policyProblems } from "./policy-document";
import { types } from "./types";
import { refuse, repeated, text, texts, shown } from "../reading";

/** Services of AWS that have an endpoint of their own in a VPC (AWS PrivateLink guide); not all of them, the usual. */
const services = [
  "acm-pca", "airflow.api", "application-autoscaling", "athena", "autoscaling", "backup", "bedrock", "bedrock-runtime",
  "cloudformation", "cloudtrail", "codebuild", "config", "dynamodb", "ebs", "ec2", "ec2messages", "ecr.api", "ecr.dkr",
  "ecs", "ecs-agent", "ecs-telemetry", "eks", "eks-auth", "elasticache", "elasticfilesystem", "elasticloadbalancing",
  "email-smtp", "events", "execute-api", "glue", "guardduty-data", "kinesis-firehose", "kinesis-streams", "kms",
  "lambda", "logs", "monitoring", "rds", "rds-data", "s3", "scheduler", "secretsmanager", "servicediscovery", "sns",
  "sqs", "ssm", "ssmmessages", "states", "sts", "synthetics", "xray", "aps", "aps-workspaces",
]; // prettier-ignore

const serviceProblem = (name: string, world: World): string | undefined => {
  if (!name.startsWith("com.amazonaws.")) return undefined;
  const match = /^com\.amazonaws\.([a-z]{2}(?:-[a-z]+)+-\d)\.(.+)$/.exec(name);
  if (match?.[1] !== undefined && match[1] !== world.region)
    return `InvalidServiceName: '${name}' is a service of ${match[1]}; this VPC is in ${world.region}`;
  const service = match?.[2] ?? name.replace("com.amazonaws.", "");
  return match !== null && (services.includes(service) || service.startsWith("vpce."))
    ? undefined
    : `InvalidServiceName: the VPC endpoint service '${name}' does not exist; names read com.amazonaws.${world.region}.SERVICE`;
};

const endpointCheck: Check = (inputs, world, self) => {
  const type = text(inputs["vpcEndpointType"]) ?? "Gateway";
  const service = text(inputs["serviceName"]) ?? "";
  const wrong = service === "" ? undefined : serviceProblem(service, world);
  if (wrong !== undefined) return refuse("serviceName", wrong);
  if (type === "Gateway") {
    if (service !== "" && !/\.(s3|dynamodb)$/.test(service))
      return refuse(
        "vpcEndpointType",
        `InvalidParameter: '${service}' has no gateway endpoint; use 'Interface'`,
      );
    const misplaced = ["subnetIds", "securityGroupIds", "privateDnsEnabled"].find((property) => {
      const value = inputs[property];
      return Array.isArray(value) ? value.length > 0 : value === true;
    });
    return misplaced === undefined
      ? []
      : refuse(misplaced, "only interface endpoints have it, not gateway endpoints");
  }
  if (texts(inputs["routeTableIds"]).length > 0)
    return refuse("routeTableIds", "only gateway endpoints have route tables");
  if (inputs["privateDnsEnabled"] !== true) return [];
  const vpc = world.find(types.vpc, inputs["vpcId"]);
  if (
    vpc !== undefined &&
    (vpc.outputs["enableDnsHostnames"] !== true || vpc.outputs["enableDnsSupport"] === false)
  )
    return refuse(
      "privateDnsEnabled",
      "InvalidParameter: enabling private DNS requires both enableDnsSupport and enableDnsHostnames on the VPC",
    );
  const twin = world
    .all(types.vpcEndpoint)
    .find(
      (other) =>
        other.id !== self?.id &&
        other.inputs["vpcId"] === inputs["vpcId"] &&
        other.inputs["serviceName"] === service &&
        other.inputs["privateDnsEnabled"] === true,
    );
  return twin === undefined
    ? []
    : refuse(
        "privateDnsEnabled",
        `InvalidParameter: private DNS can't be enabled: ${twin.id} already has this domain in ${shown(inputs["vpcId"])}`,
      );
};

const placeCheck: Check = (inputs, world) => {
  const vpcId = text(inputs["vpcId"]);
  const subnets = texts(inputs["subnetIds"]);
  const foreign = subnets.findIndex((id) => (vpcOfSubnet(world, id) ?? vpcId) !== vpcId);
  if (foreign >= 0)
    return refuse(`subnetIds[${String(foreign)}]`, `the subnet is not in ${vpcId ?? "the VPC"}`);
  const [twice] = repeated(subnets.flatMap((id) => zoneOfSubnet(world, id) ?? []));
  if (twice !== undefined)
    return refuse("subnetIds", `DuplicateSubnetsInSameZone: two subnets are in ${twice}`);
  const outside = texts(inputs["securityGroupIds"]).findIndex(
    (id) => (securityGroupVpc(world, id) ?? vpcId) !== vpcId,
  );
  return outside >= 0
    ? refuse(`securityGroupIds[${String(outside)}]`, `the security group is not of ${vpcId ?? "the VPC"}`)
    : [];
};

const flowLogCheck: Check = (inputs, world) => {
  const kind = text(inputs["logDestinationType"]) ?? "cloud-watch-logs";
  const destination = text(inputs["logDestination"]);
  if (inputs["vpcId"] !== undefined && inputs["trafficType"] === undefined)
    return refuse("trafficType", "a flow log of a VPC needs ALL, ACCEPT or REJECT");
  if (kind !== "cloud-watch-logs")
    return inputs["iamRoleArn"] === undefined
      ? []
      : refuse("iamRoleArn", `InvalidParameter: no role is used for the destination type '${kind}'`);
  if (inputs["iamRoleArn"] === undefined)
    return refuse("iamRoleArn", "InvalidParameter: DeliverLogsPermissionArn is needed for CloudWatch Logs");
  if (destination === undefined) return [];
  const parts = parseArn(destination);
  if (parts?.service !== "logs")
    return refuse("logDestination", `'${destination}' is not the ARN of a log group`);
  const known = world
    .all("aws:cloudwatch/logGroup:LogGroup")
    .some((group) => group.outputs["arn"] === destination.replace(/:\*$/, ""));
  return known ? [] : refuse("logDestination", `there is no log group ${destination}`);
};

export const endpoints: readonly ResourceRules[] = [
  {
    type: types.vpcEndpoint,
    id: "vpce-{hex:17}",
    outputs: {
      arn: arn("ec2", "vpc-endpoint/{id}"),
      ownerId: account,
      state: "available",
      requesterManaged: () => false,
    },
    defaults: { vpcEndpointType: "Gateway" },
    references: [
      { path: "vpcId", to: types.vpc },
      { path: "subnetIds[]", to: types.subnet },
      { path: "securityGroupIds[]", to: securityGroups },
      { path: "routeTableIds[]", to: types.routeTable, blocksDeletion: false },
    ],
    immutable: ["vpcId", "serviceName", "vpcEndpointType"],
    exactlyOneOf: [["serviceName", "resourceConfigurationArn", "serviceNetworkArn"]],
    check: [
      endpointCheck,
      placeCheck,
      (inputs, world) =>
        // 20,480 characters: AWS PrivateLink quotas.
        policyProblems("policy", inputs["policy"], { kind: "resource", maximum: 20480 }, world),
    ],
    // Interface endpoints take one to three minutes (network interfaces and DNS); gateways seconds.
    seconds: { create: 90, delete: 60 },
  },
  {
    type: "aws:ec2/flowLog:FlowLog",
    id: "fl-{hex:17}",
    outputs: { arn: arn("ec2", "vpc-flow-log/{id}") },
    defaults: { logDestinationType: "cloud-watch-logs", maxAggregationInterval: 600 },
    references: [
      // A flow log goes with the thing it watches.
      { path: "vpcId", to: types.vpc, blocksDeletion: false },
      { path: "subnetId", to: types.subnet, blocksDeletion: false },
      { path: "iamRoleArn", to: types.role, by: "arn", anyRegion: true, blocksDeletion: false },
    ],
    immutable: [
      "vpcId",
      "subnetId",
      "eniId",
      "trafficType",
      "logDestination",
      "logDestinationType",
      "logFormat",
      "iamRoleArn",
      "maxAggregationInterval",
    ],
    limits: [
      { path: "maxAggregationInterval", oneOf: [60, 600] },
      { path: "trafficType", oneOf: ["ACCEPT", "REJECT", "ALL"] },
      { path: "logDestinationType", oneOf: ["cloud-watch-logs", "s3", "kinesis-data-firehose"] },
    ],
    exactlyOneOf: [
      [
        "vpcId",
        "subnetId",
        "eniId",
        "transitGatewayId",
        "transitGatewayAttachmentId",
        "regionalNatGatewayId",
      ],
    ],
    uniqueBy: [["vpcId", "subnetId", "eniId", "trafficType", "logDestination"]],
    check: flowLogCheck,
    seconds: { create: 1, delete: 1 },
  },
];
