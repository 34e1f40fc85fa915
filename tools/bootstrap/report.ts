import type { Made } from "./migration";

/** What to do with what was made: variables for GitHub, and the first stack. */
export function report(cloud: string, made: Made): string {
  const variables = Object.entries(made.variables);
  const configuration = Object.entries(made.configuration);
  return [
    "",
    "Done. None of the following is a secret.",
    "",
    "Variables of the repository on GitHub:",
    ...variables.map(([name, value]) => `  gh variable set ${name} --body '${value}'`),
    "",
    "The first stack:",
    `  pulumi login '${made.backend}'`,
    `  pulumi stack init dev --secrets-provider='${made.secretsProvider}'`,
    `  pulumi config set --stack dev platform:cloud ${cloud}`,
    ...configuration.map(([key, value]) => `  pulumi config set --stack dev ${key} '${value}'`),
    "  pulumi up --stack dev --policy-pack policy",
    "",
  ].join("\n");
}
