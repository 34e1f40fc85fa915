import { project as configured } from "@pulumi/gcp/config";
import { Provider } from "@pulumi/gcp/provider";
import type { Specification } from "../../components/specification";
import { labelsOf } from "./labels";

/**
 * A provider bound to the stack's project and region that labels all it makes. What lives in the recovery region says so
 * itself, so a second provider process is not needed.
 */
export function providerOf({ region, tags }: Pick<Specification, "region" | "tags">): Provider {
  return new Provider("gcp", {
    region,
    defaultLabels: labelsOf(tags),
    // Some interfaces (budgets, organization policies, findings) refuse a person's credentials that charge no project.
    userProjectOverride: true,
    // An explicit provider does not read `gcp:project` by itself.
    ...(configured !== undefined && { project: configured, billingProject: configured }),
  });
}
