package io.sidecarfirst.cli;

import io.sidecarfirst.explain.Installed;
import io.sidecarfirst.explain.OptIn;
import io.sidecarfirst.explain.Reach;
import io.sidecarfirst.gate.Vocabulary;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Why the Pods of a namespace are not gated, and what to do, in one line. */
final class NotGated {
    private static final String LABEL = Vocabulary.INJECTION_LABEL + "=" + Vocabulary.ENABLED;

    private NotGated() {}

    /**
     * The line.
     *
     * @param reach whether what is installed decides on an unlabelled Pod of that namespace
     * @param label the value of the namespace's label to opt in; null where it has none, or it could not be read
     */
    static String because(String namespace, Reach reach, @Nullable String label) {
        Installed installed = reach.installed();
        if (reach.isLeftOut()) {
            return "namespace " + namespace + " is never gated: it is left out by " + reach.leftOutBy()
                    + ", whatever its labels";
        }
        if (installed instanceof Installed.Nothing) {
            return "namespace " + namespace + " is not gated: nothing of sidecar-first is installed in this cluster."
                    + " Install its chart, or the policy: sidecar-first policy | kubectl apply -f -";
        }
        return "namespace " + namespace + " is not gated: " + because(installed, reach.optedIn(), namespace, label);
    }

    private static String because(Installed installed, OptIn.Answer optedIn, String namespace, @Nullable String label) {
        if (optedIn == OptIn.Answer.NO && label != null && !label.equals(Vocabulary.ENABLED)) {
            return "its label " + Vocabulary.INJECTION_LABEL + " says \"" + label + "\"; it must be \""
                    + Vocabulary.ENABLED + "\": kubectl label --overwrite namespace " + namespace + " " + LABEL;
        }
        if (installed instanceof Installed.Unknown unknown) {
            return "the Pod was admitted as it is. Look at the namespace's label " + LABEL
                    + ", and whether sidecar-first is installed and answers: " + unknown.why()
                    + ". kube-system and its own namespace are never gated";
        }
        return switch (optedIn) {
            case NO ->
                "it is not selected by " + installed.inWords()
                        + (label != null
                                ? ", although it has the label " + LABEL + ": look at its selectors"
                                : ". To opt in: kubectl label namespace " + namespace + " " + LABEL);
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
        if (installed instanceof Installed.Webhook webhook) {
            return lookAt(webhook);
        }
        return installed instanceof Installed.Both both ? lookAt(both.webhook()) + ". " + policy : policy;
    }

    private static String lookAt(Installed.Webhook webhook) {
        String pods = webhook.servedIn().stream()
                .map(namespace -> "kubectl get pods -n " + namespace + ", ")
                .collect(Collectors.joining());
        return "Nobody has answered: look at " + pods + "the log of the replicas, and the configuration's caBundle";
    }
}
