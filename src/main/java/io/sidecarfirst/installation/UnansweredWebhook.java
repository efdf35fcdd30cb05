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
                ? Optional.of("The webhook is to be asked (failurePolicy Fail), and does not answer"
                        + installation
                                .asWebhook()
                                .map(UnansweredWebhook::commands)
                                .orElse(""))
                : Optional.empty();
    }

    private static String commands(Installation.Webhook webhook) {
        String pods = webhook.servedIn().stream()
                .map(namespace -> "kubectl get pods -n " + namespace)
                .collect(Collectors.joining(", "));
        return (pods.isEmpty() ? "" : ": " + pods) + ". The way out: kubectl delete mutatingwebhookconfiguration "
                + String.join(" ", webhook.configurations()) + "; helm upgrade brings it back";
    }
}
