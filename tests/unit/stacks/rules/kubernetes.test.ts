import { judge, type Case } from "./judge";

const onKubernetes = { runtime: "kubernetes" };
const ranges = (...apiRanges: string[]) => ({ ...onKubernetes, kubernetes: { apiRanges } });

const cases: Case[] = [
  {
    rule: "a cluster's API where there is no cluster",
    wrong: { kubernetes: { apiRanges: ["203.0.113.0/24"] } },
    right: ranges("203.0.113.0/24"),
    key: "platform:kubernetes",
    says: /no effect.*runtime: kubernetes/,
  },
  {
    rule: "a range that is an address",
    wrong: ranges("203.0.113.7"),
    right: ranges("203.0.113.7/32"),
    key: "platform:kubernetes.apiRanges[0]",
    says: /no IPv4 range/,
  },
  {
    rule: "a range that does not begin at its first address",
    wrong: ranges("203.0.113.0/24", "198.51.100.9/24"),
    right: ranges("203.0.113.0/24", "198.51.100.0/24"),
    key: "platform:kubernetes.apiRanges[1]",
    says: /first address/,
  },
  {
    rule: "an API that is open to everybody",
    wrong: ranges("0.0.0.0/0"),
    right: ranges(),
    key: "platform:kubernetes.apiRanges[0]",
    says: /good part of the internet/,
  },
  {
    rule: "a range as wide as a provider's",
    wrong: ranges("203.0.0.0/15"),
    right: ranges("203.0.0.0/16"),
    key: "platform:kubernetes.apiRanges[0]",
    says: /deploy from within/,
  },
];
judge(cases);
