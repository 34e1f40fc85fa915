import type * as pulumi from "@pulumi/pulumi";
import { Component } from "./component";
import type { Components } from "./provider";
import type { CloudName, DatabaseSpecification } from "./specification";

export interface DatabaseArgs<C extends Components> extends DatabaseSpecification {
  readonly network: C["network"];
  readonly key: C["key"];
  readonly logsKey: C["key"];
  /** Days that slow-query and error logs are kept. */
  readonly logRetentionDays: number;
  readonly protection: boolean;
  /** Changing it makes a new password. */
  readonly secretGeneration: string;
}

/**
 * A PostgreSQL server in the data tier.
 *
 * Every cloud guarantees: no public address; encrypted with our key; TLS only, and the URL asks for it; reachable only
 * from the services that were given it; a standby in another zone where `highAvailability`; point-in-time recovery;
 * queries slower than 1 s and errors logged; deletion refused, and a last snapshot taken, where `protection`.
 */
export abstract class Database extends Component {
  /** Host name inside the network. */
  abstract readonly host: pulumi.Output<string>;
  /** `postgresql://…` with user and password. A secret: only ever stored by `Secrets`. */
  abstract readonly url: pulumi.Output<string>;

  protected constructor(cloud: CloudName, name: string, opts: pulumi.ComponentResourceOptions) {
    super(cloud, "Database", name, opts);
  }
}
