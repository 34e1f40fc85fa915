import { KubeConfig } from "@kubernetes/client-node";
import { Cloud } from "../../cloud";
import { Rulebook } from "../../interpreter/rulebook";
import { CloudProvider } from "../../provider";
import type { Provider, ProviderParts } from "../../provider-interface";
import type { CloudRules, Properties } from "../../rules";
import { Cluster } from "./cluster";
import { LiveProvider } from "./provider";

/**
 * A provider that sends objects to the API server of a kubeconfig.
 *
 * @param rules without what the server itself judges
 */
export function liveProvider(
  kubeconfig: string,
  rules: CloudRules,
  configuration: Properties,
  { catalog, store, faults, clock }: ProviderParts,
): Provider {
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  const context = configuration["context"];
  if (typeof context === "string" && config.getContextObject(context) !== null)
    config.setCurrentContext(context);
  const book = new Rulebook(rules);
  const configured = () => ({ region: "", inputs: configuration });
  return new LiveProvider(
    Cluster.connect(config),
    new Cloud(book, catalog, store, configured),
    new CloudProvider(book, catalog, store, faults, clock, configured),
    faults,
    configuration,
    clock.cancelled,
  );
}
