import { alter, type Breaches, remove, within } from "../breach";
import { breachesInCluster } from "../kubernetes/breaches";
import { at, text } from "../resource";
import { breachesOnAws } from "./breaches";

/** One way to break each promise on EKS; where nothing else is said, the same as elsewhere on AWS. */
export const breachesOnEks: Breaches = {
  ...breachesOnAws,
  ...breachesInCluster,
  "Only the load balancer takes connections from outside, on 80 and 443": alter(
    "kubernetes:core/v1:Service",
    within("spec", { type: "LoadBalancer" }),
  ),
  "Each reference is to one version of a secret, so that a new value is a new rollout": alter(
    "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass",
    (inputs) =>
      within("spec", (spec) => ({
        parameters: {
          objects: text(at(spec, "parameters.objects")).replaceAll(/"objectVersion":"[^"]*",?/g, ""),
        },
      }))(inputs),
  ),
  "Each service has an identity of its own": alter("aws:eks/podIdentityAssociation:PodIdentityAssociation", {
    roleArn: "arn:aws:iam::1:role/shared",
  }),
  "Where requests are traced, as many are as the stack says, and their traces arrive": remove(
    "aws:iam/rolePolicy:RolePolicy",
    ({ name }) => name.endsWith("-role-policy"),
  ),
};
