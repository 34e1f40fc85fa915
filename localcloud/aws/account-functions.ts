import { randomText } from "../interpreter/template";
import type { FunctionRules } from "../rules";
import { zoneIds, zones } from "./regions";
import { list, record, text, texts } from "../reading";

/** Accounts of Elastic Load Balancing that wrote access logs before the service had a principal of its own (ELB guide). */
const balancerAccounts: Readonly<Record<string, string>> = {
  "us-east-1": "127311923021",
  "us-east-2": "033677994240",
  "us-west-1": "027434742980",
  "us-west-2": "797873946194",
  "ca-central-1": "985666609251",
  "eu-central-1": "054676820928",
  "eu-west-1": "156460612806",
  "eu-west-2": "652711504416",
  "eu-west-3": "009996457667",
  "eu-north-1": "897822967062",
  "eu-south-1": "635631232127",
  "ap-northeast-1": "582318560864",
  "ap-northeast-2": "600734575887",
  "ap-northeast-3": "383597477331",
  "ap-south-1": "718504428378",
  "ap-southeast-1": "114774131450",
  "ap-southeast-2": "783225319266",
  "sa-east-1": "507241528517",
};

/** Prefix lists that AWS keeps: CloudFront's and Route 53's addresses, and the gateways of S3 and DynamoDB. */
const prefixLists = ["global.cloudfront.origin-facing", "s3", "dynamodb", "route53-healthchecks"];

/** What can be asked about the account, the region and what AWS itself keeps there. */
export const accountFunctions: readonly FunctionRules[] = [
  {
    token: "aws:index/getCallerIdentity:getCallerIdentity",
    result: (_, world) => ({
      id: world.account,
      accountId: world.account,
      arn: `arn:aws:iam::${world.account}:user/local`,
      userId: "AIDAEXAMPLELOCALUSER",
    }),
  },
  {
    token: "aws:index/getRegion:getRegion",
    result: (inputs, world) => {
      const region = text(inputs["region"]) ?? text(inputs["name"]) ?? world.region;
      return {
        id: region,
        name: region,
        region,
        description: region,
        endpoint: `ec2.${region}.amazonaws.com`,
      };
    },
  },
  {
    token: "aws:index/getPartition:getPartition",
    result: () => ({
      id: "aws",
      partition: "aws",
      dnsSuffix: "amazonaws.com",
      reverseDnsPrefix: "com.amazonaws",
    }),
  },
  {
    token: "aws:index/getAvailabilityZones:getAvailabilityZones",
    result: (inputs, world) => {
      const region = text(inputs["region"]) ?? world.region;
      const excluded = [...texts(inputs["excludeNames"]), ...texts(inputs["excludeZoneIds"])];
      // A filter on zones that need opting in (local zones) leaves all of ours: they never do.
      const none = list(inputs["filters"]).some((filter) =>
        texts(record(filter)["values"]).every((value) => value === "not-opted-in"),
      );
      const all = none || inputs["state"] === "unavailable" ? [] : zones(region);
      const ids = zoneIds(region);
      const kept = all.filter(
        (name, index) => !excluded.includes(name) && !excluded.includes(ids[index] ?? ""),
      );
      return {
        ...inputs,
        id: region,
        region,
        names: kept,
        zoneIds: kept.map((name) => ids[zones(region).indexOf(name)] ?? ""),
        groupNames: [region],
      };
    },
  },
  {
    token: "aws:ec2/getManagedPrefixList:getManagedPrefixList",
    result: (inputs, world) => {
      const name = text(inputs["name"]) ?? `com.amazonaws.${world.region}.s3`;
      const service = prefixLists.find(
        (each) => name === `com.amazonaws.${each}` || name === `com.amazonaws.${world.region}.${each}`,
      );
      if (service === undefined && inputs["id"] === undefined && inputs["name"] !== undefined)
        return { path: "name", reason: `no matching EC2 managed prefix list found: ${name}` };
      const id = text(inputs["id"]) ?? `pl-${randomText(name, true, 8)}`;
      return {
        id,
        name,
        addressFamily: "IPv4",
        arn: `arn:aws:ec2:${world.region}:aws:prefix-list/${id}`,
        entries: [],
        maxEntries: 0,
        ownerId: "AWS",
        region: world.region,
        tags: {},
        version: 0,
      };
    },
  },
  {
    token: "aws:elb/getServiceAccount:getServiceAccount",
    result: (inputs, world) => {
      const region = text(inputs["region"]) ?? world.region;
      const id = balancerAccounts[region];
      return id === undefined
        ? {
            path: "region",
            reason: `load balancers of ${region} have no account: allow logdelivery.elasticloadbalancing.amazonaws.com`,
          }
        : { id, region, arn: `arn:aws:iam::${id}:root` };
    },
  },
];
