import * as pulumi from "@pulumi/pulumi";
import type { Cloud } from "../components/cloud";
import type { Specification } from "../components/specification";
import { namespace } from "./problem";
import { read } from "./read";
import { report, welcome } from "./report";

/**
 * The stack's specification, from its configuration and its environment's profile.
 *
 * @param clouds the clouds that a stack can name, by name.
 * @throws pulumi.RunError with every problem of the configuration as readable text; Pulumi shows it without a stack
 * trace, and nothing has been registered by then.
 */
export function load(clouds: Readonly<Record<string, Cloud>>): Specification {
  const values = pulumi.runtime.allConfig();
  const [project, stack] = [pulumi.getProject(), pulumi.getStack()];
  if (!Object.keys(values).some((key) => key.startsWith(`${namespace}:`))) {
    throw new pulumi.RunError(welcome(stack, clouds));
  }
  const { specification, problems } = read({ values, secrets: secretKeys(), project, stack }, clouds);
  if (problems !== undefined) throw new pulumi.RunError(report(stack, problems));
  return specification;
}

/** Which keys are stored encrypted. Pulumi's SDK has no public function for it; the language host hands it over here. */
function secretKeys(): string[] {
  const keys: unknown = JSON.parse(process.env.PULUMI_CONFIG_SECRET_KEYS ?? "[]");
  return Array.isArray(keys) ? keys.map(String) : [];
}
