import * as pulumi from "@pulumi/pulumi";
import { RandomId } from "@pulumi/random/randomId";
import { RandomPassword } from "@pulumi/random/randomPassword";
import { Audit } from "../../../components/audit";
import { Backup } from "../../../components/backup";
import { Cache } from "../../../components/cache";
import { Cluster } from "../../../components/cluster";
import { Database } from "../../../components/database";
import { EncryptionKey } from "../../../components/encryption-key";
import { LoadBalancer } from "../../../components/load-balancer";
import { Monitoring } from "../../../components/monitoring";
import { Network } from "../../../components/network";
import type { Components } from "../../../components/provider";
import { Registry } from "../../../components/registry";
import { Secrets, type SecretsArgs } from "../../../components/secrets";
import { Service, type ServiceArgs } from "../../../components/service";
import { Telemetry } from "../../../components/telemetry";

type Options = pulumi.ComponentResourceOptions;

/** Everything in a meadow is a flower with a number of its own. */
function flower(parent: pulumi.Resource, name: string, keepers: Record<string, pulumi.Input<string>> = {}) {
  return new RandomId(name, { byteLength: 4, keepers }, { parent }).hex;
}

export class MeadowKey extends EncryptionKey {
  readonly reference: pulumi.Output<string>;

  constructor(name: string, opts: Options) {
    super("meadow", name, opts);
    this.reference = flower(this, this.child("flower"));
    this.registerOutputs();
  }
}

export class MeadowTelemetry extends Telemetry {
  constructor(name: string, opts: Options) {
    super("meadow", name, opts);
    this.registerOutputs();
  }
}

export class MeadowNetwork extends Network {
  readonly id: pulumi.Output<string>;

  constructor(name: string, { cidr }: { readonly cidr: string }, opts: Options) {
    super("meadow", name, opts);
    this.id = flower(this, this.child("field"), { cidr });
    this.registerOutputs();
  }
}

/** Password and address of something that keeps data. */
function store(parent: pulumi.Resource, scheme: string, name: string, network: MeadowNetwork) {
  const password = new RandomPassword(`${name}-password`, { length: 20, special: false }, { parent });
  const host = pulumi.interpolate`${flower(parent, `${name}-flower`, { network: network.id })}.meadow.example.com`;
  return { host, url: pulumi.secret(pulumi.interpolate`${scheme}://:${password.result}@${host}`) };
}

export class MeadowDatabase extends Database {
  readonly host: pulumi.Output<string>;
  readonly url: pulumi.Output<string>;

  constructor(name: string, { network }: { readonly network: MeadowNetwork }, opts: Options) {
    super("meadow", name, opts);
    ({ host: this.host, url: this.url } = store(this, "postgresql", name, network));
    this.registerOutputs();
  }
}

export class MeadowCache extends Cache {
  readonly host: pulumi.Output<string>;
  readonly url: pulumi.Output<string>;

  constructor(name: string, { network }: { readonly network: MeadowNetwork }, opts: Options) {
    super("meadow", name, opts);
    ({ host: this.host, url: this.url } = store(this, "rediss", name, network));
    this.registerOutputs();
  }
}

export class MeadowRegistry extends Registry {
  readonly repository: pulumi.Output<string>;
  readonly credentials;

  constructor(name: string, opts: Options) {
    super("meadow", name, opts);
    const server = pulumi.output("registry.meadow.example.com");
    const { result } = new RandomPassword(this.child("login"), { length: 20 }, { parent: this });
    this.repository = pulumi.interpolate`${server}/${name}`;
    this.credentials = { server, username: pulumi.output("meadow"), password: result };
    this.registerOutputs();
  }
}

export class MeadowSecrets extends Secrets {
  readonly references: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, { values, key }: SecretsArgs<MeadowComponents>, opts: Options) {
    super("meadow", name, opts);
    this.references = Object.fromEntries(
      Object.keys(values).map((variable) => {
        const role = variable.toLowerCase().replaceAll("_", "-");
        return [variable, flower(this, this.child(role), { key: key.reference })];
      }),
    );
    this.registerOutputs();
  }
}

export class MeadowCluster extends Cluster {
  constructor(name: string, opts: Options) {
    super("meadow", name, opts);
    this.registerOutputs();
  }
}

export class MeadowLoadBalancer extends LoadBalancer {
  readonly url: pulumi.Output<string>;

  constructor(name: string, opts: Options) {
    super("meadow", name, opts);
    this.url = pulumi.interpolate`https://${flower(this, this.child("gate"))}.meadow.example.com`;
    this.registerOutputs();
  }
}

export class MeadowService extends Service {
  constructor(name: string, { image, secrets, network }: ServiceArgs<MeadowComponents>, opts: Options) {
    super("meadow", name, opts);
    flower(this, this.child("bee"), { image, network: network.id, ...secrets.references });
    this.registerOutputs();
  }
}

export class MeadowMonitoring extends Monitoring {
  readonly dashboardUrl: pulumi.Output<string>;

  constructor(name: string, opts: Options) {
    super("meadow", name, opts);
    this.dashboardUrl = pulumi.output("https://watch.meadow.example.com");
    this.registerOutputs();
  }
}

export class MeadowBackup extends Backup {
  constructor(name: string, { database }: { readonly database: MeadowDatabase }, opts: Options) {
    super("meadow", name, opts);
    flower(this, this.child("seed"), { host: database.host });
    this.registerOutputs();
  }
}

export class MeadowAudit extends Audit {
  constructor(name: string, opts: Options) {
    super("meadow", name, opts);
    this.registerOutputs();
  }
}

export interface MeadowComponents extends Components {
  readonly key: MeadowKey;
  readonly telemetry: MeadowTelemetry;
  readonly network: MeadowNetwork;
  readonly database: MeadowDatabase;
  readonly cache: MeadowCache;
  readonly registry: MeadowRegistry;
  readonly secrets: MeadowSecrets;
  readonly cluster: MeadowCluster;
  readonly loadBalancer: MeadowLoadBalancer;
  readonly service: MeadowService;
  readonly monitoring: MeadowMonitoring;
  readonly backup: MeadowBackup;
  readonly audit: MeadowAudit;
}
