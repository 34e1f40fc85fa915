import { rule as dataProtected } from "../../../../policy/rules/platform/azure-data-protected";
import { rule as requiredTags } from "../../../../policy/rules/platform/azure-required-tags";
import { describeRule, type Given, type Properties, unknown } from "../pack";

const subnet: Given = { type: "azure-native:network:Subnet" };

describeRule(dataProtected, {
  compliant: { "a protected database": { type: "azure-native:dbforpostgresql:Server", protect: true } },
  violations: {
    "a database": [{ type: "azure-native:dbforpostgresql:Server" }, "protect is not set"],
    "a storage account": [{ type: "azure-native:storage:StorageAccount" }, "protect is not set"],
    "a vault": [{ type: "azure-native:keyvault:Vault" }, "protect is not set"],
    "one of an older interface": [{ type: "azure-native:keyvault/v20230701:Vault" }, "protect is not set"],
  },
  notApplicable: { "what holds no data": subnet },
});

const account = (properties: Properties): Given => ({
  type: "azure-native:storage:StorageAccount",
  properties,
});
const full = { Project: "platform", environment: "prod" };
describeRule(requiredTags, {
  compliant: {
    "its tags": account({ tags: full }),
    "a tag whose value is unknown yet": account({ tags: { ...full, Project: unknown } }),
  },
  violations: {
    none: [account({}), "it has no tag project, environment"],
    "one missing": [account({ tags: { Project: "p" } }), "it has no tag environment"],
    "an empty one": [account({ tags: { ...full, environment: "" } }), "it has no tag environment"],
  },
  notApplicable: { "what has no tags": subnet },
  unknown: { "tags that are unknown": account({ tags: unknown }) },
});
