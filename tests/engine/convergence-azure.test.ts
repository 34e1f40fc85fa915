import { describeConvergence } from "./convergence";

describeConvergence({
  cloud: "azure",
  first: "azure-native:resources:ResourceGroup",
  killed: "azure-native:monitor:ActionGroup",
  single: "azure-native:app:ContainerApp",
  updated: "azure-native:app:ContainerApp",
  deleted: "azure-native:app:ManagedEnvironment",
});
