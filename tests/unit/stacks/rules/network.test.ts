import { judge, type Case } from "./judge";

const cidr = (rule: string, wrong: string, right: string, says: RegExp): Case => ({
  rule: `network: ${rule}`,
  wrong: { "network.cidr": wrong },
  right: { "network.cidr": right },
  key: "platform:network.cidr",
  says,
});
const reserved = (cloud: string, region: string, wrong: string, right: string, says: RegExp): Case => ({
  rule: `network: ${wrong} on ${cloud}`,
  wrong: { cloud, region, "network.cidr": wrong },
  right: { cloud, region, "network.cidr": right },
  key: "platform:network.cidr",
  says,
});

const network: Case[] = [
  cidr("no mask", "10.0.0.0", "10.0.0.0/16", /no IPv4 range/),
  cidr("an octet over 255", "10.256.0.0/16", "10.255.0.0/16", /no IPv4 range/),
  cidr("a mask over 32", "10.0.0.0/33", "10.0.0.0/20", /no IPv4 range/),
  cidr("a leading zero", "10.01.0.0/16", "10.1.0.0/16", /no IPv4 range/),
  cidr("IPv6", "fd00::/16", "10.0.0.0/16", /no IPv4 range/),
  cidr("host bits", "10.0.1.0/16", "10.0.16.0/20", /first address .*`10\.0\.0\.0\/16`/),
  cidr("not private", "172.32.0.0/16", "172.31.0.0/16", /not private/),
  cidr("public", "8.8.0.0/16", "192.168.0.0/16", /not private/),
  cidr(
    "too small",
    "10.0.0.0/21",
    "10.0.0.0/20",
    /too small: it has 2048 addresses, and 3 tiers over 2 zones need 6 subnets/,
  ),
  cidr("too wide", "10.0.0.0/15", "10.0.0.0/16", /wider/),
  reserved(
    "azure",
    "westeurope",
    "172.30.16.0/20",
    "172.29.240.0/20",
    /overlaps 172\.30\.0\.0\/16, a range that Container Apps has for itself Use a range outside of/,
  ),
  reserved("azure", "westeurope", "172.31.0.0/16", "172.17.0.0/16", /overlaps 172\.31\.0\.0\/16/),
  reserved("gcp", "europe-west1", "172.17.0.0/16", "172.30.0.0/16", /Cloud SQL/),
  {
    rule: "one zone",
    wrong: { "network.zones": 1 },
    right: { "network.zones": 2 },
    key: "platform:network.zones",
    says: /2 or 3/,
  },
  {
    rule: "unknown egress",
    wrong: { "network.egress": "zone" },
    right: { "network.egress": "zonal" },
    key: "platform:network.egress",
    says: /Did you mean `zonal`/,
  },
];

judge(network);
