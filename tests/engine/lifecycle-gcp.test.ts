import { at } from "../../localcloud/reading";
import { describeLife } from "./lifecycle";

describeLife({
  cloud: "gcp",
  environments: ["dev", "staging", "prod"],
  failing: "gcp:sql/databaseInstance:DatabaseInstance",
  throttled: "gcp:compute/subnetwork:Subnetwork",
  rollout: ["api-run"],
  scaling: {
    changed: ["api-run"],
    type: "gcp:cloudrunv2/service:Service",
    maximum: ({ inputs }) => at(inputs, "template.scaling.maxInstanceCount"),
  },
  drift: { type: "gcp:redis/instance:Instance", change: { displayName: "changed by hand" } },
  database: "gcp:sql/databaseInstance:DatabaseInstance",
});
