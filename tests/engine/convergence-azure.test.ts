import { describeConvergence } from "./convergence";

describeConvergence({
  cloud: "azure",
  first: "azure-native:resources:ResourceGroup",
  killed: "azure-native:monitor:ActionGroup",
  single: "azure-native:app:ContainerApp",
  updated: "azure-native:app:ContainerApp",
  deleted: "azure-native:app:ManagedEnvironment",
  rollout: {
    fault: "crashing",
    reason: /the rollout of "worker" was not taken over: .*terminated with exit code 1/,
    serving: (store) =>
      store.list("azure-native:app:ContainerApp").map(({ outputs }) => outputs["latestReadyRevisionName"]),
  },
});
