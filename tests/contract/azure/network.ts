import type { Evidence } from "../evidence";
import { at, list, number, type Resource, type Resources, text } from "../resource";
import { isForEverybody } from "./security-rule";
import { isOfServices } from "./services-subnet";
import type { Value } from "../../unit/mocks";

type Network = Pick<
  Evidence,
  "openToInternet" | "dataTierWaysOut" | "dataTier" | "flowLogs" | "egressZones" | "entry"
>;

const group = "azure-native:network:NetworkSecurityGroup";
const subnetType = "azure-native:network:Subnet";

/** Subnets that databases, and the private endpoints of caches, are in. */
const isOfDataTier = (resources: Resources, subnet: Resource): boolean =>
  !isOfServices(resources, subnet) && subnet.inputs["privateLinkServiceNetworkPolicies"] !== "Disabled";

export function network(resources: Resources): Network {
  const dataTier = resources.of(subnetType).filter((subnet) => isOfDataTier(resources, subnet));
  return {
    openToInternet: resources.of(group).flatMap(openings),
    dataTier: dataTier.map(({ name }) => name),
    dataTierWaysOut: dataTier
      .filter((subnet) => !isClosed(resources, subnet))
      .map(({ name }) => `${name} may send to the internet`),
    flowLogs: resources
      .of("azure-native:network:FlowLog")
      .filter(({ inputs }) => inputs["enabled"] === true)
      .map(({ name }) => name),
    egressZones: egressZones(resources),
    entry: entryEvidence(resources),
  };
}

/** What a group lets in from the internet. Front Door's own addresses are the load balancer. */
function openings({ component, inputs }: Resource): Network["openToInternet"] {
  return list(inputs["securityRules"])
    .filter((rule) => at(rule, "access") === "Allow" && at(rule, "direction") === "Inbound")
    .filter(isForEverybody)
    .flatMap((rule) => ports(rule).map((port) => ({ component, port })));
}

function ports(rule: Value): number[] {
  const ranges = [...list(at(rule, "destinationPortRanges")), ...list(at(rule, "destinationPortRange"))];
  return ranges.map((range) => (range === "*" ? 0 : number(text(range).split("-")[0])));
}

/** Whether a subnet has no outbound access of its own, no NAT gateway, and a rule that refuses the rest. */
function isClosed(resources: Resources, { inputs }: Resource): boolean {
  const rules = list(resources.with(group, at(inputs, "networkSecurityGroup.id"))?.inputs["securityRules"]);
  const outbound = rules
    .filter((rule) => at(rule, "direction") === "Outbound")
    .sort((a, b) => number(at(a, "priority")) - number(at(b, "priority")));
  const refusal = outbound.findIndex(
    (rule) => at(rule, "access") === "Deny" && at(rule, "destinationAddressPrefix") === "*",
  );
  const toInternet = outbound.findIndex(
    (rule) =>
      at(rule, "access") === "Allow" &&
      ["*", "Internet", "0.0.0.0/0"].includes(text(at(rule, "destinationAddressPrefix"))),
  );
  return (
    inputs["defaultOutboundAccess"] === false &&
    at(inputs, "natGateway.id") === null &&
    refusal >= 0 &&
    (toInternet < 0 || refusal < toInternet)
  );
}

/** A NAT gateway stands in one zone; without one, a zone-redundant environment or a cluster's load balancer is the way out. */
function egressZones(resources: Resources): number {
  const gateways = resources.of("azure-native:network:NatGateway");
  if (gateways.length > 0)
    return new Set(gateways.flatMap(({ inputs }) => list(inputs["zones"]).map(text))).size;
  const byLoadBalancer = resources
    .of("azure-native:containerservice:ManagedCluster")
    .some(({ inputs }) => at(inputs, "networkProfile.outboundType") === "loadBalancer");
  return byLoadBalancer || resources.some("azure-native:app:ManagedEnvironment", "zoneRedundant", true)
    ? Infinity
    : 0;
}

function entryEvidence(resources: Resources): Evidence["entry"] {
  const [profile] = resources.of("azure-native:cdn:Profile");
  if (profile === undefined) return undefined;
  const routes = resources.of("azure-native:cdn:Route");
  const domains = resources
    .of("azure-native:cdn:AFDCustomDomain")
    .filter(({ inputs }) => at(inputs, "tlsSettings.certificateType") === "ManagedCertificate");
  const versions = domains.map(({ inputs }) => text(at(inputs, "tlsSettings.minimumTlsVersion")));
  const redirected = routes.every(({ inputs }) => inputs["httpsRedirect"] === "Enabled");
  return {
    certificates: domains.map(({ inputs }) => text(inputs["hostName"])),
    https: routes.every(({ inputs }) => list(inputs["supportedProtocols"]).includes("Https")),
    plainHttp: redirected ? "redirected" : "served",
    oldestTls: Math.min(...versions.map((version) => number(version.replace(/^TLS(\d)(\d)$/, "$1.$2")))),
    firewall: resources
      .of("azure-native:cdn:SecurityPolicy")
      .map(({ inputs }) =>
        resources.with("azure-native:frontdoor:Policy", at(inputs, "parameters.wafPolicy.id")),
      )
      .some((policy) => at(policy?.inputs, "policySettings.mode") === "Prevention"),
    accessLogs: resources
      .of("azure-native:monitor:DiagnosticSetting")
      .filter(({ inputs }) => inputs["resourceUri"] === profile.id)
      .some(({ inputs }) =>
        list(inputs["logs"]).some(
          (log) => at(log, "category") === "FrontDoorAccessLog" && at(log, "enabled") === true,
        ),
      ),
  };
}
