package io.sidecarfirst.installation;

import io.sidecarfirst.gate.GateMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether what is installed in a cluster decides on a Pod in it.
 *
 * @param installation what is installed
 * @param optedIn whether its selectors select the Pod
 * @param isLeftOut whether they leave out the Pod's namespace by its name, whatever its labels
 * @param labelToSet what would opt the Pod in; null where it is opted in, or a label of its namespace does not help
 * @param mode what holds the Pod's mains back by a label of its namespace; null where the settings say it, and where that
 *     is not known
 * @param settings where the server's settings were read, as {@code ConfigMap NAME in namespace NAMESPACE}; null where
 *     those of the command count
 */
public record Coverage(
        Installation installation,
        OptIn.Answer optedIn,
        boolean isLeftOut,
        @Nullable LabelToSet labelToSet,
        @Nullable GateMode mode,
        @Nullable String settings) {

    /** The same, decided under the settings of the server, which were read there. */
    public Coverage under(@Nullable String otherSettings) {
        return new Coverage(installation, optedIn, isLeftOut, labelToSet, mode, otherSettings);
    }

    /** Whether it is known that no new Pod there is gated. */
    public boolean isNotCovered() {
        return installation instanceof Installation.Nothing || isLeftOut || optedIn == OptIn.Answer.NO;
    }

    /** What that means for the explanation below it, in sentences. */
    public String describe() {
        if (installation instanceof Installation.Nothing) {
            return installation.describe().substring(0, 1).toUpperCase(Locale.ROOT)
                    + installation.describe().substring(1) + " now: it gates no new Pod"
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
            case NO ->
                "Not opted in: this is what would be decided if it were" + by() + "."
                        + (labelToSet == null ? "" : " " + labelToSet.sentence());
            case UNKNOWN -> "Whether it is opted in could not be read; this is what is decided if it is" + by() + ".";
        };
    }

    /** What leaves out the namespace, if it is left out. */
    public String leftOutBy() {
        return installation.isFound() ? installation.describe() : "sidecar-first";
    }

    private String yes() {
        if (installation instanceof Installation.Unknown unknown) {
            return "Opted in by label: this is what is decided for Pods that are created now, " + under()
                    + ", if sidecar-first is installed, which could not be read (" + unknown.why() + ").";
        }
        String now = "Opted in" + by() + ": this is what is decided for Pods that are created now";
        if (installation instanceof Installation.Policy) {
            return now + ", " + under()
                    + "; the policy's may differ. sidecar-first policy --differences lists what it decides"
                    + " otherwise.";
        }
        return installation instanceof Installation.Both
                ? now + ", " + underTheServers() + " The policy comes first, and the webhook finds its gates."
                : now + " while sidecar-first answers, " + underTheServers();
    }

    private String under() {
        return settings == null
                ? "under the settings of this command"
                : "under the server's settings (" + settings + ")";
    }

    private String underTheServers() {
        return under() + (settings == null ? "; the server's may differ (--config)." : ".");
    }

    private String by() {
        return installation instanceof Installation.Unknown ? "" : ", by " + installation.describe();
    }
}
