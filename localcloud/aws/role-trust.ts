import { isRecord, many, document, refuse, text } from "../reading";
import type { Path, Problem, Value, World } from "../rules";
import { matches } from "./key-use";
import { types } from "./types";

/**
 * Problems of an input that names a role which a service takes: it must exist, and its trust policy must let the service do
 * each of the actions. Roles of other accounts are not looked at.
 */
export function trustProblems(
  path: Path,
  value: Value | undefined,
  { service, actions }: { readonly service: string; readonly actions: readonly string[] },
  world: World,
): readonly Problem[] {
  const arn = text(value);
  if (arn === undefined) return [];
  if (!/^arn:aws:iam::\d{12}:role\/.+/.test(arn)) return refuse(path, `'${arn}' is not the ARN of a role`);
  if (!arn.startsWith(`arn:aws:iam::${world.account}:`)) return [];
  const role = world.all(types.role, { anyRegion: true }).find(({ outputs }) => outputs["arn"] === arn);
  if (role === undefined) return refuse(path, `InvalidParameterException: the role ${arn} does not exist`);
  const missing = actions.filter((action) => !trusts(role.inputs["assumeRolePolicy"], service, action));
  return missing.length === 0
    ? []
    : refuse(
        path,
        `InvalidParameterException: the trust policy of ${arn} does not let ${service} do ${missing.join(" and ")}`,
      );
}

function trusts(policy: Value | undefined, service: string, action: string): boolean {
  return many(document(policy)?.["Statement"]).some(
    (statement) =>
      isRecord(statement) &&
      statement["Effect"] === "Allow" &&
      isRecord(statement["Principal"]) &&
      many(statement["Principal"]["Service"]).includes(service) &&
      many(statement["Action"]).some((pattern) => typeof pattern === "string" && matches(action, pattern)),
  );
}
