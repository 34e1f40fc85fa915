import * as grpc from "@grpc/grpc-js";

/** A unary call as a function; what it throws becomes the call's error, a trace only where the fault is ours. */
export function answer<Request, Response>(
  work: (request: Request) => Response | Promise<Response>,
): grpc.handleUnaryCall<Request, Response> {
  return (call, callback) => {
    Promise.resolve()
      .then(() => work(call.request))
      .then(
        (response) => {
          callback(null, response);
        },
        (error: unknown) => {
          callback({ code: grpc.status.UNKNOWN, details: messageOf(error) });
        },
      );
  };
}

/** What the engine shows of an error. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const ours = error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError;
  return ours
    ? `The local cloud failed, which is a defect of it: ${error.stack ?? error.message}`
    : error.message;
}

/** The answer to a call that the local clouds do not know. */
export const unsupported =
  (name: string): grpc.handleUnaryCall<unknown, never> =>
  (_, callback) => {
    callback({ code: grpc.status.UNIMPLEMENTED, details: `${name} is not supported by the local clouds` });
  };
