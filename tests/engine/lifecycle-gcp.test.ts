import { at } from "../contract/resource";
import { describeLife } from "./lifecycle";

describeLife({
  cloud: "gcp",
  environments: ["dev", "prod"],
  failing: "gcp:cloudrunv2/service:Service",
  throttled: "gcp:secretmanager/secret:Secret",
  rollout: ["api-run"],
  scaling: {
    changed: ["api-run"],
    type: "gcp:cloudrunv2/service:Service",
    maximum: ({ inputs }) => at(inputs, "template.scaling.maxInstanceCount"),
  },
  drift: { type: "gcp:compute/backendService:BackendService", change: { logConfig: { enable: false } } },
  database: "gcp:sql/databaseInstance:DatabaseInstance",
  kept: ["gcp:storage/bucket:Bucket"],
});
