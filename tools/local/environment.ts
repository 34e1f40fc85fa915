import { delimiter, dirname } from "node:path";
import { pathToFileURL } from "node:url";
import type { Layout } from "./layout";

/**
 * Prefixes of variables that could lead the engine or a provider to a user's real accounts, logins, plugins or settings.
 * `LOCALCLOUD_` is not among them: faults and the clock of the local clouds are set that way.
 */
const foreign = [
  "PULUMI_",
  "AWS_",
  "AZURE_",
  "ARM_",
  "GOOGLE_",
  "GCLOUD_",
  "GCP_",
  "CLOUDSDK_",
  "KUBE",
  "DOCKER_",
  "VAULT_",
];

/**
 * Protects nothing: everything that a local stack encrypts was made up. A real stack's passphrase never comes here, since
 * its encrypted values are left out of the local stack files.
 */
export const passphrase = "local";

/**
 * The environment in which the CLI runs: the user's, without anything that leads to real clouds, and with a home, backend
 * and local clouds below one folder.
 */
export function localEnvironment(base: NodeJS.ProcessEnv, places: Layout, cli: string): NodeJS.ProcessEnv {
  const kept = Object.entries(base).filter(([name]) => !foreign.some((prefix) => name.startsWith(prefix)));
  return {
    ...Object.fromEntries(kept),
    PATH: `${dirname(cli)}${delimiter}${base.PATH ?? ""}`,
    PULUMI_HOME: places.home,
    PULUMI_BACKEND_URL: pathToFileURL(places.state).href,
    PULUMI_CONFIG_PASSPHRASE: passphrase,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // The plugins in the home are the local clouds; one on PATH or downloaded would be a real one.
    PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    // A stack file that was made anew goes on with the key that the state is encrypted with.
    PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER: "true",
    LOCALCLOUD_HOME: places.cloud,
  };
}
