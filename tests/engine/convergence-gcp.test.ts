import { describeConvergence } from "./convergence";

describeConvergence({
  cloud: "gcp",
  first: "gcp:projects/service:Service",
  killed: "gcp:compute/network:Network",
  single: "gcp:cloudrunv2/service:Service",
  updated: "gcp:cloudrunv2/service:Service",
  deleted: "gcp:compute/subnetwork:Subnetwork",
});
