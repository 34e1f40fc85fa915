import { breachesOnAws } from "./aws/breaches";
import { evidenceOnAws } from "./aws";
import { evidenceOnEks } from "./aws/kubernetes";
import { breachesOnEks } from "./aws/kubernetes-breaches";
import { evidenceOnGcp } from "./gcp";
import { breachesOnGcp } from "./gcp/breaches";
import { evidenceOnGke } from "./gcp/kubernetes";
import { breachesOnGke } from "./gcp/kubernetes-breaches";
import { evidenceOnAzure } from "./azure";
import { breachesOnAzure } from "./azure/breaches";
import { evidenceOnAks } from "./azure/kubernetes";
import { breachesOnAks } from "./azure/kubernetes-breaches";
import { evidenceInExistingCluster } from "./kubernetes/existing";
import { breachesInExistingCluster } from "./kubernetes/existing-breaches";
import type { Runtime } from "../../components/specification";
import type { Breaches } from "./breach";
import type { Evidence } from "./evidence";
import type { Resource } from "./resource";

/** How the resources of a cloud and runtime are read, and how each promise can be broken on it. */
export interface Contract {
  readonly evidence: (resources: readonly Resource[]) => Evidence;
  readonly breaches: Breaches;
}

/** Every cloud that the promises are judged on, with each runtime that it offers. */
export const contracts: Readonly<Record<string, Readonly<Partial<Record<Runtime, Contract>>>>> = {
  aws: {
    containers: { evidence: evidenceOnAws, breaches: breachesOnAws },
    kubernetes: { evidence: evidenceOnEks, breaches: breachesOnEks },
  },
  azure: {
    containers: { evidence: evidenceOnAzure, breaches: breachesOnAzure },
    kubernetes: { evidence: evidenceOnAks, breaches: breachesOnAks },
  },
  gcp: {
    containers: { evidence: evidenceOnGcp, breaches: breachesOnGcp },
    kubernetes: { evidence: evidenceOnGke, breaches: breachesOnGke },
  },
  kubernetes: {
    kubernetes: { evidence: evidenceInExistingCluster, breaches: breachesInExistingCluster },
  },
};
