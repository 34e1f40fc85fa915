import { at, list, type Resource, type Resources } from "../resource";

/** Whether services run in a subnet: it is left to Container Apps, or a cluster's machines stand in it. */
export function isOfServices(resources: Resources, subnet: Resource): boolean {
  return (
    list(subnet.inputs["delegations"]).some(
      (each) => at(each, "serviceName") === "Microsoft.App/environments",
    ) || machinesIn(resources).includes(subnet.id)
  );
}

function machinesIn(resources: Resources) {
  return resources
    .of("azure-native:containerservice:ManagedCluster")
    .flatMap(({ inputs }) => list(inputs["agentPoolProfiles"]))
    .map((pool) => at(pool, "vnetSubnetID"));
}
