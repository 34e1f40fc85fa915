import type { Check, Problem, Properties, ResourceRules, StoredResource, World } from "../rules";
import { parseArn } from "./account";
import { encryptsWithKms, writerProblems } from "./bucket-access";
import { hasInternetGateway, vpcOfSubnet, zoneOfSubnet } from "./ec2-network";
import { foreignGroupProblems, securityGroups } from "./ec2-security-group";
import { loadBalancerZones } from "./regions";
import { types } from "./types";
import { at, list, record, refuse, repeated, text, texts } from "../reading";

/** Whether it balances requests (application) or connections. */
function kind(inputs: Properties): "app" | "net" | "gwy" {
  const type = inputs["loadBalancerType"];
  return type === "network" ? "net" : type === "gateway" ? "gwy" : "app";
}

function subnetsOf(inputs: Properties): string[] {
  const mapped = list(inputs["subnetMappings"]).map((mapping) => text(record(mapping)["subnetId"]) ?? "");
  return [...texts(inputs["subnets"]), ...mapped];
}

const placeCheck: Check = (inputs, world) => {
  const subnets = subnetsOf(inputs);
  const zones = subnets.flatMap((id) => zoneOfSubnet(world, id) ?? []);
  const application = kind(inputs) === "app";
  if (application && subnets.length < 2)
    return refuse(
      "subnets",
      "ValidationError: at least two subnets in two different Availability Zones must be specified",
    );
  const [twice] = repeated(zones);
  if (twice !== undefined)
    return refuse(
      "subnets",
      `InvalidConfigurationRequest: a load balancer can have only one subnet of a zone, and two are in ${twice}`,
    );
  const vpcs = [...new Set(subnets.flatMap((id) => vpcOfSubnet(world, id) ?? []))];
  if (vpcs.length > 1)
    return refuse(
      "subnets",
      `InvalidConfigurationRequest: the subnets are of different networks (${vpcs.join(", ")})`,
    );
  const vpc = vpcs[0];
  if (vpc !== undefined && inputs["internal"] !== true && !hasInternetGateway(world, vpc))
    return refuse("subnets", `InvalidSubnet: VPC ${vpc} has no internet gateway`);
  return foreignGroupProblems("securityGroups", inputs["securityGroups"], vpc, world);
};

/** Access logs: written by the delivery service, under S3's own keys only (ELB guide, "Enable access logs"). */
const logCheck: Check = (inputs, world) =>
  ["accessLogs", "connectionLogs"].flatMap((property) => {
    const logs = record(inputs[property]);
    const bucket = text(logs["bucket"]);
    if (logs["enabled"] === false || (property === "accessLogs" && logs["enabled"] === undefined)) return [];
    if (bucket === undefined) return [];
    const path = `${property}.bucket`;
    if (kind(inputs) === "app" && encryptsWithKms(world, bucket))
      return refuse(
        path,
        `Access Denied for bucket ${bucket}: load balancers write logs only under SSE-S3, not SSE-KMS`,
      );
    return writerProblems(path, bucket, world, {
      service: "logdelivery.elasticloadbalancing.amazonaws.com",
      actions: ["s3:PutObject"],
    });
  });

const balancerCheck: Check = (inputs) => {
  const problems: Problem[] = [];
  if (kind(inputs) !== "app" && inputs["idleTimeout"] !== undefined && inputs["idleTimeout"] !== 60)
    problems.push({ path: "idleTimeout", reason: "only application load balancers have an idle timeout" });
  if (inputs["subnets"] === undefined && inputs["subnetMappings"] === undefined)
    problems.push({ path: "subnets", reason: "at least one of subnets and subnetMappings is required" });
  return problems;
};

function suffix(resource: StoredResource): string {
  return parseArn(resource.id)?.resource.replace(/^loadbalancer\//, "") ?? "";
}

const healthCheck: Check = (inputs) => {
  const check = record(inputs["healthCheck"]);
  const [interval, timeout] = [check["interval"] ?? 30, check["timeout"] ?? 5];
  const problems: Problem[] = [];
  if (typeof interval === "number" && typeof timeout === "number" && timeout >= interval)
    problems.push({
      path: "healthCheck.timeout",
      reason: `ValidationError: the timeout (${String(timeout)} s) must be smaller than the interval (${String(interval)} s)`,
    });
  const path = text(check["path"]);
  if (path !== undefined && !path.startsWith("/"))
    problems.push({
      path: "healthCheck.path",
      reason: "ValidationError: the health check path must begin with '/'",
    });
  if (path !== undefined && ["TCP", "UDP", "TLS"].includes(text(check["protocol"]) ?? ""))
    problems.push({ path: "healthCheck.path", reason: "only HTTP and HTTPS health checks have a path" });
  return problems;
};

const targetCheck: Check = (inputs) => {
  if (inputs["targetType"] === "lambda") return [];
  const missing = ["port", "protocol", "vpcId"].filter((key) => inputs[key] === undefined);
  return missing.flatMap((path) => refuse(path, `is required unless targetType is 'lambda'`));
};

export const loadBalancing: readonly ResourceRules[] = [
  {
    type: types.loadBalancer,
    name: {
      property: "name",
      maximum: 32,
      pattern: /^(?!internal-)[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/,
      alphabet: "letters, digits and hyphens; no hyphen at either end; it does not begin with internal-",
      unique: "region",
    },
    id: (inputs, world) =>
      `arn:aws:elasticloadbalancing:${world.region}:${world.account}:loadbalancer/${kind(inputs)}/{name}/{hex:16}`,
    outputs: {
      arn: "{id}",
      arnSuffix: suffix,
      dnsName: ({ id, inputs }, world) => {
        const [, name = "", hex = "0"] = suffix({
          id,
          inputs,
          outputs: {},
          region: world.region,
          type: "",
        }).split("/");
        const number = String(parseInt(hex.slice(0, 8), 16) % 10_000_000_000).padStart(10, "1");
        const prefix = inputs["internal"] === true ? "internal-" : "";
        return `${prefix}${name}-${number}.${world.region}.elb.amazonaws.com`;
      },
      zoneId: (_, world) => loadBalancerZones[world.region] ?? "Z35SXDOTRQ7X7K",
      vpcId: ({ inputs }, world) => vpcOfSubnet(world, subnetsOf(inputs)[0]) ?? "",
    },
    defaults: {
      loadBalancerType: "application",
      internal: false,
      idleTimeout: 60,
      ipAddressType: "ipv4",
      enableDeletionProtection: false,
      enableHttp2: true,
      dropInvalidHeaderFields: false,
      desyncMitigationMode: "defensive",
      xffHeaderProcessingMode: "append",
      enableCrossZoneLoadBalancing: true,
      preserveHostHeader: false,
      enableWafFailOpen: false,
    },
    references: [
      { path: "subnets[]", to: types.subnet },
      { path: "subnetMappings[].subnetId", to: types.subnet },
      { path: "subnetMappings[].allocationId", to: types.eip },
      { path: "securityGroups[]", to: securityGroups },
    ],
    immutable: ["name", "internal", "loadBalancerType"],
    limits: [
      { path: "idleTimeout", minimum: 1, maximum: 4000 },
      { path: "clientKeepAlive", minimum: 60, maximum: 604800 },
      { path: "desyncMitigationMode", oneOf: ["monitor", "defensive", "strictest"] },
      { path: "loadBalancerType", oneOf: ["application", "network", "gateway"] },
      // Quota: 5 security groups per application load balancer.
      { path: "securityGroups", maximumItems: 5 },
    ],
    atMostOneOf: [["subnets", "subnetMappings"]],
    check: [balancerCheck, placeCheck, logCheck],
    checkDelete: (balancer) =>
      balancer.outputs["enableDeletionProtection"] === true
        ? refuse(
            "enableDeletionProtection",
            `OperationNotPermitted: load balancer '${balancer.id}' cannot be deleted because deletion protection is enabled`,
          )
        : [],
    // An ALB is "provisioning" for about two to three minutes.
    seconds: { create: 150, update: 5, delete: 30 },
  },
  {
    type: types.targetGroup,
    name: {
      property: "name",
      maximum: 32,
      pattern: /^(?!internal-)[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/,
      alphabet: "letters, digits and hyphens; no hyphen at either end",
      unique: "region",
    },
    id: "arn:aws:elasticloadbalancing:{region}:{account}:targetgroup/{name}/{hex:16}",
    outputs: {
      arn: "{id}",
      arnSuffix: ({ id }) => parseArn(id)?.resource ?? "",
      loadBalancerArns: () => [],
    },
    defaults: {
      targetType: "instance",
      deregistrationDelay: 300,
      slowStart: 0,
      protocolVersion: "HTTP1",
      loadBalancingAlgorithmType: "round_robin",
      ipAddressType: "ipv4",
    },
    references: [{ path: "vpcId", to: types.vpc }],
    immutable: ["name", "port", "protocol", "protocolVersion", "targetType", "vpcId", "ipAddressType"],
    limits: [
      { path: "port", minimum: 1, maximum: 65535 },
      { path: "deregistrationDelay", minimum: 0, maximum: 3600 },
      { path: "targetType", oneOf: ["instance", "ip", "lambda", "alb"] },
      {
        path: "protocol",
        oneOf: ["HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP", "GENEVE", "QUIC", "TCP_QUIC"],
      },
      { path: "protocolVersion", oneOf: ["HTTP1", "HTTP2", "GRPC"] },
      {
        path: "loadBalancingAlgorithmType",
        oneOf: ["round_robin", "least_outstanding_requests", "weighted_random"],
      },
      { path: "healthCheck.interval", minimum: 5, maximum: 300 },
      { path: "healthCheck.timeout", minimum: 2, maximum: 120 },
      { path: "healthCheck.healthyThreshold", minimum: 2, maximum: 10 },
      { path: "healthCheck.unhealthyThreshold", minimum: 2, maximum: 10 },
      {
        path: "healthCheck.matcher",
        pattern: /^\d{1,3}([,-]\d{1,3})*$/,
        reason: "reads like '200', '200,202' or '200-299'",
      },
    ],
    check: [
      healthCheck,
      targetCheck,
      (inputs) => {
        const seconds = inputs["slowStart"];
        return typeof seconds === "number" && seconds !== 0 && (seconds < 30 || seconds > 900)
          ? refuse("slowStart", "is 0 (off) or 30 to 900 seconds")
          : [];
      },
    ],
    seconds: { create: 1, delete: 1 },
  },
];

/** The target groups that a list of actions sends to. */
export function targetsOf(actions: readonly Properties[]): string[] {
  return actions.flatMap((action) => [
    ...(text(action["targetGroupArn"]) === undefined ? [] : [text(action["targetGroupArn"]) ?? ""]),
    ...list(at(action, "forward.targetGroups")).flatMap((group) => text(record(group)["arn"]) ?? []),
  ]);
}

/** The load balancers whose listeners or rules send to a target group. */
export function balancersOf(world: World, targetGroup: string): string[] {
  const listeners = world.all(types.listener);
  const direct = listeners.filter((listener) =>
    targetsOf(list(listener.inputs["defaultActions"]).map(record)).includes(targetGroup),
  );
  const ruled = world
    .all(types.listenerRule)
    .filter((rule) => targetsOf(list(rule.inputs["actions"]).map(record)).includes(targetGroup))
    .flatMap((rule) => listeners.filter((listener) => listener.id === rule.inputs["listenerArn"]));
  return [
    ...new Set([...direct, ...ruled].flatMap((listener) => text(listener.inputs["loadBalancerArn"]) ?? [])),
  ];
}
