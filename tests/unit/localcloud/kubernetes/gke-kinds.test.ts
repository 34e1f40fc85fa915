import type { Properties } from "../../../../localcloud/rules";
import { describeMistakesOn, type Mistake } from "../trial";
import { LocalCluster } from "./cluster";

const secrets = (list: readonly object[]): Properties => ({
  apiVersion: "secrets-store.csi.x-k8s.io/v1",
  kind: "SecretProviderClass",
  metadata: { name: "it" },
  spec: { provider: "gke", parameters: { secrets: JSON.stringify(list) } },
});
const right = secrets([{ resourceName: "projects/acme/secrets/a/versions/1", path: "A" }]);
const copy: Properties = {
  apiVersion: "secret-sync.gke.io/v1",
  kind: "SecretSync",
  metadata: { name: "it" },
  spec: {
    serviceAccountName: "api",
    secretProviderClassName: "it",
    secretObject: { type: "Opaque", data: [{ sourcePath: "A", targetKey: "A" }] },
  },
};
const gateway: Properties = {
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "Gateway",
  metadata: { name: "it", annotations: { "networking.gke.io/certmap": "certificates" } },
  spec: {
    gatewayClassName: "gke-l7-global-external-managed",
    listeners: [{ name: "https", protocol: "HTTPS", port: 443 }],
  },
};
const route: Properties = {
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "HTTPRoute",
  metadata: { name: "it" },
  spec: { parentRefs: [{ name: "entry" }], rules: [{ backendRefs: [{ name: "api", port: 8000 }] }] },
};
const treatment: Properties = {
  apiVersion: "networking.gke.io/v1",
  kind: "GCPBackendPolicy",
  metadata: { name: "it" },
  spec: { default: { timeoutSec: 30 }, targetRef: { group: "", kind: "Service", name: "api" } },
};

const mistakes: readonly Mistake<LocalCluster>[] = [
  {
    mistake: "a secret without a version",
    type: "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass",
    right,
    wrong: secrets([{ resourceName: "projects/acme/secrets/a", path: "A" }]),
    path: "spec.parameters.secrets",
    words: "not one version of a secret",
  },
  {
    mistake: "no secrets at all",
    type: "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass",
    right,
    wrong: secrets([]),
    path: "spec.parameters.secrets",
    words: "not a list of secrets",
  },
  {
    mistake: "a copy of secrets that nobody reads",
    type: "kubernetes:secret-sync.gke.io/v1:SecretSync",
    right: copy,
    wrong: { spec: { secretProviderClassName: "it", secretObject: { type: "Opaque", data: [] } } },
    path: "spec.serviceAccountName",
    words: "Required value",
  },
  {
    mistake: "HTTPS without a certificate",
    type: "kubernetes:gateway.networking.k8s.io/v1:Gateway",
    right: gateway,
    wrong: { metadata: { name: "it" } },
    path: "spec.listeners",
    words: "neither a certificate map nor certificates",
  },
  {
    mistake: "a route from nowhere",
    type: "kubernetes:gateway.networking.k8s.io/v1:HTTPRoute",
    right: route,
    wrong: { spec: { rules: [] } },
    path: "spec.parentRefs",
    words: "Required value",
  },
  {
    mistake: "a policy for nothing",
    type: "kubernetes:networking.gke.io/v1:GCPBackendPolicy",
    right: treatment,
    wrong: { spec: { default: { timeoutSec: 30 } } },
    path: "spec.targetRef.kind",
    words: "Required value",
  },
];
describeMistakesOn("kinds that clusters of GKE bring", () => new LocalCluster(), mistakes);
