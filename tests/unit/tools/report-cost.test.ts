import { costChanges } from "../../../tools/report/cost";
import { priced } from "../../../tools/report/cost-table";
import { costLines } from "../../../tools/report/cost-summary";
import type { Operation } from "../../../tools/report/operations";

type Values = readonly [path: string, before?: string | undefined, after?: string | undefined];

function changes(type: string, operation: Operation, ...properties: Values[]) {
  const differences = properties.map(([path, before, after]) => ({ path, before, after, replaces: false }));
  return costChanges([{ component: "c", name: "n", type, operation, differences }]);
}

const directionOf = (type: string, path: string, before?: string, after?: string) =>
  changes(type, "update", [path, before, after])[0]?.direction;

const database = "aws:rds/instance:Instance";

describe("what changes in cost", () => {
  test.each([
    [database, "instanceClass", "db.m7g.large", "db.m7g.2xlarge", "more"],
    [database, "instanceClass", "db.m7g.2xlarge", "db.m7g.xlarge", "less"],
    [database, "instanceClass", "db.t4g.large", "db.m7g.medium", "different"],
    [database, "multiAz", "true", "false", "less"],
    [database, "multiAz", undefined, "true", "more"],
    [database, "backupRetentionPeriod", "7", "35", "more"],
    [database, "storageType", "gp3", "io2", "different"],
    ["azure-native:dbforpostgresql:Server", "sku.name", "Standard_D2ds_v5", "Standard_D4ds_v5", "more"],
    ["azure-native:dbforpostgresql:Server", "highAvailability.mode", "ZoneRedundant", "Disabled", "less"],
    ["azure-native:dbforpostgresql:Server", "sku.name", "Standard_B2s", "Standard_D2ds_v5", "different"],
    ["azure-native:app:ContainerApp", "template.containers[api].resources.memory", "0.5Gi", "1Gi", "more"],
    [
      "gcp:sql/databaseInstance:DatabaseInstance",
      "settings.tier",
      "db-custom-4-16384",
      "db-custom-2-8192",
      "less",
    ],
    ["gcp:monitoring/uptimeCheckConfig:UptimeCheckConfig", "period", "300s", "60s", "more"],
    ["gcp:storage/bucket:Bucket", "retentionPolicy.retentionPeriod", "100", "200", "more"],
  ])("%s: %s from %s to %s costs %s", (type, path, before, after, direction) => {
    expect(directionOf(type, path, before, after)).toBe(direction);
  });

  test("names before and after, without an amount", () => {
    expect(changes(database, "update", ["instanceClass", "db.m7g.large", "db.m7g.xlarge"])).toEqual([
      {
        ...{ component: "c", name: "n", what: "PostgreSQL server", direction: "more" },
        details: ["class db.m7g.large → db.m7g.xlarge"],
      },
    ]);
  });

  test("can't say a direction when one property costs more and another less", () => {
    const both = changes(database, "update", ["multiAz", "true", "false"], ["allocatedStorage", "20", "40"]);
    expect(both[0]?.direction).toBe("different");
  });

  test("counts what comes and goes, with what decides its price", () => {
    const nat = "aws:ec2/natGateway:NatGateway";
    expect(changes(nat, "create")).toMatchObject([{ direction: "more", what: "NAT gateway" }]);
    expect(changes(nat, "delete")).toMatchObject([{ direction: "less" }]);
    expect(changes(database, "create", ["instanceClass", undefined, "db.m7g.large"])).toMatchObject([
      { details: ["class db.m7g.large"] },
    ]);
  });

  test("leaves out what costs nothing: by type, by kind, and what does not decide a price", () => {
    expect(changes("aws:iam/role:Role", "create")).toEqual([]);
    expect(changes("aws:ecs/taskDefinition:TaskDefinition", "create", ["cpu", undefined, "256"])).toEqual([]);
    const endpoint = "aws:ec2/vpcEndpoint:VpcEndpoint";
    expect(changes(endpoint, "create", ["vpcEndpointType", undefined, "Gateway"])).toEqual([]);
    expect(changes(endpoint, "create", ["vpcEndpointType", undefined, "Interface"])).toHaveLength(1);
    expect(changes(database, "update", ["tags.owner", "a", "b"])).toEqual([]);
  });

  test("tells the same change of many resources once", () => {
    const alarm = priced["aws:cloudwatch/metricAlarm:MetricAlarm"]?.what ?? "";
    const one = { component: "c", what: alarm, direction: "more", details: [] } as const;
    const lines = costLines([
      { ...one, name: "a" },
      { ...one, name: "b" },
      { ...one, direction: "less", name: "c" },
    ]);
    expect(lines.map(({ direction, names }) => [direction, names])).toEqual([
      ["more", ["a", "b"]],
      ["less", ["c"]],
    ]);
  });
});
