import { hostOf, peersOf, wayTo } from "../../../providers/kubernetes/reach";

const namespace = (name: string) => [
  { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } } },
];
const outside = [{ ipBlock: { cidr: "0.0.0.0/0", except: ["169.254.0.0/16"] } }];

test.each([
  ["postgres.data.svc", namespace("data")],
  ["postgres.data.svc.cluster.local", namespace("data")],
  ["postgres", [{ podSelector: {} }]],
  ["10.0.3.7", [{ ipBlock: { cidr: "10.0.3.7/32" } }]],
  ["fd00::7", [{ ipBlock: { cidr: "fd00::7/128" } }]],
  ["db.example.com", outside],
  ["a.b.svc.example.com", namespace("b")],
  ["db.svcs.example.com", outside],
])("a network policy names %s", (host, peers) => {
  expect(peersOf(host)).toEqual(peers);
});

test.each([
  ["postgresql://u:p@db.example.com/shop", "db.example.com", 5432],
  ["postgresql://u:p@db.example.com:6000/shop", "db.example.com", 6000],
  ["rediss://:p@cache", "cache", 6379],
  ["http://collector.observability.svc:4318", "collector.observability.svc", 4318],
  ["https://minio.example.com/path", "minio.example.com", 443],
  ["postgresql://u:p@[fd00::7]/shop", "fd00::7", 5432],
])("%s leads to a host and a port", (address, host, port) => {
  expect(hostOf(address, "store")).toEqual({ host, port });
});

test.each([
  "db.example.com:5432",
  "canary-password",
  "mysql://u:canary-password@db/shop",
  "postgresql:///shop",
])("what is no address is refused, and not repeated (%#)", (address) => {
  expect(() => hostOf(address, "database")).toThrow(/the address of the database is not one such as/);
  expect(() => hostOf(address, "database")).not.toThrow(/canary/);
});

test("a way is a host's peers and its port", () => {
  expect(wayTo("http://collector.observability.svc:4318", "collector")).toEqual({
    peers: namespace("observability"),
    ports: [4318],
  });
});
