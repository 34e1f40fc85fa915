import { type Answer, every } from "../mechanism/answer";
import type { Property } from "../mechanism/property";

/** One statement of a policy document, with AWS's several spellings made one. */
export interface Statement {
  /** For messages: its `Sid`, or its place. */
  readonly where: string;
  readonly effect: "Allow" | "Deny";
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
  /** Who it is for: ARNs, account numbers, services, `*`. */
  readonly principals: readonly string[];
  readonly notPrincipals: readonly string[];
  /** Condition keys in lower case, with their operators in lower case and their values. */
  readonly conditions: readonly {
    readonly operator: string;
    readonly key: string;
    readonly values: readonly string[];
  }[];
}

/** Judges each statement of a document that is given as JSON text or as an object. */
export function everyStatement(document: Property, check: (statement: Statement) => Answer): Answer {
  return every(document.json().get("Statement").items(), (statement) => check(read(statement)));
}

/** All statements of a document. Throws `NotYetKnown` when any is. */
export function statementsOf(document: Property): Statement[] {
  return document.json().get("Statement").items().map(read);
}

function read(statement: Property): Statement {
  return {
    where: statement.get("Sid").text() ?? statement.path,
    // AWS knows only these two words; a document with another is refused by AWS itself.
    effect: statement.get("Effect").text() === "Deny" ? "Deny" : "Allow",
    actions: texts(statement.get("Action")),
    notActions: texts(statement.get("NotAction")),
    resources: texts(statement.get("Resource")),
    notResources: texts(statement.get("NotResource")),
    principals: principals(statement.get("Principal")),
    notPrincipals: principals(statement.get("NotPrincipal")),
    conditions: statement
      .get("Condition")
      .entries()
      .flatMap(([operator, keys]) =>
        keys.entries().map(([key, values]) => ({
          operator: operator.toLowerCase(),
          key: key.toLowerCase(),
          values: texts(values),
        })),
      ),
  };
}

function principals(principal: Property): string[] {
  const kinds = principal.entries();
  return kinds.length === 0 ? texts(principal) : kinds.flatMap(([, members]) => texts(members));
}

function texts(list: Property): string[] {
  return list.items().flatMap((item) => item.text() ?? []);
}

/** Whether a pattern with `*` and `?` means everything that AWS has: `*`, `**`, `*:*`, `arn:*`, `arn:aws:*:*:*:*`. */
export function isEverything(pattern: string): boolean {
  return /^[*?:]*\*[*?:]*$/.test(pattern) || /^arn:(aws[a-z-]*|\*)?(:?\*)+$/.test(pattern);
}

/** Properties that hold a policy of an identity: what someone may do. */
export const identityPolicies: Readonly<Record<string, readonly string[]>> = {
  "aws:iam/policy:Policy": ["policy"],
  "aws:iam/rolePolicy:RolePolicy": ["policy"],
  "aws:iam/userPolicy:UserPolicy": ["policy"],
  "aws:iam/groupPolicy:GroupPolicy": ["policy"],
  "aws:iam/role:Role": ["inlinePolicies"],
  "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy": ["inlinePolicy"],
};

/** Properties that hold a policy of a resource: who may use it. */
export const resourcePolicies: Readonly<Record<string, readonly string[]>> = {
  "aws:iam/role:Role": ["assumeRolePolicy"],
  "aws:kms/key:Key": ["policy"],
  "aws:kms/keyPolicy:KeyPolicy": ["policy"],
  "aws:kms/replicaKey:ReplicaKey": ["policy"],
  "aws:kms/externalKey:ExternalKey": ["policy"],
  "aws:s3/bucket:Bucket": ["policy"],
  "aws:s3/bucketV2:BucketV2": ["policy"],
  "aws:s3/bucketPolicy:BucketPolicy": ["policy"],
  "aws:s3/accessPoint:AccessPoint": ["policy"],
  "aws:sqs/queue:Queue": ["policy"],
  "aws:sqs/queuePolicy:QueuePolicy": ["policy"],
  "aws:sns/topic:Topic": ["policy"],
  "aws:sns/topicPolicy:TopicPolicy": ["policy"],
  "aws:secretsmanager/secret:Secret": ["policy"],
  "aws:secretsmanager/secretPolicy:SecretPolicy": ["policy"],
  "aws:ecr/repositoryPolicy:RepositoryPolicy": ["policy"],
  "aws:ecr/registryPolicy:RegistryPolicy": ["policy"],
  "aws:backup/vaultPolicy:VaultPolicy": ["policy"],
  "aws:efs/fileSystemPolicy:FileSystemPolicy": ["policy"],
  "aws:opensearch/domain:Domain": ["accessPolicies"],
  "aws:opensearch/domainPolicy:DomainPolicy": ["accessPolicies"],
  "aws:elasticsearch/domain:Domain": ["accessPolicies"],
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": ["policyDocument"],
  "aws:cloudwatch/eventBusPolicy:EventBusPolicy": ["policy"],
  "aws:ec2/vpcEndpoint:VpcEndpoint": ["policy"],
};

/** The documents that a resource holds under some property names; a role's inline policies are several. */
export function documentsOf(properties: Property, names: readonly string[]): Property[] {
  return names.flatMap((name) => {
    const property = properties.get(name);
    if (name !== "inlinePolicies") return [property];
    return property.items().map((inline) => inline.get("policy"));
  });
}
