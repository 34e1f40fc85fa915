import { harmless } from "./harmless-gcp";
import { describePlatform } from "./platform";

describePlatform("gcp", harmless);
