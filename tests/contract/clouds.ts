import { breachesOnAws } from "./aws/breaches";
import { evidenceOnAws } from "./aws";
import { evidenceOnGcp } from "./gcp";
import { breachesOnGcp } from "./gcp/breaches";
import { evidenceOnAzure } from "./azure";
import { breachesOnAzure } from "./azure/breaches";
import type { Breaches } from "./breach";
import type { Evidence } from "./evidence";
import type { Resource } from "./resource";

/** How a cloud's resources are read, and how each promise can be broken on it. */
export interface Contract {
  readonly evidence: (resources: readonly Resource[]) => Evidence;
  readonly breaches: Breaches;
}

/** Every cloud that the promises are judged on: each one that a stack can name. */
export const contracts: Readonly<Record<string, Contract>> = {
  aws: { evidence: evidenceOnAws, breaches: breachesOnAws },
  azure: { evidence: evidenceOnAzure, breaches: breachesOnAzure },
  gcp: { evidence: evidenceOnGcp, breaches: breachesOnGcp },
};
