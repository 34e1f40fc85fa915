import { AsyncLocalStorage } from "node:async_hooks";
import { AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import type { AnalyzeRequest } from "@pulumi/pulumi/proto/analyzer_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { unversioned } from "./resource";

/** Types of the resource, or of the stack's, that the engine asks about at the moment. */
const asked = new AsyncLocalStorage<ReadonlySet<string>>();

/**
 * The policy SDK unpacks a resource anew for each policy that it asks, also for the hundreds that have no rule for its type:
 * for this pack and a stack of some hundred resources, seconds. It asks none whose function is marked with another type;
 * but a mark is one type, and a rule may judge several. So what a request is about is remembered when the SDK reads it, for
 * the marks of `only`. Call before the pack is made.
 */
export function rememberRequests(): void {
  const { analyze, analyzeStack, remediate } = AnalyzerService;
  for (const method of [analyze, remediate]) {
    const read = method.requestDeserialize;
    method.requestDeserialize = (bytes) => remembering(read(bytes));
  }
  const read = analyzeStack.requestDeserialize;
  analyzeStack.requestDeserialize = (bytes) => {
    const request = read(bytes);
    const list = request.getResourcesList();
    // Unpacked once, not once for each policy: the SDK copies what it is given.
    for (const resource of list) {
      unpackOnce(resource.getProperties());
      unpackOnce(resource.getProvider()?.getProperties());
    }
    request.getResourcesList = () => {
      asked.enterWith(new Set(list.map((resource) => unversioned(resource.getType()))));
      return list;
    };
    return request;
  };
}

function unpackOnce(properties: Struct | undefined): void {
  if (properties === undefined) return;
  let unpacked: ReturnType<Struct["toJavaScript"]> | undefined;
  const unpack = properties.toJavaScript.bind(properties);
  properties.toJavaScript = () => (unpacked ??= unpack());
}

function remembering(request: AnalyzeRequest): AnalyzeRequest {
  const type = request.getType();
  request.getType = () => {
    asked.enterWith(new Set([unversioned(type)]));
    return type;
  };
  return request;
}

const remembered = new WeakMap<ReadonlySet<string>, unknown>();

/** What the first policy that is asked about a stack made of it, for all that are asked the same. */
export function once<Made>(make: () => Made, isMade: (value: unknown) => value is Made): Made {
  const now = asked.getStore();
  const known = now && remembered.get(now);
  if (isMade(known)) return known;
  const made = make();
  if (now) remembered.set(now, made);
  return made;
}

/** Marks a policy's function so that the SDK calls it only where one of some types is asked about, and else says so. */
export function only<Callback extends object>(types: readonly string[], callback: Callback): Callback {
  return Object.defineProperty(callback, "__pulumiType", {
    // What is not marked is always called.
    get: () => {
      const now = asked.getStore();
      return now === undefined || types.some((type) => now.has(type)) ? undefined : types[0];
    },
  });
}
