import * as pulumi from "@pulumi/pulumi";
import type { Cloud } from "../components/cloud";
import type { Specification } from "../components/specification";
import { namespace } from "./problem";
import { read, type Input } from "./read";
import { report, welcome } from "./report";

type Clouds = Readonly<Record<string, Cloud>>;

/**
 * The stack's specification, from its configuration and its environment's profile.
 *
 * @param clouds the clouds that a stack can name, by name.
 * @throws pulumi.RunError with every problem of the configuration as readable text; Pulumi shows it without a stack
 * trace, and nothing has been registered by then.
 */
export function load(clouds: Clouds): Specification {
  const values = pulumi.runtime.allConfig();
  return specificationOf(
    { values, secrets: secretKeys(), project: pulumi.getProject(), stack: pulumi.getStack() },
    clouds,
  );
}

/** @throws pulumi.RunError as `load` does */
function specificationOf(input: Input, clouds: Clouds): Specification {
  if (!Object.keys(input.values).some((key) => key.startsWith(`${namespace}:`))) {
    throw new pulumi.RunError(welcome(input.stack, clouds));
  }
  const { specification, problems } = read(input, clouds);
  if (problems !== undefined) throw new pulumi.RunError(report(input.stack, problems));
  return specification;
}

/**
 * What is wrong with the stack's configuration, as readable text; `undefined`: nothing. Asks nothing of Pulumi's runtime,
 * so it can be called before there is one.
 *
 * @param stack names of the project and the stack
 */
export function complaint(
  stack: { readonly project: string; readonly stack: string },
  clouds: Clouds,
): string | undefined {
  const values = Object.fromEntries(
    Object.entries(JSON.parse(process.env.PULUMI_CONFIG ?? "{}") as Record<string, string>).map(
      // Older language hosts say `platform:config:region`, as Pulumi's runtime knows too.
      ([key, value]) => [key.replace(/^([^:]+):config:/, "$1:"), value],
    ),
  );
  try {
    specificationOf({ values, secrets: secretKeys(), ...stack }, clouds);
    return undefined;
  } catch (error) {
    if (pulumi.RunError.isInstance(error)) return error.message;
    throw error;
  }
}

/** Which keys are stored encrypted. Pulumi's SDK has no public function for it; the language host hands it over here. */
function secretKeys(): string[] {
  const keys: unknown = JSON.parse(process.env.PULUMI_CONFIG_SECRET_KEYS ?? "[]");
  return Array.isArray(keys) ? keys.map(String) : [];
}
