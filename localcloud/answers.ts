import * as grpc from "@grpc/grpc-js";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { InitializationFailure } from "./initialization";
import { write } from "./messages";

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
          const metadata = error instanceof InitializationFailure ? detailsOf(error) : new grpc.Metadata();
          callback({ code: grpc.status.UNKNOWN, details: messageOf(error), metadata });
        },
      );
  };
}

/** Tells the engine what exists although the call failed. */
function detailsOf({ id, inputs, outputs, reasons, message }: InitializationFailure): grpc.Metadata {
  const failure = new proto.ErrorResourceInitFailed()
    .setId(id)
    .setInputs(write(inputs))
    .setProperties(write(outputs))
    .setReasonsList([...reasons]);
  const detail = new Any();
  detail.pack(failure.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const status = new Status().setCode(grpc.status.UNKNOWN).setMessage(message);
  status.addDetails(detail);
  const metadata = new grpc.Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  return metadata;
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
