package io.sidecarfirst.installation;

/**
 * Whether what is installed in a cluster decides on a Pod in it.
 *
 * @param installation what is installed
 * @param optedIn whether its selectors select the Pod
 * @param isLeftOut whether they leave out the Pod's namespace by its name, whatever its labels
 */
public record Coverage(Installation installation, OptIn.Answer optedIn, boolean isLeftOut) {
    private static final String UNDER = "under the settings of this command";
    private static final String SERVER = UNDER + "; the server's may differ (--config).";

    /** Whether it is known that no new Pod there is gated. */
    public boolean isNotCovered() {
        return installation instanceof Installation.Nothing || isLeftOut || optedIn == OptIn.Answer.NO;
    }

    /** What that means for the explanation below it, in sentences. */
    public String describe() {
        if (installation instanceof Installation.Nothing) {
            return "Nothing of sidecar-first is installed in this cluster now: it gates no new Pod"
                    + (optedIn == OptIn.Answer.YES ? ", although the label to opt in is there" : "")
                    + ". Below is what would be decided.";
        }
        if (isLeftOut) {
            return "Never gated: this namespace is left out by "
                    + leftOutBy()
                    + ", whatever its labels. Below is what would be decided elsewhere.";
        }
        return switch (optedIn) {
            case YES -> yes();
            case NO -> "Not opted in: this is what would be decided if it were" + by() + ".";
            case UNKNOWN -> "Whether it is opted in could not be read; this is what is decided if it is" + by() + ".";
        };
    }

    /** What leaves out the namespace, if it is left out. */
    public String leftOutBy() {
        return installation.isFound() ? installation.describe() : "sidecar-first";
    }

    private String yes() {
        if (installation instanceof Installation.Unknown unknown) {
            return "Opted in by label: this is what is decided for Pods that are created now, " + UNDER
                    + ", if sidecar-first is installed, which could not be read (" + unknown.why() + ").";
        }
        String now = "Opted in" + by() + ": this is what is decided for Pods that are created now";
        if (installation instanceof Installation.Policy) {
            return now + ", " + UNDER
                    + "; the policy's may differ. sidecar-first policy --differences lists what it decides"
                    + " otherwise.";
        }
        return installation instanceof Installation.Both
                ? now + ", " + SERVER + " The policy comes first, and the webhook finds its gates."
                : now + " while sidecar-first answers, " + SERVER;
    }

    private String by() {
        return installation instanceof Installation.Unknown ? "" : ", by " + installation.describe();
    }
}
