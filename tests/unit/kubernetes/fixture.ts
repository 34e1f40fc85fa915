import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { Specification } from "../../../components/specification";
import { clouds } from "../../../providers";
import { read } from "../../../stacks/read";
import { asPulumiGivesIt, type Changes } from "../stacks/configuration";

/** A password that must be found nowhere in plain text. */
export const PASSWORD = "canary-9b1e77";

export const secrets = {
  databaseUrl: `postgresql://shop:${PASSWORD}@db.example.com:5433/shop?sslmode=require`,
  redisUrl: `rediss://:${PASSWORD}@cache.data.svc:6380/0`,
  dumpAccessKeyId: "AKIAEXAMPLE",
  dumpSecretAccessKey: PASSWORD,
} as const;

type Environment = Specification["environment"];

/** The stack file that docs/kubernetes.md shows. */
export function example(): Record<string, unknown> {
  const text = readFileSync(
    join(__dirname, "..", "..", "..", "docs", "examples", "existing-cluster.yaml"),
    "utf8",
  );
  return (parse(text) as { config: Record<string, unknown> }).config;
}

/**
 * Its specification, as `pulumi up` would see it with its secrets set.
 *
 * @param changes keys below `platform:` that are different; those of `cluster` by a key such as `cluster.traces`
 * @param left secrets that are not set
 */
export function exampleSpecification(
  environment: Environment,
  changes: Changes = {},
  left: readonly (keyof typeof secrets)[] = [],
): Specification {
  const config: Record<string, unknown> = { ...example(), "platform:environment": environment };
  for (const [dotted, value] of Object.entries(changes)) {
    const [key = "", inner] = dotted.split(".");
    const full = `platform:${key}`;
    config[full] = inner === undefined ? value : { ...(config[full] as object), [inner]: value };
  }
  const given = Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined));
  const set = Object.entries(secrets).filter(([name]) => !left.some((other) => other === name));
  const { problems, specification } = read(
    {
      values: { ...asPulumiGivesIt(given), ...asPulumiGivesIt(Object.fromEntries(set)) },
      secrets: set.map(([name]) => `platform:${name}`),
      project: "platform",
      stack: environment,
    },
    clouds,
  );
  if (problems) throw new Error(problems.map(({ key, wrong }) => `${key} ${wrong}`).join(", "));
  return specification;
}
