import * as core from "@pulumi/kubernetes/core/v1";
import * as networking from "@pulumi/kubernetes/networking/v1";
import type { networking as network } from "@pulumi/kubernetes/types/input";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../component";
import type { Specification } from "../specification";
import { labelsOf, labelValue, type Selector } from "./labels";
import { defaultSize, portion, promised, quantities, quotaOf, type Size } from "./quota";

export type Peer = network.v1.NetworkPolicyPeer;

export interface NamespaceArgs {
  readonly specification: Pick<
    Specification,
    "project" | "stack" | "tags" | "services" | "backup" | "protection"
  >;
  /** Default: a name that Pulumi makes, so that stacks of one cluster never meet. */
  readonly name?: pulumi.Input<string> | undefined;
  /**
   * Whether it is there already and belongs to somebody else: its labels, quota and limit range stay as they are, and only
   * our own pods are closed off. Default: false; it is made, and goes with the stack.
   */
  readonly existing?: boolean | undefined;
  /** Further labels, by which a cluster knows what to do with its pods. Default: none. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** Where names are asked for. Default: all of `kube-system`, and the address of NodeLocal DNSCache. */
  readonly dns?: readonly Peer[] | undefined;
  /** What runs beside each replica of a service: it counts towards the quota. Default: nothing. */
  readonly beside?: Size | undefined;
}

const clusterDns: readonly Peer[] = [
  { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } } },
  // Kubernetes documentation, "Using NodeLocal DNSCache in Kubernetes Clusters".
  { ipBlock: { cidr: "169.254.20.10/32" } },
];

/** Pod Security's strictest standard: refused, recorded and said to whoever asks for less. */
const restricted = {
  "pod-security.kubernetes.io/enforce": "restricted",
  "pod-security.kubernetes.io/enforce-version": "latest",
  "pod-security.kubernetes.io/audit": "restricted",
  "pod-security.kubernetes.io/audit-version": "latest",
  "pod-security.kubernetes.io/warn": "restricted",
  "pod-security.kubernetes.io/warn-version": "latest",
};

/**
 * The place of a stack in a cluster. In one that it makes itself: pods are refused that do not keep Pod Security's
 * "restricted" standard, all of them together stay within a quota, a container without limits is given some, and nothing
 * connects to anything but DNS until a policy of its own allows it.
 */
export class Namespace extends Component {
  /** Resolves once the namespace can be used: with its quota, limits and policies. */
  readonly namespaceName: pulumi.Output<string>;
  private readonly labels: Readonly<Record<string, string>>;
  /** The stack among others of the cluster, as a label: `PROJECT-STACK`. */
  readonly instance: string;

  constructor(name: string, args: NamespaceArgs, opts: pulumi.ComponentResourceOptions) {
    super("kubernetes", "Namespace", name, opts);
    const { specification } = args;
    this.labels = labelsOf(specification.tags);
    this.instance = labelValue(`${specification.project}-${specification.stack}`);
    const made = args.existing === true ? undefined : this.make(args);
    const place = made ? made.metadata.name : pulumi.output(args.name ?? "default");
    const dns = this.policy("dns", place, {
      podSelector: { matchLabels: { "app.kubernetes.io/instance": this.instance } },
      policyTypes: ["Egress"],
      egress: [
        {
          to: [...(args.dns ?? clusterDns)],
          ports: ["UDP", "TCP"].map((protocol) => ({ protocol, port: 53 })),
        },
      ],
    });
    const rules = made ? [dns, ...this.rules(place, args)] : [dns];
    this.namespaceName = pulumi.all([place, pulumi.all(rules.map(({ id }) => id))]).apply(([ready]) => ready);
    this.registerOutputs({ namespaceName: this.namespaceName });
  }

  /** What selects the pods of one program of this stack. */
  selector(program: string): Selector {
    return { "app.kubernetes.io/name": program, "app.kubernetes.io/instance": this.instance };
  }

  /** The metadata of an object in it: where it lies and what it belongs to, searchable by the stack's tags. */
  metadata(program: string) {
    return { namespace: this.namespaceName, labels: { ...this.labels, ...this.selector(program) } };
  }

  private make({ labels, name, specification: { protection } }: NamespaceArgs): core.Namespace {
    return new core.Namespace(
      this.child("namespace"),
      {
        metadata: {
          ...(name !== undefined && { name }),
          labels: { ...this.labels, ...labels, ...restricted },
        },
      },
      { parent: this, protect: protection },
    );
  }

  /** What holds for every pod in it, ours or not. */
  private rules(namespace: pulumi.Output<string>, args: NamespaceArgs): pulumi.CustomResource[] {
    const metadata = { namespace, labels: this.labels };
    const quota = new core.ResourceQuota(
      this.child("quota"),
      { metadata, spec: { hard: quotaOf(args.specification, args.beside) } },
      { parent: this },
    );
    const limits = new core.LimitRange(
      this.child("limits"),
      {
        metadata,
        spec: {
          limits: [
            {
              type: "Container",
              default: quantities(defaultSize),
              defaultRequest: quantities(portion(defaultSize, promised)),
            },
          ],
        },
      },
      { parent: this },
    );
    const deny = this.policy("deny", namespace, { podSelector: {}, policyTypes: ["Ingress", "Egress"] });
    return [quota, limits, deny];
  }

  private policy(
    role: string,
    namespace: pulumi.Output<string>,
    spec: network.v1.NetworkPolicySpec,
  ): networking.NetworkPolicy {
    return new networking.NetworkPolicy(
      this.child(role),
      { metadata: { namespace, labels: this.labels }, spec },
      { parent: this },
    );
  }
}
