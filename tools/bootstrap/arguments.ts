import { keys } from "../../stacks/bootstrap/settings";
import { nearest } from "../../stacks/problem";
import { Problem } from "../engine/problem";

/** A command line of `npm run bootstrap`, read. */
export interface Command {
  readonly help: boolean;
  /** On the local cloud, with folders in place of a bucket. */
  readonly local: boolean;
  /** Without asking. */
  readonly yes: boolean;
  /** Name of the bootstrap's own stack, if it is not the cloud's. */
  readonly stack?: string | undefined;
  /** Where the bootstrap's state is already, if this checkout does not know it. */
  readonly backend?: string | undefined;
  /** Settings by key. */
  readonly values: Readonly<Record<string, string>>;
}

/** `--recovery-region` for `recoveryRegion`. */
export function flagOf(key: string): string {
  return `--${key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

const switches = ["--help", "--local", "--yes"] as const;
const others = ["--stack", "--backend"] as const;

/**
 * Reads `--key value` and `--key=value`.
 *
 * @throws Problem on what is no flag, or a flag without its value
 */
export function parse(args: readonly string[]): Command {
  const settings = new Map(keys.map((key) => [flagOf(key), key]));
  const known: readonly string[] = [...settings.keys(), ...others, ...switches];
  const on = new Set<string>();
  const given = new Map<string, string>();
  for (let index = 0; index < args.length; index++) {
    const [flag = "", ...rest] = (args[index] ?? "").split("=");
    if (switches.some((each) => each === flag)) {
      on.add(flag);
      continue;
    }
    if (!known.includes(flag)) {
      const meant = nearest(flag, known);
      throw new Problem(
        `${flag} is nothing that bootstrap knows.${meant === undefined ? "" : ` Did you mean ${meant}?`} All of it: npm run bootstrap -- --help`,
      );
    }
    const value = rest.length > 0 ? rest.join("=") : args[++index];
    if (value === undefined || value === "" || value.startsWith("--"))
      throw new Problem(`${flag} needs a value.`);
    given.set(flag, value);
  }
  const values = Object.fromEntries(
    [...settings].flatMap(([flag, key]) => {
      const value = given.get(flag);
      return value === undefined ? [] : [[key, value]];
    }),
  );
  return {
    help: on.has("--help"),
    local: on.has("--local"),
    yes: on.has("--yes"),
    stack: given.get("--stack"),
    backend: given.get("--backend"),
    values,
  };
}

export const help = `Makes what an account needs before its first stack: state backend, key for secrets, identities for GitHub Actions.

  npm run bootstrap -- --cloud aws   --region eu-west-1    --repository acme/platform
  npm run bootstrap -- --cloud azure --region westeurope   --repository acme/platform --subscription ID
  npm run bootstrap -- --cloud gcp   --region europe-west1 --repository acme/platform --project acme-prod

  --recovery-region REGION        where stacks may also work
  --environments dev,staging,prod GitHub environments that may deploy
  --drift-environment NAME        GitHub environment whose jobs may read, beside pull requests
  --name platform                 what names begin with
  --identity-provider ARN         AWS: the account's OpenID Connect provider for GitHub, where it has one
  --stack bootstrap-CLOUD         name of the bootstrap's own stack
  --backend URL                   where its state is, if this checkout does not know it
  --yes                           without asking
  --local                         on the local cloud, under .local/bootstrap

Run again, it goes on where it was interrupted, or brings up to date what is there. What was said once need not be said again.
See docs/bootstrap.md.
`;
