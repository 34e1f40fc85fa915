import type { Harmless } from "./platform";
import { harmlessInClusters } from "./harmless-in-clusters";

/** Weakenings on a cluster that is there already that no rule has to notice. */
export const harmless: Harmless = [
  ...harmlessInClusters,
  {
    because: "The program's own settings: what they must be is the service's business.",
    what: ["kubernetes:core/v1:Secret immutable"],
  },
  {
    because:
      "Watching by eye, and the comfort of whoever is called; what must be told is noticed at the alert.",
    what: [
      "kubernetes:monitoring.coreos.com/v1alpha1:AlertmanagerConfig spec.receivers[].emailConfigs[].sendResolved",
    ],
  },
];
