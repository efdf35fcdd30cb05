package io.sidecarfirst.cli;

import io.sidecarfirst.explain.Installed;
import io.sidecarfirst.explain.OptIn;
import io.sidecarfirst.explain.Reach;
import io.sidecarfirst.gate.Vocabulary;

/** Why the Pods of a namespace are not gated, and what to do, in one line. */
final class NotGated {
    private static final String LABEL = Vocabulary.INJECTION_LABEL + "=" + Vocabulary.ENABLED;

    private NotGated() {}

    /** @param reach whether what is installed decides on an unlabelled Pod of that namespace */
    static String because(String namespace, Reach reach) {
        Installed installed = reach.installed();
        if (reach.isLeftOut()) {
            return "namespace " + namespace + " is never gated: it is left out by "
                    + (installed.isFound() ? installed.inWords() : "sidecar-first") + ", whatever its labels";
        }
        if (installed instanceof Installed.Nothing) {
            return "namespace " + namespace + " is not gated: nothing of sidecar-first is installed in this cluster."
                    + " Install its chart, or the policy: sidecar-first policy | kubectl apply -f -";
        }
        return "namespace " + namespace + " is not gated: " + because(installed, reach.optedIn(), namespace);
    }

    private static String because(Installed installed, OptIn.Answer optedIn, String namespace) {
        if (installed instanceof Installed.Unknown unknown) {
            return "the Pod was admitted as it is. Look at the namespace's label " + LABEL
                    + ", and whether sidecar-first is installed and answers: " + unknown.why()
                    + ". kube-system and its own namespace are never gated";
        }
        return switch (optedIn) {
            case NO ->
                "it is not selected by " + installed.inWords() + ". To opt in: kubectl label namespace " + namespace
                        + " " + LABEL;
            case UNKNOWN ->
                "whether it is selected by " + installed.inWords() + " could not be read. Look at its label " + LABEL;
            case YES ->
                "it is opted in by " + installed.inWords() + ", but the Pod was admitted as it is. "
                        + lookAt(installed);
        };
    }

    private static String lookAt(Installed installed) {
        String policy =
                "An expression of the policy may have failed: with failurePolicy Fail the API server says which";
        String webhook = "Nobody has answered: look at the configuration's caBundle, and at the log of the replicas";
        return installed instanceof Installed.Policy
                ? policy
                : installed instanceof Installed.Both ? webhook + ". " + policy : webhook;
    }
}
