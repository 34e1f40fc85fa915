import { rule as instanceNoPublicAddress } from "../../../../policy/rules/network/gcp-instance-no-public-address";
import { rule as noDefaultNetwork } from "../../../../policy/rules/network/gcp-no-default-network";
import { rule as noPublicAdministrationPorts } from "../../../../policy/rules/network/gcp-no-public-administration-ports";
import { rule as noPublicPortRange } from "../../../../policy/rules/network/gcp-no-public-port-range";
import { rule as noUnlimitedEgress } from "../../../../policy/rules/network/gcp-no-unlimited-egress";
import { rule as subnetFlowLogs } from "../../../../policy/rules/network/gcp-subnet-flow-logs";
import { rule as subnetPrivateGoogleAccess } from "../../../../policy/rules/network/gcp-subnet-private-google-access";
import { rule as noPublicDataPorts } from "../../../../policy/rules/network/gcp-no-public-data-ports";
import { describeRule, type Given, type Properties, unknown } from "../pack";

const world = "0.0.0.0/0";
const firewall = (properties: Properties): Given => ({
  type: "gcp:compute/firewall:Firewall",
  properties: { network: "projects/p/global/networks/main", ...properties },
});
/** Opens ports of a protocol to some addresses. */
const opened = (protocol: string, ports: string[], ...sourceRanges: string[]): Given =>
  firewall({ allows: [{ protocol, ...(ports.length > 0 && { ports }) }], sourceRanges });
const matched = (ports: string[], match: Properties): Properties => ({
  action: "allow",
  direction: "INGRESS",
  match: { layer4Configs: [{ ipProtocol: "tcp", ports }], ...match },
});
const policyRule = (properties: Properties, scope = "networkFirewall"): Given => ({
  type: `gcp:compute/${scope}PolicyRule:${scope.charAt(0).toUpperCase()}${scope.slice(1)}PolicyRule`,
  properties: { firewallPolicy: "main", priority: 1, ...properties },
});
const whole = (rules: Properties[], scope = "networkFirewall"): Given => ({
  type: `gcp:compute/${scope}PolicyWithRules:${scope.charAt(0).toUpperCase()}${scope.slice(1)}PolicyWithRules`,
  properties: { rules },
});

describeRule(noPublicAdministrationPorts, {
  compliant: {
    "HTTPS to the world": opened("tcp", ["443"], world),
    "SSH through Identity-Aware Proxy": opened("tcp", ["22"], "35.235.240.0/20"),
    "SSH from private networks": opened("tcp", ["22"], "10.0.0.0/8", "fd00::/8"),
    "SSH from tagged machines": firewall({
      allows: [{ protocol: "tcp", ports: ["22"] }],
      sourceTags: ["jump"],
    }),
    "SSH from an account's machines": firewall({
      allows: [{ protocol: "tcp", ports: ["22"] }],
      sourceServiceAccounts: ["jump@p.iam.gserviceaccount.com"],
    }),
    "a range that ends below": opened("tcp", ["1-21", "23-100"], world),
    "UDP on port 22": opened("udp", ["22"], world),
    "a policy's rule from an address group": policyRule(matched(["22"], { srcAddressGroups: ["offices"] })),
    "a policy's rule from secure tags": policyRule(
      matched(["22"], { srcSecureTags: [{ name: "tagValues/1" }] }),
    ),
  },
  violations: {
    SSH: [opened("tcp", ["22"], world), "the rule opens SSH (port 22) to the internet"],
    RDP: [opened("tcp", ["3389"], world), "RDP (port 3389)"],
    "RDP over UDP": [opened("udp", ["3389"], world), "RDP"],
    "a range that holds the port": [opened("tcp", ["80", "20-25"], world), "SSH"],
    "a protocol without ports": [opened("tcp", [], world), "SSH"],
    "every protocol": [opened("all", [], world), "SSH"],
    "the protocol in capitals": [opened("TCP", ["22"], world), "SSH"],
    "the protocol by number": [opened("6", ["22"], world), "SSH"],
    "no source at all, which is the world": [
      firewall({ allows: [{ protocol: "tcp", ports: ["22"] }] }),
      "SSH",
    ],
    "an empty list of sources": [opened("tcp", ["22"]), "SSH"],
    IPv6: [opened("tcp", ["22"], "::/0"), "SSH"],
    "IPv6 written out": [opened("tcp", ["22"], "0:0:0:0:0:0:0:0/0"), "SSH"],
    "the world in two halves": [opened("tcp", ["22"], "0.0.0.0/1", "128.0.0.0/1"), "SSH"],
    "the world beside tags, which do not narrow it": [
      firewall({ allows: [{ protocol: "tcp", ports: ["22"] }], sourceRanges: [world], sourceTags: ["jump"] }),
      "SSH",
    ],
    "one range and one allowance instead of lists": [
      firewall({ allows: { protocol: "tcp", ports: "22" }, sourceRanges: world }),
      "SSH",
    ],
    "the second allowance": [
      firewall({
        allows: [
          { protocol: "tcp", ports: ["443"] },
          { protocol: "tcp", ports: ["22"] },
        ],
      }),
      "SSH",
    ],
    "the world beside a block that is unknown yet": [opened("tcp", ["22"], unknown, world), "SSH"],
    "a rule of a network's policy": [policyRule(matched(["22"], { srcIpRanges: [world] })), "SSH"],
    "a rule of a regional policy": [
      policyRule(matched(["22"], { srcIpRanges: [world] }), "regionNetworkFirewall"),
      "SSH",
    ],
    "a rule of an organization's policy": [
      policyRule(matched(["22"], { srcIpRanges: [world] }), "firewall"),
      "SSH",
    ],
    "a policy's rule without a source": [policyRule(matched(["22"], {})), "SSH"],
    "a policy's rule from whole countries": [policyRule(matched(["22"], { srcRegionCodes: ["US"] })), "SSH"],
    "a policy's rule that only inspects": [
      policyRule({ ...matched(["22"], { srcIpRanges: [world] }), action: "apply_security_profile_group" }),
      "SSH",
    ],
    "a policy with its rules in it": [
      whole([matched(["443"], { srcIpRanges: [world] }), matched(["22"], { srcIpRanges: [world] })]),
      "rules[1] opens SSH",
    ],
    "an organization's policy with its rules in it": [
      whole([matched(["22"], { srcIpRanges: [world] })], "firewall"),
      "rules[0]",
    ],
    "the world in two rules of a policy": [
      whole([
        matched(["22"], { srcIpRanges: ["0.0.0.0/1"] }),
        matched(["20-30"], { srcIpRanges: ["128.0.0.0/1"] }),
      ]),
      "rules[0]",
    ],
    "a rule beside one that is unknown yet": [
      whole([{ action: unknown, match: {} }, matched(["22"], { srcIpRanges: [world] })]),
      "rules[1]",
    ],
  },
  notApplicable: {
    "a rule that denies": firewall({ denies: [{ protocol: "all" }], sourceRanges: [world] }),
    "a rule that is switched off": firewall({ allows: [{ protocol: "all" }], disabled: true }),
    "the way out": firewall({ direction: "EGRESS", allows: [{ protocol: "all" }] }),
    "a policy's rule that denies": policyRule({
      ...matched(["22"], { srcIpRanges: [world] }),
      action: "deny",
    }),
    "a policy without rules": whole([]),
  },
  unknown: {
    "sources that are unknown": firewall({
      allows: [{ protocol: "tcp", ports: ["22"] }],
      sourceRanges: unknown,
    }),
    "ports that are unknown": opened("tcp", [unknown], world),
    "a direction that is unknown": firewall({ direction: unknown, allows: [{ protocol: "all" }] }),
  },
});

describeRule(noPublicPortRange, {
  compliant: {
    "one port": opened("tcp", ["443"], world),
    "a hundred ports": opened("tcp", ["8000-8099"], world),
    "every port inside": opened("all", [], "10.0.0.0/8"),
    ping: opened("icmp", [], world),
  },
  violations: {
    "every protocol": [opened("all", [], world), "every port"],
    "every port of TCP": [opened("tcp", [], world), "65536 ports (0 to 65535)"],
    "a wide range of UDP": [opened("udp", ["1000-2000"], world), "1001 ports"],
    "over IPv6": [opened("tcp", ["1-65535"], "2000::/3"), "65535 ports"],
    "a policy's rule": [policyRule(matched(["1000-2000"], { srcIpRanges: [world] })), "1001 ports"],
  },
  notApplicable: { "a rule that denies": firewall({ denies: [{ protocol: "all" }] }) },
  unknown: { "sources that are unknown": opened("all", [], unknown) },
});

const out = (properties: Properties): Given => firewall({ direction: "EGRESS", ...properties });
describeRule(noUnlimitedEgress, {
  compliant: {
    "HTTPS to the world": out({ allows: [{ protocol: "tcp", ports: ["443"] }], destinationRanges: [world] }),
    "everything inside": out({ allows: [{ protocol: "all" }], destinationRanges: ["10.0.0.0/8"] }),
  },
  violations: {
    "every protocol to the world": [
      out({ allows: [{ protocol: "all" }], destinationRanges: [world] }),
      "lets all out to the internet",
    ],
    "no destination at all, which is the world": [out({ allows: [{ protocol: "all" }] }), "lets all out"],
    "every port of TCP over IPv6": [
      out({ allows: [{ protocol: "tcp" }], destinationRanges: ["::/0"] }),
      "lets tcp out",
    ],
    "a policy's rule": [
      policyRule({
        action: "allow",
        direction: "EGRESS",
        match: { layer4Configs: [{ ipProtocol: "all" }], destIpRanges: [world] },
      }),
      "lets all out",
    ],
  },
  notApplicable: {
    "the way in": opened("all", [], world),
    "a rule that denies": out({ denies: [{ protocol: "all" }] }),
  },
  unknown: {
    "destinations that are unknown": out({ allows: [{ protocol: "all" }], destinationRanges: unknown }),
  },
});

const network = (properties: Properties): Given => ({ type: "gcp:compute/network:Network", properties });
const instance = (networkInterface: Properties): Given => ({
  type: "gcp:compute/instance:Instance",
  properties: { networkInterfaces: [networkInterface] },
});
describeRule(noDefaultNetwork, {
  compliant: {
    "a network of chosen subnets": network({ autoCreateSubnetworks: false }),
    "a project without a network": {
      type: "gcp:organizations/project:Project",
      properties: { autoCreateNetwork: false },
    },
    "a machine in a network of its own": instance({ network: "projects/p/global/networks/main" }),
    "a machine in a network that is made here": instance({ subnetwork: unknown }),
    "a network whose name only ends like it": firewall({ network: "projects/p/global/networks/not-default" }),
  },
  violations: {
    "a project with the default network": [
      { type: "gcp:organizations/project:Project" },
      "autoCreateNetwork is on",
    ],
    "a network that makes its subnets": [network({}), "autoCreateSubnetworks is on"],
    "a network called default": [
      network({ autoCreateSubnetworks: false, name: "default" }),
      "it is called default",
    ],
    "a machine in it, by name": [instance({ network: "default" }), "is the default network"],
    "a machine in its subnet, by link": [
      instance({ subnetwork: "projects/p/regions/europe-west1/subnetworks/default" }),
      "networkInterfaces[0].subnetwork",
    ],
    "a firewall rule in it": [
      firewall({ network: "https://www.googleapis.com/compute/v1/projects/p/global/networks/default" }),
      "is the default network",
    ],
    "a cluster in it": [
      { type: "gcp:container/cluster:Cluster", properties: { network: "default" } },
      "is the default network",
    ],
  },
  notApplicable: { "a machine without an interface": { type: "gcp:compute/instance:Instance" } },
  unknown: { "a switch that is unknown": network({ autoCreateSubnetworks: unknown }) },
});

const subnet = (properties: Properties): Given => ({ type: "gcp:compute/subnetwork:Subnetwork", properties });
describeRule(subnetFlowLogs, {
  compliant: {
    "flow logs": subnet({ logConfig: { flowSampling: 0.5 } }),
    "flow logs as Google has them": subnet({ logConfig: { aggregationInterval: "INTERVAL_5_SEC" } }),
    "what an earlier SDK calls it": subnet({ enableFlowLogs: true }),
  },
  violations: {
    none: [subnet({}), "it has no logConfig"],
    "logs of nothing": [subnet({ logConfig: { flowSampling: 0 } }), "flowSampling is 0"],
    "a filter that keeps nothing": [subnet({ logConfig: { filterExpr: "false" } }), "keeps nothing"],
  },
  notApplicable: { "a load balancer's subnet": subnet({ purpose: "REGIONAL_MANAGED_PROXY" }) },
  unknown: { "sampling that is unknown": subnet({ logConfig: { flowSampling: unknown } }) },
});

describeRule(subnetPrivateGoogleAccess, {
  compliant: { "the switch on": subnet({ privateIpGoogleAccess: true }) },
  violations: {
    "the default": [subnet({}), "privateIpGoogleAccess is off"],
    "the switch off": [subnet({ privateIpGoogleAccess: false }), "privateIpGoogleAccess is off"],
  },
  notApplicable: { "a subnet for connections": subnet({ purpose: "PRIVATE_SERVICE_CONNECT" }) },
  unknown: { "a switch that is unknown": subnet({ privateIpGoogleAccess: unknown }) },
});

describeRule(instanceNoPublicAddress, {
  compliant: { "a private machine": instance({ network: "main" }) },
  violations: {
    "an address that Google chooses": [
      instance({ accessConfigs: [{}] }),
      "networkInterfaces[0].accessConfigs",
    ],
    "an address of its own": [instance({ accessConfigs: [{ natIp: unknown }] }), "accessConfigs"],
    "an IPv6 address": [instance({ ipv6AccessConfigs: [{ networkTier: "PREMIUM" }] }), "ipv6AccessConfigs"],
    "a template": [
      {
        type: "gcp:compute/instanceTemplate:InstanceTemplate",
        properties: { networkInterfaces: [{}, { accessConfigs: [{}] }] },
      },
      "networkInterfaces[1]",
    ],
  },
  notApplicable: { "a machine without an interface": { type: "gcp:compute/instance:Instance" } },
  unknown: {
    "interfaces that are unknown": {
      type: "gcp:compute/instance:Instance",
      properties: { networkInterfaces: unknown },
    },
  },
});

describeRule(noPublicDataPorts, {
  compliant: {
    "PostgreSQL from the network": opened("tcp", ["5432"], "10.0.0.0/16"),
    "HTTPS from everywhere": opened("tcp", ["443"], world),
  },
  violations: {
    PostgreSQL: [opened("tcp", ["5432"], world), "PostgreSQL (port 5432)"],
    "Redis in a range": [opened("tcp", ["6000-7000"], world), "Redis (port 6379)"],
    "every protocol over IPv6": [opened("all", [], "::/0"), "MySQL (port 3306)"],
  },
  notApplicable: { "another type": { type: "gcp:compute/network:Network" } },
  unknown: {
    "a source": {
      type: "gcp:compute/firewall:Firewall",
      properties: { sourceRanges: unknown, allows: [{ protocol: "tcp", ports: ["5432"] }] },
    },
  },
});
