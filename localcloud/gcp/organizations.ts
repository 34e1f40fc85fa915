import type { FunctionRules } from "../rules";
import { text } from "../reading";
import { projectNumber } from "./project";
import { isEnabled } from "./services";

/** What can be asked about the project and who is asking. */
export const projectFunctions: readonly FunctionRules[] = [
  {
    token: "gcp:organizations/getProject:getProject",
    result: (inputs, world) => {
      const projectId = text(inputs["projectId"]) ?? world.account;
      return {
        id: `projects/${projectId}`,
        projectId,
        name: projectId,
        number: projectNumber,
        orgId: "123456789",
        folderId: "",
        // The provider asks another interface for it, and takes its refusal for "none".
        billingAccount: isEnabled(world, "cloudbilling.googleapis.com") ? "012345-6789AB-CDEF01" : "",
        autoCreateNetwork: false,
        deletionPolicy: "PREVENT",
        labels: {},
        effectiveLabels: {},
        pulumiLabels: {},
        tags: {},
      };
    },
  },
  {
    token: "gcp:organizations/getClientConfig:getClientConfig",
    result: (_, world) => ({
      id: `projects/${world.account}/regions/${world.region}/zones/`,
      accessToken: "local-access-token",
      defaultLabels: {},
      project: world.account,
      region: world.region,
      zone: text(world.configuration["zone"]) ?? "",
    }),
  },
];
