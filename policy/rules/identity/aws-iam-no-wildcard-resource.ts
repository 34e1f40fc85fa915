import { compliant, every, require } from "../../mechanism/answer";
import { documentsOf, everyStatement, identityPolicies, isEverything } from "../../subjects/policy-document";
import type { ResourceRule } from "../../mechanism/rule";

/** Services that hold data, keys or rights, whose actions AWS can limit to single resources. */
const restrictable = new Set([
  "s3",
  "secretsmanager",
  "ssm",
  "kms",
  "iam",
  "sts",
  "dynamodb",
  "rds",
  "rds-db",
  "rds-data",
  "sqs",
  "sns",
  "lambda",
  "ecr",
  "ecs",
  "logs",
  "backup",
  "elasticache",
  "events",
  "states",
  "aps",
  "elasticfilesystem",
]);

/** Actions of these services that AWS allows only on `*`; and those that list or describe, which give away names only. */
const unrestrictable =
  /^(ecr:GetAuthorizationToken|sts:(GetCallerIdentity|GetSessionToken|GetServiceBearerToken)|s3:(ListAllMyBuckets|GetAccountPublicAccessBlock)|kms:(CreateKey|GenerateRandom)|[a-z-]+:(List|Describe)[A-Za-z*]*|logs:(PutResourcePolicy|DeleteResourcePolicy|CreateLogDelivery|GetLogDelivery|UpdateLogDelivery|DeleteLogDelivery)|ssm:(GetDeployablePatchSnapshotForInstance|UpdateInstanceInformation))$/;

function isRestrictable(action: string): boolean {
  const [service = "", operation = ""] = action.split(":");
  if (isEverything(action)) return true;
  return restrictable.has(service.toLowerCase()) && operation !== "" && !unrestrictable.test(action);
}

/** An action that can be limited to some resources is. */
export const rule: ResourceRule = {
  id: "aws-iam-no-wildcard-resource",
  title: "An action that can be limited to some resources is.",
  severity: "high",
  controls: { checkov: ["CKV_AWS_355", "CKV_AWS_356"] },
  enforcement: "always",
  reason: "An identity that may read its own secret on every secret may read them all.",
  remedy: "Name the resources by ARN, or by a prefix that only ours have.",
  types: Object.keys(identityPolicies),
  scope: "resource",
  check: ({ type, properties }) =>
    every(documentsOf(properties, identityPolicies[type] ?? []), (document) =>
      everyStatement(document, ({ where, effect, actions, resources, notResources, conditions }) => {
        if (effect === "Deny" || conditions.length > 0) return compliant;
        if (!resources.some(isEverything) && notResources.length === 0) return compliant;
        const wide = actions.filter((action) => isRestrictable(action));
        return require(wide.length === 0, `${where} allows ${wide.join(", ")} on every resource`);
      }),
    ),
};
