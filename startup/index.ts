/* What happens before Pulumi runs the program (`nodeargs` in Pulumi.yaml). The order matters: the last loads the SDK. */
import "./lazy-sdk";
import "./stack-traces";
import "./preflight";
