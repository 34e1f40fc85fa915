import { readFileSync } from "node:fs";
import { shown } from "../reading";
import type { Place, Properties } from "../rules";
import { isUnknown } from "../values";

/** The variable that names the kubeconfig of a control plane that stands behind every cluster of the local clouds. */
const kubeconfigVariable = "LOCALCLOUD_KUBECONFIG";

/**
 * The text of the kubeconfig that the program gives, if it gives one. One that only the environment names is a user's own
 * and not for a local cloud.
 */
export function kubeconfigOf(configuration: Properties): string | undefined {
  const given = configuration["kubeconfig"];
  if (given === undefined || given === "" || isUnknown(given) || given === process.env["KUBECONFIG"])
    return undefined;
  const text = shown(given);
  return /^[^\n{]+$/.test(text) && !text.includes(": ") ? readFileSync(text, "utf8") : text;
}

/** The host of the API server that a kubeconfig leads to, as far as its text says. */
function hostOf(kubeconfig: string): string | undefined {
  return /"?server"?:\s*["']?https?:\/\/(\[[^\]]+\]|[^\s"',:/}]+)/.exec(kubeconfig)?.[1];
}

/** The kubeconfig of the API server that really answers: the program's own on loopback, else that of a test. */
export function realKubeconfig(configuration: Properties): string | undefined {
  const own = kubeconfigOf(configuration);
  if (own !== undefined && isLoopback(own)) return own;
  const file = process.env[kubeconfigVariable];
  return file === undefined || file === "" ? undefined : readFileSync(file, "utf8");
}

const isLoopback = (kubeconfig: string): boolean =>
  /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(hostOf(kubeconfig) ?? "");

/** Objects of two clusters do not see each other. */
export function place(_: Properties, configuration: Properties): Place {
  const kubeconfig = kubeconfigOf(configuration);
  const cluster = (kubeconfig === undefined ? undefined : hostOf(kubeconfig)) ?? "cluster";
  return { account: "", region: cluster, partition: cluster };
}
