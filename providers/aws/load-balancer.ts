import * as ec2 from "@pulumi/aws/ec2";
import * as lb from "@pulumi/aws/lb";
import * as route53 from "@pulumi/aws/route53";
import * as vpc from "@pulumi/aws/vpc";
import * as pulumi from "@pulumi/pulumi";
import { LoadBalancer, type LoadBalancerArgs, type Route } from "../../components/load-balancer";
import { AwsBucket } from "./bucket";
import { managedCertificate } from "./certificate";
import type { AwsSharedComponents } from "./components";
import { catchAll, pathPatterns, rulePriorities } from "./listener-rules";
import { webAcl } from "./web-acl";

export interface AwsLoadBalancerArgs extends Omit<LoadBalancerArgs<AwsSharedComponents>, "cluster"> {
  /** Tags by which a cluster finds the target groups that it may register replicas with. */
  readonly targetTags?: Readonly<Record<string, pulumi.Input<string>>> | undefined;
}

type Args = AwsLoadBalancerArgs;

/** Where the replicas of one service are registered. */
export interface TargetGroup {
  /** Resolves once requests can be sent there: ECS refuses a group that no load balancer uses. */
  readonly arn: pulumi.Output<string>;
  /** `targetgroup/NAME/ID`: dimension of its metrics. */
  readonly arnSuffix: pulumi.Output<string>;
  /** Given to a service of which two versions may serve at once. */
  readonly alternate?: AlternateTargets;
}

/** Second target group of a service, and the rule in which ECS moves requests between the two. */
export interface AlternateTargets {
  readonly arn: pulumi.Output<string>;
  readonly arnSuffix: pulumi.Output<string>;
  readonly ruleArn: pulumi.Output<string>;
}

/** Seconds in which what is in flight ends before a replica is told to stop; requests may take 30. */
const drainSeconds = 35;

/** An Application Load Balancer in the public tier. */
export class AwsLoadBalancer extends LoadBalancer {
  override readonly url: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  /** `app/NAME/ID`: dimension of its metrics. */
  readonly arnSuffix: pulumi.Output<string>;
  /** Group whose only ways out are those that the services add to it. */
  readonly securityGroupId: pulumi.Output<string>;
  private readonly targetGroups: ReadonlyMap<string, TargetGroup>;

  constructor(name: string, args: Args, opts: pulumi.ComponentResourceOptions) {
    super("aws", name, opts);
    const within = { parent: this };
    const child = (role: string) => this.child(role);
    const { domain, protection } = args;

    const group = this.securityGroup(args);
    const balancer = new lb.LoadBalancer(
      child("alb"),
      {
        loadBalancerType: "application",
        internal: false,
        subnets: args.network.publicSubnetIds,
        securityGroups: [group.id],
        dropInvalidHeaderFields: true,
        enableDeletionProtection: protection,
        idleTimeout: 60,
        accessLogs: { enabled: true, bucket: this.accessLogs(args).bucketName },
      },
      { ...within, protect: protection },
    );
    const groups = new Map(args.routes.map((route) => [route.service, this.targets(route, args)]));
    const fallback = args.routes.find(({ path }) => path === catchAll);
    const defaultAction = actionOf(fallback && groups.get(fallback.service));
    const listener = domain
      ? this.secureListener(balancer, domain, defaultAction)
      : new lb.Listener(
          child("http"),
          {
            loadBalancerArn: balancer.arn,
            port: 80,
            protocol: "HTTP",
            defaultActions: [defaultAction],
            routingHttpResponseServerEnabled: false,
          },
          within,
        );
    if (args.webApplicationFirewall) webAcl(child, { ...args, loadBalancerArn: balancer.arn }, within);

    this.targetGroups = this.route(args, groups, listener);
    this.arn = balancer.arn;
    this.arnSuffix = balancer.arnSuffix;
    this.securityGroupId = group.id;
    this.url = domain
      ? pulumi.output(`https://${domain.name}`)
      : pulumi.interpolate`http://${balancer.dnsName}`;
    this.registerOutputs({ url: this.url });
  }

  /**
   * Where a public service registers its replicas.
   *
   * @throws Error when no route leads to that service
   */
  targetGroup(service: string): TargetGroup {
    const group = this.targetGroups.get(service);
    if (group === undefined) throw new Error(`the load balancer has no route to the service "${service}"`);
    return group;
  }

  private securityGroup(args: Args): ec2.SecurityGroup {
    const group = new ec2.SecurityGroup(
      this.child("group"),
      {
        vpcId: args.network.vpcId,
        description: "The load balancer: web from anywhere, out to the services only",
      },
      { parent: this },
    );
    for (const port of args.domain ? [80, 443] : [80]) {
      new vpc.SecurityGroupIngressRule(
        this.child(`in-${String(port)}`),
        {
          securityGroupId: group.id,
          description: port === 443 ? "HTTPS from anywhere" : "HTTP from anywhere",
          cidrIpv4: "0.0.0.0/0",
          ipProtocol: "tcp",
          fromPort: port,
          toPort: port,
        },
        { parent: this },
      );
    }
    return group;
  }

  private accessLogs({ logRetentionDays, logsKey, protection }: Args): AwsBucket {
    const { id, region } = logsKey.account;
    return new AwsBucket(
      this.child("logs"),
      {
        expireAfterDays: logRetentionDays,
        protection,
        statements: (bucketArn) => [
          {
            Sid: "AccessLogs",
            Effect: "Allow",
            Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
            Action: "s3:PutObject",
            Resource: pulumi.interpolate`${bucketArn}/AWSLogs/${id}/*`,
            Condition: {
              ArnLike: {
                "aws:SourceArn": pulumi.interpolate`arn:aws:elasticloadbalancing:${region}:${id}:loadbalancer/*`,
              },
            },
          },
        ],
      },
      { parent: this },
    );
  }

  private targets(
    { health, port, service }: Route,
    { network, targetTags }: Pick<Args, "network" | "targetTags">,
    role = "tg",
  ): lb.TargetGroup {
    return new lb.TargetGroup(
      // Not `entry-SERVICE-…`: with the random end that Pulumi adds, AWS's 32 characters leave 24.
      `${service}-${role}`,
      {
        vpcId: network.vpcId,
        targetType: "ip",
        protocol: "HTTP",
        port,
        deregistrationDelay: drainSeconds,
        loadBalancingAlgorithmType: "least_outstanding_requests",
        healthCheck: {
          path: health,
          protocol: "HTTP",
          port: "traffic-port",
          matcher: "200",
          interval: 5,
          timeout: 4,
          healthyThreshold: 2,
          unhealthyThreshold: 3,
        },
        ...(targetTags && { tags: targetTags }),
      },
      { parent: this },
    );
  }

  private secureListener(
    balancer: lb.LoadBalancer,
    domain: NonNullable<Args["domain"]>,
    defaultAction: Action,
  ): lb.Listener {
    const within = { parent: this };
    const zoneId = route53.getZoneOutput({ name: domain.zone, privateZone: false }, within).zoneId;
    const certificateArn = managedCertificate((role) => this.child(role), domain, zoneId, within);
    new lb.Listener(
      this.child("http"),
      {
        loadBalancerArn: balancer.arn,
        port: 80,
        protocol: "HTTP",
        defaultActions: [
          { type: "redirect", redirect: { protocol: "HTTPS", port: "443", statusCode: "HTTP_301" } },
        ],
      },
      within,
    );
    const { dnsName, zoneId: balancerZoneId } = balancer;
    new route53.Record(
      this.child("address"),
      {
        zoneId,
        name: domain.name,
        type: "A",
        aliases: [{ name: dnsName, zoneId: balancerZoneId, evaluateTargetHealth: true }],
      },
      within,
    );
    return new lb.Listener(
      this.child("https"),
      {
        loadBalancerArn: balancer.arn,
        port: 443,
        protocol: "HTTPS",
        // TLS 1.3 and 1.2, forward secrecy only.
        sslPolicy: "ELBSecurityPolicy-TLS13-1-2-2021-06",
        certificateArn,
        defaultActions: [defaultAction],
        routingHttpResponseServerEnabled: false,
        routingHttpResponseStrictTransportSecurityHeaderValue: "max-age=31536000",
      },
      within,
    );
  }

  /** Makes a rule per route; a group is handed out only once its rule, or the listener's default, leads to it. */
  private route(
    args: Args,
    groups: ReadonlyMap<string, lb.TargetGroup>,
    listener: lb.Listener,
  ): ReadonlyMap<string, TargetGroup> {
    const priorities = rulePriorities(args.routes);
    const made = new Map<string, TargetGroup>();
    for (const route of args.routes) {
      const group = groups.get(route.service);
      if (!group) continue;
      const priority = priorities[route.service];
      const rule = { listenerArn: listener.arn, priority, conditions: conditions(route) };
      made.set(
        route.service,
        priority !== undefined && route.canary
          ? this.sharedRoute(route, group, { ...rule, priority }, args)
          : this.plainRoute(route, group, priority === undefined ? listener : { ...rule, priority }),
      );
    }
    return made;
  }

  private plainRoute(
    { service }: Route,
    group: lb.TargetGroup,
    rule: lb.Listener | Omit<lb.ListenerRuleArgs, "actions">,
  ): TargetGroup {
    const { id } =
      rule instanceof lb.Listener
        ? rule
        : new lb.ListenerRule(
            this.child(`rule-${service}`),
            { ...rule, actions: [actionOf(group)] },
            { parent: this },
          );
    return { arn: pulumi.all([group.arn, id]).apply(([arn]) => arn), arnSuffix: group.arnSuffix };
  }

  /** A second group for the version that comes; ECS decides on the shares of the two. */
  private sharedRoute(
    route: Route,
    group: lb.TargetGroup,
    rule: Omit<lb.ListenerRuleArgs, "actions">,
    args: Args,
  ): TargetGroup {
    const other = this.targets(route, args, "tg2");
    const targetGroups = [
      { arn: group.arn, weight: 100 },
      { arn: other.arn, weight: 0 },
    ];
    const { arn: ruleArn, id } = new lb.ListenerRule(
      // A plain rule has another name and priority: what ECS has changed since is no change of ours.
      this.child(`shares-${route.service}`),
      { ...rule, actions: [{ type: "forward", forward: { targetGroups } }] },
      { parent: this, ignoreChanges: ["actions"] },
    );
    const used = ({ arn }: lb.TargetGroup) => pulumi.all([arn, id]).apply(([used]) => used);
    return {
      arn: used(group),
      arnSuffix: group.arnSuffix,
      alternate: { arn: used(other), arnSuffix: other.arnSuffix, ruleArn },
    };
  }
}

function conditions({ path }: Route) {
  return [{ pathPattern: { values: pathPatterns(path) } }];
}

type Action = ReturnType<typeof actionOf>;

/** To a service, or, where none asked for everything, "not found". */
function actionOf(group: lb.TargetGroup | undefined) {
  return group
    ? { type: "forward", targetGroupArn: group.arn }
    : {
        type: "fixed-response",
        fixedResponse: { contentType: "text/plain", messageBody: "Not found", statusCode: "404" },
      };
}
