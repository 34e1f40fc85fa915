import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { Problem } from "../engine/problem";

/** Who a job is in the cloud: the one that only looks, or the one that changes things (docs/bootstrap.md). */
export const identities = ["preview", "deploy"] as const;
export type Identity = (typeof identities)[number];

/** Where a stack is, as GitHub's steps need it. */
export interface Place {
  /** Outputs of the step: `cloud`, and what its sign-in takes. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Environment of all steps that follow. */
  readonly environment: Readonly<Record<string, string>>;
}

const stackFile = z.object({
  config: z.object({ "platform:cloud": z.string(), "platform:region": z.string() }),
});

/** The variable behind each output, by cloud; ID is `PREVIEW` or `DEPLOY`. */
const signIns: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  aws: { role: "AWS_ID_ROLE" },
  azure: {
    "client-id": "AZURE_ID_CLIENT_ID",
    "tenant-id": "AZURE_TENANT_ID",
    "subscription-id": "AZURE_SUBSCRIPTION_ID",
  },
  gcp: {
    provider: "GCP_WORKLOAD_IDENTITY_PROVIDER",
    account: "GCP_ID_SERVICE_ACCOUNT",
    project: "GCP_PROJECT",
  },
};

/**
 * Reads from a stack's file and the repository's variables (which the bootstrap prints) where the stack is and who signs in.
 *
 * @throws Problem that names all variables that are missing
 */
export function placeOf(project: string, stack: string, identity: Identity, variables: unknown): Place {
  const read = stackFile.safeParse(parse(readFileSync(join(project, `Pulumi.${stack}.yaml`), "utf8")));
  if (!read.success)
    throw new Problem(`Pulumi.${stack}.yaml does not say its platform:cloud and platform:region.`);
  const { "platform:cloud": cloud, "platform:region": region } = read.data.config;
  const signIn = signIns[cloud];
  if (signIn === undefined)
    throw new Problem(
      `The pipeline can sign in to ${Object.keys(signIns).join(", ")}, and ${stack} is on ${cloud}.`,
    );
  const given = z.record(z.string(), z.string()).parse(variables);
  const missing: string[] = [];
  const variable = (name: string): string => {
    const value = given[name] ?? "";
    if (value === "") missing.push(name);
    // A second line would be a variable of its own in GitHub's files.
    if (/[\r\n]/.test(value)) throw new Problem(`The variable ${name} has more than one line.`);
    return value;
  };
  const values = Object.fromEntries(
    Object.entries(signIn).map(([output, name]) => [
      output,
      variable(name.replace("_ID_", `_${identity.toUpperCase()}_`)),
    ]),
  );
  const backend = variable(`${cloud.toUpperCase()}_PULUMI_BACKEND_URL`);
  if (missing.length > 0)
    throw new Problem(
      `The repository lacks the variables ${missing.join(", ")}: \`npm run bootstrap\` prints them (docs/bootstrap.md).`,
    );
  return {
    outputs: { cloud, region, ...values },
    environment: {
      PULUMI_BACKEND_URL: backend,
      PULUMI_SKIP_UPDATE_CHECK: "true",
      // The provider asks GitHub for a new token itself whenever one has run out.
      ...(cloud === "azure" && {
        ARM_USE_OIDC: "true",
        ARM_CLIENT_ID: values["client-id"] ?? "",
        ARM_TENANT_ID: values["tenant-id"] ?? "",
        ARM_SUBSCRIPTION_ID: values["subscription-id"] ?? "",
      }),
    },
  };
}

/** `NAME=value` lines, as GitHub's `GITHUB_OUTPUT` and `GITHUB_ENV` take them. */
export function lines(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${value}\n`)
    .join("");
}
