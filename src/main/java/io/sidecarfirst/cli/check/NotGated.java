package io.sidecarfirst.cli.check;

import io.sidecarfirst.gate.WellKnown;
import io.sidecarfirst.installation.Coverage;
import io.sidecarfirst.installation.Installation;
import io.sidecarfirst.installation.LabelToSet;
import io.sidecarfirst.installation.OptIn;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Why the Pods of a namespace are not gated, and what to do, in one line. */
final class NotGated {
    private static final String LABEL = WellKnown.INJECTION_LABEL + "=" + WellKnown.ENABLED;

    private NotGated() {}

    /**
     * The line.
     *
     * @param coverage whether what is installed decides on an unlabelled Pod of that namespace
     */
    static String because(String namespace, Coverage coverage) {
        Installation installation = coverage.installation();
        if (coverage.isLeftOut()) {
            return "namespace " + namespace + " is never gated: it is left out by " + coverage.leftOutBy()
                    + ", whatever its labels";
        }
        return "namespace " + namespace + " is not gated: "
                + (installation instanceof Installation.Nothing nothing
                        ? because(nothing)
                        : because(installation, coverage.optedIn(), coverage.labelToSet()));
    }

    private static String because(Installation.Nothing nothing) {
        Installation.Release release = nothing.release();
        if (release != null) {
            return nothing.describe() + ". To have it again: helm upgrade " + release.name()
                    + " charts/sidecar-first --reuse-values -n " + release.namespace();
        }
        return nothing.describe() + ". Install its chart, or the policy: sidecar-first policy | kubectl apply -f -."
                + " Where the chart is installed and only its webhook configuration was deleted, helm upgrade brings"
                + " that"
                + " back";
    }

    private static String because(Installation installation, OptIn.Answer optedIn, @Nullable LabelToSet labelToSet) {
        if (labelToSet != null && labelToSet.instead() != null) {
            return labelToSet.clause();
        }
        if (installation instanceof Installation.Unknown unknown) {
            return "the Pod was admitted as it is. Look at the namespace's label " + LABEL
                    + ", and whether sidecar-first is installed and answers: " + unknown.why()
                    + ". kube-system, kube-node-lease and its own namespace are never gated";
        }
        return switch (optedIn) {
            case NO ->
                "it is not selected by " + installation.describe()
                        + (labelToSet == null
                                ? ", and the label " + LABEL + " alone does not help: look at its selectors"
                                : ". To opt in: " + labelToSet.command());
            case UNKNOWN ->
                "whether it is selected by " + installation.describe() + " could not be read. Look at its label "
                        + LABEL;
            case YES ->
                "it is opted in by " + installation.describe() + ", but the Pod was admitted as it is. "
                        + lookAt(installation);
        };
    }

    private static String lookAt(Installation installation) {
        String policy =
                "An expression of the policy may have failed: with failurePolicy Fail the API server says which";
        if (installation instanceof Installation.Webhook webhook) {
            return lookAt(webhook);
        }
        return installation instanceof Installation.Both both ? lookAt(both.webhook()) + ". " + policy : policy;
    }

    private static String lookAt(Installation.Webhook webhook) {
        String pods = webhook.servedIn().stream()
                .map(namespace -> "kubectl get pods -n " + namespace + ", ")
                .collect(Collectors.joining());
        String urls = webhook.urls().stream()
                .map(url -> "whether " + url + " leads API servers to the replicas, ")
                .collect(Collectors.joining());
        return "Nobody has answered: look at " + pods + urls
                + "the log of the replicas, and the configuration's caBundle";
    }
}
