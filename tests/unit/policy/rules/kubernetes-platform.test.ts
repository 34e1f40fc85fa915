import { rule as notInDefaultNamespace } from "../../../../policy/rules/platform/kubernetes-not-in-default-namespace";
import { describeRule, type Given, type Properties, unknown } from "../pack";
import { of } from "./kubernetes-pods";

const inside = (metadata: Properties, provider?: Properties): Given =>
  of("apps/v1:Deployment", { metadata }, provider ? { provider } : {});

describeRule(notInDefaultNamespace, {
  compliant: {
    "a namespace of its own": inside({ namespace: "shop" }),
    "the provider's": inside({}, { namespace: "shop" }),
    "one that is made here": inside({ namespace: unknown }),
  },
  violations: {
    nothing: [inside({}), "in the default namespace"],
    "the default one by name": [inside({ namespace: "default" }), "in the default namespace"],
    "the default one by name, whatever the provider's": [
      inside({ namespace: "default" }, { namespace: "shop" }),
      "in the default namespace",
    ],
    "the provider's default": [inside({}, { namespace: "default" }), "in the default namespace"],
    "an empty name": [inside({ namespace: "" }, { namespace: "" }), "in the default namespace"],
    "a secret": [of("core/v1:Secret"), "in the default namespace"],
    "a role": [of("rbac.authorization.k8s.io/v1:Role"), "in the default namespace"],
    "an object of a list": [
      of("core/v1:ServiceList", { items: [{ metadata: { namespace: "shop" } }, {}] }),
      "items[1]: it lies in the default namespace",
    ],
    "a patch that says so": [
      of("core/v1:ServicePatch", { metadata: { namespace: "default" } }),
      "in the default namespace",
    ],
  },
  notApplicable: {
    "what lies in none": of("core/v1:Node"),
    "a patch without a namespace": of("core/v1:ServicePatch"),
  },
  unknown: { "metadata that is unknown": of("apps/v1:Deployment", { metadata: unknown }) },
});
