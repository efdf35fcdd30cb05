package io.sidecarfirst.policy;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a policy does differently from the webhook: the one list, for the head of the policy, {@code --differences} and
 * the page in {@code docs}. With each of them the policy makes no gate rather than a wrong one, unless the text says
 * so.
 */
public enum Difference {
    BEFORE_WEBHOOKS("""
            The API server evaluates policies before all webhooks. Sidecars that a webhook adds are seen when the \
            policy is evaluated again, once; what a webhook changes after that is not, and a gate that was made \
            before stays."""),
    AWAITED_PROXY("""
            Where labels or annotations of the Pod or its namespace ask Istio, Linkerd or Kuma for a proxy that is \
            not there yet, no probe over the network becomes a gate; when a webhook has added the proxy, the \
            decision is made again. A mesh that injects without these is not seen coming: its Pods may get a gate \
            that the webhook would not make."""),
    NO_WARNINGS("""
            Nobody is warned: not of an annotation that cannot be used, not of an unknown one, not of a sidecar that \
            is not gated. The reasons stand in the Pod's status annotation only, which does not say there which \
            annotations have no effect."""),
    NO_STRICT("""
            Nothing is refused: the setting strict has no effect."""),
    COARSE_LOOPBACK("""
            A command line is read less closely. A sidecar without a readinessProbe is skipped as loopback-only, \
            too, where a loopback address stands in its options without a port, or where its port is bound to \
            another address as well, or where its image listens on loopback by default and the override stands in a \
            script."""),
    COST_LIMIT("""
            The API server limits what an expression may cost. A Pod with more than about 100 sidecars whose probes \
            ask ports that they do not declare, or with several hundred of any kind, may get neither a gate nor a \
            status."""),
    TEXTUAL_STATUS("""
            An earlier status counts only in the compact form in which webhook and policy write it."""),
    NO_RECORD("""
            There are no logs, no metrics and no Events of sidecar-first. An expression that fails leaves the Pod as \
            it is; only the API server's metrics of mutating admission policies tell."""),
    FIXED_SETTINGS("""
            The settings are part of the expressions: to change them, print the policy and apply it again.""");

    private final String text;

    Difference(String text) {
        this.text = text;
    }

    /** All of them, as {@code id: text}, one a line. */
    public static String list() {
        return Stream.of(values())
                .map(difference -> difference.id() + ": " + difference.text + "\n")
                .collect(Collectors.joining());
    }

    /** Its name in lists. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What is different, and what that means for a Pod. */
    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return id();
    }
}
