package io.sidecarfirst.installation;

import io.sidecarfirst.gate.WellKnown;
import org.jspecify.annotations.Nullable;

/**
 * The label that would opt a namespace in.
 *
 * @param namespace its name
 * @param instead the value that the label has, which opts nothing in; null where the namespace has no such label
 */
public record LabelToSet(String namespace, @Nullable String instead) {

    /** The command that sets it. */
    public String command() {
        return "kubectl label " + (instead == null ? "" : "--overwrite ") + "namespace " + namespace + " "
                + WellKnown.INJECTION_LABEL + "=" + WellKnown.ENABLED;
    }

    /** What is wrong with the label, as a clause whose "its" is the namespace, and the command. */
    public String clause() {
        return instead == null
                ? "it has no label " + WellKnown.INJECTION_LABEL + "; to opt in: " + command()
                : "its label " + WellKnown.INJECTION_LABEL + " says \"" + instead + "\"; it must be \""
                        + WellKnown.ENABLED + "\": " + command();
    }

    /** The same as a sentence. */
    public String sentence() {
        return instead == null
                ? "To opt the namespace in: " + command()
                : "Its namespace's label " + WellKnown.INJECTION_LABEL + " says \"" + instead + "\", and must say \""
                        + WellKnown.ENABLED + "\": " + command();
    }
}
