import type { Check, Path, Problem, Properties, Value, World } from "../rules";
import { parseArn } from "./account";
import { document, isRecord, many, text, shown } from "../reading";

/** `identity`: what a role may do. `trust`: who may assume a role. `resource`: who may use the resource it is put on. */
export type PolicyKind = "identity" | "trust" | "resource";

export interface PolicyOptions {
  readonly kind: PolicyKind;
  /** Most characters, white space not counted. */
  readonly maximum: number;
  /** Action prefixes that the service takes in its resource policies, for example `s3`. */
  readonly services?: readonly string[];
}

const keys = [
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
];
const operator =
  /^(For(All|Any)Values?:)?((String(Not)?(Equals|Like)|String(Not)?EqualsIgnoreCase|Numeric(Not)?(Equals)|Numeric(Less|Greater)Than(Equals)?|Date(Not)?Equals|Date(Less|Greater)Than(Equals)?|Bool|BinaryEquals|(Not)?IpAddress|Arn(Not)?(Equals|Like))(IfExists)?|Null)$/;

/** Problems of a policy document, by the grammar of IAM's JSON policy elements. */
export function policyProblems(
  path: Path,
  json: Value | undefined,
  options: PolicyOptions,
  world: World,
): readonly Problem[] {
  if (json === undefined) return [];
  const refuse = (reason: string): Problem[] => [{ path, reason: `MalformedPolicyDocument: ${reason}` }];
  const content = document(json);
  if (content === undefined) return refuse("the policy is not valid JSON");
  const size = (typeof json === "string" ? json : JSON.stringify(json)).replace(/\s/g, "").length;
  if (size > options.maximum)
    return [
      {
        path,
        reason: `LimitExceeded: a policy of ${String(size)} characters; ${String(options.maximum)} are allowed`,
      },
    ];
  const version = content["Version"];
  if (version !== undefined && version !== "2012-10-17" && version !== "2008-10-17")
    return refuse(`the policy's Version must be '2012-10-17', not '${shown(version)}'`);
  const unknown = Object.keys(content).find((key) => !["Version", "Id", "Statement"].includes(key));
  if (unknown !== undefined) return refuse(`the policy has an unknown element '${unknown}'`);
  const statements = many(content["Statement"]);
  if (statements.length === 0) return refuse("the policy must contain at least one Statement");
  const sids = statements.flatMap((s) => (isRecord(s) && s["Sid"] !== undefined ? [s["Sid"]] : []));
  if (new Set(sids).size < sids.length)
    return refuse("statement ids (Sid) in a single policy must be unique");
  return statements.flatMap((statement, index) =>
    isRecord(statement)
      ? statementProblems(statement, options, world).flatMap((why) =>
          refuse(`Statement[${String(index)}]: ${why}`),
        )
      : refuse(`Statement[${String(index)}] is not an object`),
  );
}

/** The check of one input that holds a policy document. */
export function policy(path: Path, options: PolicyOptions): Check {
  return (inputs, world) => policyProblems(path, inputs[path], options, world);
}

function statementProblems(statement: Properties, options: PolicyOptions, world: World): string[] {
  const unknown = Object.keys(statement).find((key) => !keys.includes(key));
  if (unknown !== undefined) return [`unknown element '${unknown}'`];
  if (statement["Effect"] !== "Allow" && statement["Effect"] !== "Deny")
    return ["Effect must be 'Allow' or 'Deny'"];
  const has = (key: string): boolean => statement[key] !== undefined;
  const problems: string[] = [];
  if (has("Action") === has("NotAction")) problems.push("exactly one of Action and NotAction is required");
  problems.push(...actionProblems(statement, options), ...conditionProblems(statement["Condition"]));
  const principals = has("Principal") || has("NotPrincipal");
  if (options.kind === "identity") {
    if (principals)
      problems.push("a policy of an identity has no Principal: it applies to whom it is attached to");
    if (has("Resource") === has("NotResource")) problems.push("must contain resources (Resource)");
    if (!/^[A-Za-z0-9]*$/.test(text(statement["Sid"]) ?? ""))
      problems.push("Sid may hold letters and digits only");
  } else if (!principals) problems.push("missing required field Principal");
  if (options.kind === "trust" && (has("Resource") || has("NotResource")))
    problems.push("a trust policy has no Resource (has prohibited field Resource)");
  return [...problems, ...resourceProblems(statement), ...principalProblems(statement["Principal"], world)];
}

function actionProblems(statement: Properties, { kind, services }: PolicyOptions): string[] {
  return [...many(statement["Action"]), ...many(statement["NotAction"])].flatMap((action) => {
    const name = text(action) ?? "";
    if (name === "*") return kind === "trust" ? ["a trust policy's actions begin with 'sts:'"] : [];
    if (!/^[a-z0-9-]+:[A-Za-z0-9*?]+$/i.test(name))
      return [`'${name}' is no action; actions read SERVICE:Action, for example 's3:GetObject'`];
    const service = name.split(":")[0]?.toLowerCase() ?? "";
    if (kind === "trust" && service !== "sts") return ["a trust policy's actions begin with 'sts:'"];
    if (services !== undefined && !services.includes(service))
      return [`'${name}' is no action of this service (${services.join(", ")})`];
    return [];
  });
}

function resourceProblems(statement: Properties): string[] {
  return [...many(statement["Resource"]), ...many(statement["NotResource"])].flatMap((resource) => {
    const name = text(resource) ?? "";
    return name === "*" || /^arn:[a-z*-]+:[a-z0-9*-]*:[^:]*:[^:]*:.+/.test(name)
      ? []
      : [`resource '${name}' must be in ARN format or '*'`];
  });
}

function conditionProblems(condition: Value | undefined): string[] {
  if (condition === undefined) return [];
  if (!isRecord(condition)) return ["Condition is not an object"];
  const wrong = Object.keys(condition).find((name) => !operator.test(name));
  return wrong === undefined ? [] : [`invalid Condition type '${wrong}'`];
}

function principalProblems(principal: Value | undefined, world: World): string[] {
  if (principal === undefined || principal === "*") return [];
  if (!isRecord(principal))
    return ['Principal must be \'*\' or an object such as {"Service": …} or {"AWS": …}'];
  return Object.entries(principal).flatMap(([kind, value]) => {
    if (!["AWS", "Service", "Federated", "CanonicalUser"].includes(kind))
      return [`invalid principal type '${kind}'`];
    return many(value).flatMap((entry) => {
      const name = text(entry) ?? "";
      if (kind === "Service")
        return /^[a-z0-9.-]+\.amazonaws\.com$/.test(name) ? [] : [`invalid service principal '${name}'`];
      return kind === "AWS" ? accountPrincipalProblems(name, world) : [];
    });
  });
}

/** A principal of this account must exist when a policy names it (`Invalid principal in policy`). */
function accountPrincipalProblems(name: string, world: World): string[] {
  if (name === "*" || /^\d{12}$/.test(name) || /^A(ROA|IDA)[A-Z0-9]+$/.test(name)) return [];
  const parts = parseArn(name);
  if (parts?.service !== "iam" && parts?.service !== "sts") return [`invalid principal '${name}'`];
  if (parts.account !== world.account || !parts.resource.startsWith("role/")) return [];
  if (parts.resource.startsWith("role/aws-service-role/")) return [];
  if (parts.resource.includes("*")) return [`a wildcard is no part of a principal: '${name}'`];
  const exists = world
    .all("aws:iam/role:Role", { anyRegion: true })
    .some((role) => role.outputs["arn"] === name);
  return exists ? [] : [`invalid principal '${name}': there is no such role`];
}
