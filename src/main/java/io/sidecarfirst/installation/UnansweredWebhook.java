package io.sidecarfirst.installation;

import io.sidecarfirst.gate.WellKnown;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * That an API server refuses Pods because the webhook of this project is not answered, under {@code failurePolicy}
 * Fail.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#failure-policy">
 *     Failure policy</a>
 */
public final class UnansweredWebhook {
    private static final Pattern REFUSAL =
            Pattern.compile("failed calling webhook \"[^\"]*\\." + Pattern.quote(WellKnown.DOMAIN) + "\"");

    private UnansweredWebhook() {}

    /**
     * What to look at and the way out, as sentences; empty where the refusal has another cause.
     *
     * @param refusal in the API server's words
     */
    public static Optional<String> remedy(String refusal, Installation installation) {
        return REFUSAL.matcher(refusal).find()
                ? Optional.of("The webhook had to be asked (failurePolicy Fail), and did not answer"
                        + installation.asWebhook().map(UnansweredWebhook::pods).orElse("")
                        + ". The way out for one workload: the label " + WellKnown.INJECTION_LABEL + "="
                        + WellKnown.DISABLED + " on its Pods"
                        + installation
                                .asWebhook()
                                .map(UnansweredWebhook::delete)
                                .orElse(""))
                : Optional.empty();
    }

    private static String pods(Installation.Webhook webhook) {
        String commands = webhook.servedIn().stream()
                .map(namespace -> "kubectl get pods -n " + namespace)
                .collect(Collectors.joining(", "));
        return commands.isEmpty() ? "" : ": " + commands;
    }

    private static String delete(Installation.Webhook webhook) {
        return "; for all: kubectl delete mutatingwebhookconfiguration " + String.join(" ", webhook.configurations())
                + ", which helm upgrade brings back";
    }
}
