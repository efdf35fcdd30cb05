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
            Where labels or annotations of the Pod or its namespace ask Istio, Linkerd, Kuma, Consul, AWS App Mesh or \
            Open Service Mesh for a proxy that is not there yet, no probe over the network becomes a gate, unless an \
            annotation asks for it; when a webhook has added the proxy, the decision is made again. A mesh that \
            injects without these is not seen coming: its Pods may get a gate that the webhook would not make."""),
    NO_PROBE_ANNOTATION("""
            An expression cannot read the check in a probe annotation: such a sidecar is skipped as \
            nothing-to-probe."""),
    NO_WARNINGS("""
            Nobody is warned: not of an annotation that cannot be used, not of an unknown one, not of a sidecar that \
            is not gated. The reasons stand in the Pod's status annotation only, which does not say there which \
            annotations have no effect."""),
    NO_RELEASES("""
            Nothing is remembered of gates that did not open: such a gate is made again for the next Pod."""),
    NO_GATE_CONTAINER("""
            All gates are startupProbes, whatever the setting gate or an annotation or a label of that name says. A \
            Pod that has a gate container is left as it is."""),
    NO_STRICT("""
            Nothing is refused: the setting strict has no effect."""),
    COARSE_LOOPBACK("""
            A command line is read less closely. A sidecar is skipped as loopback-only, too, where a loopback address \
            stands in its options without a port, where its port is bound to another address as well, where a \
            variable for clients has it with that port, where a configuration in its options has a loopback address \
            near the port, or where there is a text in Base64; an annotation that asks for the gate does not change \
            that."""),
    COARSE_PROGRAMS("""
            A well-known program is recognised by any word of a command line. What makes it listen on all addresses \
            does not count where it is a number of a version, an option in a script that calls a client such as curl, \
            or an address with another port."""),
    COARSE_CLIENT("""
            A sidecar is skipped as waits-for-later-container, too, where the port of a later container stands in its \
            options or variables after a word such as port or upstream, or after an address whose host only the \
            kubelet or a shell knows; or where a client of a database such as pg_isready is called, with whichever \
            host and port; or where its check is one that a known program passes without its main; or where a main is \
            told a port, even if the sidecar is told to listen on it, too, or the main's port is beside another \
            host; or where a port on loopback that nobody declares is known from elsewhere to be its own."""),
    COARSE_PORT("""
            A declared port is passed over as another-port, too, where an option for a port stands beside another \
            host, as in HOST=db and PORT=5432, where the option's own host is one that an expression cannot judge, as \
            in --listen=localhost.example.com:7103, and where the declared port stands only in an encoded text. \
            Another port that the sidecar declares may then be its gate."""),
    MOST_TEXT("""
            A sidecar whose command line, variables and check have more than 8192 characters or 1000 words is not \
            gated."""),
    COST_LIMIT("""
            The API server limits what an expression may cost. A Pod with more than about 60 sidecars that have many \
            ports, options or variables, or with more than about 200 of any kind, may get neither a gate nor a \
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
