import type { Evidence } from "../evidence";
import { at, list, number, type Resource, type Resources, text } from "../resource";

type Network = Pick<
  Evidence,
  "openToInternet" | "dataTierWaysOut" | "dataTier" | "flowLogs" | "egressZones" | "entry"
>;

const everywhere = ["0.0.0.0/0", "::/0"];

export function network(resources: Resources): Network {
  const dataTier = dataSubnets(resources);
  const entry = resources.of("aws:lb/loadBalancer:LoadBalancer")[0];
  return {
    openToInternet: openToInternet(resources),
    dataTier,
    dataTierWaysOut: routesOf(resources, dataTier)
      .filter(({ inputs }) => everywhere.includes(text(inputs["destinationCidrBlock"])))
      .map(({ name }) => name),
    flowLogs: resources.of("aws:ec2/flowLog:FlowLog").map(({ name }) => name),
    egressZones: egressZones(resources),
    entry: entry && entryEvidence(resources, entry),
  };
}

function openToInternet(resources: Resources): Network["openToInternet"] {
  return resources
    .of("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
    .filter(({ inputs }) => everywhere.includes(text(inputs["cidrIpv4"] ?? inputs["cidrIpv6"])))
    .flatMap(({ component, inputs }) => [
      { component, port: number(inputs["fromPort"]) },
      { component, port: number(inputs["toPort"]) },
    ]);
}

/** Subnets that a database or a cache was put into. */
export function dataSubnets(resources: Resources): string[] {
  const groups = [
    ...resources.of("aws:rds/subnetGroup:SubnetGroup"),
    ...resources.of("aws:elasticache/subnetGroup:SubnetGroup"),
  ];
  return [...new Set(groups.flatMap(({ inputs }) => list(inputs["subnetIds"]).map(text)))];
}

function routesOf(resources: Resources, subnets: readonly string[]): readonly Resource[] {
  const tables = resources
    .of("aws:ec2/routeTableAssociation:RouteTableAssociation")
    .filter(({ inputs }) => subnets.includes(text(inputs["subnetId"])))
    .map(({ inputs }) => inputs["routeTableId"]);
  return resources
    .of("aws:ec2/route:Route")
    .filter(({ inputs }) => tables.includes(inputs["routeTableId"] ?? null));
}

/** Zones with a NAT gateway of their own. */
function egressZones(resources: Resources): number {
  const zones = resources
    .of("aws:ec2/natGateway:NatGateway")
    .map(({ inputs }) => resources.with("aws:ec2/subnet:Subnet", inputs["subnetId"]))
    .map((subnet) => text(subnet?.inputs["availabilityZone"]));
  return new Set(zones).size;
}

function entryEvidence(resources: Resources, { inputs, outputs }: Resource): Evidence["entry"] {
  const listeners = resources
    .of("aws:lb/listener:Listener")
    .filter((listener) => listener.inputs["loadBalancerArn"] === outputs["arn"]);
  const https = listeners.find((listener) => listener.inputs["protocol"] === "HTTPS");
  const http = listeners.find((listener) => listener.inputs["protocol"] === "HTTP");
  const redirected = at(http?.inputs, "defaultActions[0].redirect.protocol") === "HTTPS";
  // Names of policies carry the oldest version: ELBSecurityPolicy-TLS13-1-2-2021-06.
  const [, version] = /TLS13-(1-[0-3])/.exec(text(https?.inputs["sslPolicy"])) ?? [];
  return {
    certificates: resources
      .of("aws:acm/certificate:Certificate")
      .map((certificate) => text(certificate.inputs["domainName"])),
    https: https !== undefined,
    plainHttp: http === undefined ? "refused" : redirected ? "redirected" : "served",
    oldestTls: number(version?.replace("-", ".")),
    firewall: resources.some("aws:wafv2/webAclAssociation:WebAclAssociation", "resourceArn", outputs["arn"]),
    accessLogs: at(inputs, "accessLogs.enabled") === true,
  };
}
