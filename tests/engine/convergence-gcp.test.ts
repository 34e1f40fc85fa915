import { describeConvergence } from "./convergence";

describeConvergence({
  cloud: "gcp",
  first: "gcp:projects/service:Service",
  killed: "gcp:compute/network:Network",
  single: "gcp:cloudrunv2/service:Service",
  updated: "gcp:cloudrunv2/service:Service",
  deleted: "gcp:compute/subnetwork:Subnetwork",
  rollout: {
    fault: "crashing",
    reason: /is not ready and cannot serve traffic.*container failed to start/,
    serving: (store) =>
      store.list("gcp:cloudrunv2/service:Service").map(({ outputs }) => outputs["trafficStatuses"]),
  },
});
