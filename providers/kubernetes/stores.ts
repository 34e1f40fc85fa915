import * as pulumi from "@pulumi/pulumi";
import { Cache } from "../../components/cache";
import { Database } from "../../components/database";
import type { Destination } from "../../components/kubernetes/network-policy";
import { hostOf, wayToSecret } from "./reach";

/** A PostgreSQL server that is there already: nothing is made, and everything about it is its owner's. */
export class KubernetesDatabase extends Database {
  override readonly host: pulumi.Output<string>;
  override readonly url: pulumi.Output<string>;
  readonly way: Destination;

  /** @param url with user and password */
  constructor(name: string, url: pulumi.Output<string> | undefined, opts: pulumi.ComponentResourceOptions) {
    super("kubernetes", name, opts);
    this.url = given(url, "database");
    this.host = hostName(this.url, "database");
    this.way = wayToSecret(this.url, "database");
    this.registerOutputs({});
  }
}

/** A Redis-compatible server that is there already. */
export class KubernetesCache extends Cache {
  override readonly host: pulumi.Output<string>;
  override readonly url: pulumi.Output<string>;
  readonly way: Destination;

  /** @param url with user and password */
  constructor(name: string, url: pulumi.Output<string> | undefined, opts: pulumi.ComponentResourceOptions) {
    super("kubernetes", name, opts);
    this.url = given(url, "cache");
    this.host = hostName(this.url, "cache");
    this.way = wayToSecret(this.url, "cache");
    this.registerOutputs({});
  }
}

function given(url: pulumi.Output<string> | undefined, what: string): pulumi.Output<string> {
  if (url === undefined) throw new pulumi.RunError(`the stack was not told the address of its ${what}`);
  return pulumi.secret(url);
}

function hostName(url: pulumi.Output<string>, what: string): pulumi.Output<string> {
  return pulumi.unsecret(url).apply((address) => hostOf(address, what).host);
}
