import type { Resource } from "../mechanism/resource";

/** Application, network and gateway load balancers, under both module names. */
export const loadBalancers = ["aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer"];
export const listeners = ["aws:lb/listener:Listener", "aws:alb/listener:Listener"];

/** Whether it is an application load balancer, the default type. */
export function isApplication({ properties }: Resource): boolean {
  return (properties.get("loadBalancerType").text() ?? "application") === "application";
}
