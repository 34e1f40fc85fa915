import { list, record, refuse, repeated, shown, texts } from "../reading";
import type { Check, ResourceRules } from "../rules";
import { arn } from "./account";
import { vpcOfSubnet } from "./ec2-network";
import { groupName } from "./rds-names";
import { subnetGroupCheck } from "./subnet-group";
import { types } from "./types";

const parametersCheck: Check = (inputs) => {
  const [twice] = repeated(list(inputs["parameters"]).map((each) => record(each)["name"]));
  return twice === undefined
    ? []
    : refuse("parameters", `InvalidParameterValue: '${shown(twice)}' is given twice`);
};

/** What instances and clusters share: subnet groups and parameter groups. */
export const databaseGroups: readonly ResourceRules[] = [
  {
    type: types.databaseSubnetGroup,
    name: groupName(),
    id: "{name}",
    outputs: {
      arn: arn("rds", "subgrp:{name}"),
      vpcId: ({ inputs }, world) => vpcOfSubnet(world, texts(inputs["subnetIds"])[0]) ?? "",
      supportedNetworkTypes: () => ["IPV4"],
    },
    defaults: { description: "Managed by Pulumi" },
    references: [{ path: "subnetIds[]", to: types.subnet }],
    immutable: ["name"],
    check: subnetGroupCheck(
      "DBSubnetGroupDoesNotCoverEnoughAZs: the DB subnet group doesn't meet Availability Zone (AZ) coverage requirement; add subnets to cover at least 2 AZs",
    ),
    seconds: { create: 2, delete: 1 },
  },
  ...(["parameterGroup", "clusterParameterGroup"] as const).map((kind): ResourceRules => ({
    type: kind === "parameterGroup" ? types.databaseParameterGroup : types.databaseClusterParameterGroup,
    name: groupName(),
    id: "{name}",
    outputs: { arn: arn("rds", kind === "parameterGroup" ? "pg:{name}" : "cluster-pg:{name}") },
    defaults: { description: "Managed by Pulumi" },
    immutable: ["name", "family", "description"],
    limits: [
      {
        path: "family",
        pattern:
          /^(postgres\d+|aurora-postgresql\d+|(aurora-)?mysql\d\.\d|mariadb\d+\.\d+|oracle-.+|sqlserver-.+|db2-.+|custom-.+)$/,
        reason: "InvalidParameterValue: is a DB parameter group family, for example postgres16",
      },
      { path: "parameters[].applyMethod", oneOf: ["immediate", "pending-reboot"] },
    ],
    check: parametersCheck,
    seconds: { create: 2, delete: 1 },
  })),
];
