import type * as pulumi from "@pulumi/pulumi";
import { Component } from "./component";
import type { Components } from "./provider";
import type { AuditSpecification, CloudName } from "./specification";

export interface AuditArgs<C extends Components> extends AuditSpecification {
  readonly key: C["key"];
  readonly telemetry: C["telemetry"];
  /** US dollars a month; absent: no budget alert. */
  readonly monthlyBudget?: number | undefined;
  readonly budgetEmail?: string | undefined;
  readonly protection: boolean;
}

/**
 * Who did what, and what is wrong with the account.
 *
 * Every cloud guarantees: with `trail`, all management events of all regions, encrypted, validated and kept unchangeable
 * for `retentionDays`; threat detection and posture checks where asked for; a budget alert at 80 % (forecast) and 100 %.
 */
export abstract class Audit extends Component {
  protected constructor(cloud: CloudName, name: string, opts: pulumi.ComponentResourceOptions) {
    super(cloud, "Audit", name, opts);
  }
}
