package io.sidecarfirst.policy;

import io.sidecarfirst.gate.AuxiliaryPorts;
import io.sidecarfirst.gate.Budget;
import io.sidecarfirst.gate.Firewall;
import io.sidecarfirst.gate.Handler;
import io.sidecarfirst.gate.Mesh;
import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.Settings;
import io.sidecarfirst.gate.SourceKind;
import io.sidecarfirst.gate.Status;
import io.sidecarfirst.gate.WellKnown;
import io.sidecarfirst.gate.options.ConnectedPorts;
import io.sidecarfirst.gate.options.EncodedText;
import io.sidecarfirst.gate.options.OptionWords;
import io.sidecarfirst.gate.program.Program;
import io.sidecarfirst.gate.program.Programs;
import io.sidecarfirst.gate.source.Sources;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the places of {@code policy.yaml} stand for: what the gate's constants say, and the settings. */
final class PolicyValues {
    /**
     * A loopback address, as a regular expression without its limits: the notations of {@code
     * gate.options.LoopbackAddress}.
     */
    private static final String LOOPBACK_HOST =
            "(localhost[46]?(\\.localdomain)?|(ip6-)?loopback|ip6-localhost|lo|_local_"
                    + "|(127|0+177|0x0*7f)(\\.[0-9a-fx]{1,11}){1,3}|0x0*7f[0-9a-f]{6}|0+177[0-7]{8}"
                    + "|21(3[0-9]|4[0-6])[0-9]{6}"
                    + "|\\[?(0{0,4}:){2,7}(ffff:)?(0{0,3}1|7f[0-9a-f]{2}:[0-9a-f]{1,4}|127(\\.[0-9a-fx]{1,11}){1,3})"
                    + "(%[a-z0-9]+)?\\]?)\\.?";

    /** Whatever may be an address to listen on, or one that only a shell or the kubelet knows. */
    private static final String COARSE_HOST =
            "(\\*|\\+|[0-9a-fx.]{0,15}|\\[?[0-9a-f:.%]*\\]?|[a-z0-9-]*(local|loop)[a-z0-9.-]*"
                    + "|\\$[({]?[^\\s)}]*[)}]?)";

    /** What may stand before it: a shell's default for a variable and a short flag, too. */
    private static final String BEFORE_LOOPBACK = "(^|[^a-z0-9.-]|\\$\\{[a-z0-9_]+:?-|(^|[^a-z0-9])-[a-z])";

    /** What stands in each of these, quick to search. */
    private static final String LOOPBACK_HINT =
            "(?i)localhost|loopback|127\\.|0177|0x0*7f|::|0:0|21(3[0-9]|4[0-6])[0-9]{6}|_local_|(^|[=\\s])lo($|\\s)";

    /** What a sidecar is told is not searched where it is longer: it would cost too much. */
    private static final int MOST_CHARACTERS_READ = 8192;

    private static final int MOST_WORDS_READ = 1000;

    private PolicyValues() {}

    static Map<String, String> of(Policy policy) {
        Map<String, String> values = new HashMap<>();
        words().forEach(word -> values.put(word, word));
        putLimits(values);
        putLists(values);
        putSettings(values, policy);
        values.putAll(new PolicyPrograms(policy.programs()).values());
        values.put("--api-version", policy.apiVersion().groupVersion());
        values.put("--name", scalar(policy.name()));
        values.put("canary-name", policy.canaryName());
        values.put("differences", Difference.list().lines().map("# - "::concat).collect(Collectors.joining("\n")));
        return values;
    }

    /** Words that stand for themselves. */
    private static Stream<String> words() {
        return Stream.of(
                        Stream.of(WellKnown.DOMAIN, WellKnown.INJECTION_LABEL, WellKnown.MIRROR_ANNOTATION),
                        Stream.of(WellKnown.ENABLED, WellKnown.DISABLED, WellKnown.AUTO, Status.ANNOTATION),
                        Stream.of(WellKnown.GATED_LABEL, WellKnown.GATED, WellKnown.NOT_GATED),
                        Stream.of(WellKnown.INJECT, WellKnown.SOURCE, WellKnown.PORT),
                        Stream.of(WellKnown.INITIAL_DELAY_SECONDS, WellKnown.PERIOD_SECONDS),
                        Stream.of(WellKnown.TIMEOUT_SECONDS, WellKnown.FAILURE_THRESHOLD),
                        Stream.of(Mesh.ISTIO_REWRITTEN, Mesh.ISTIO_MODE, Mesh.ISTIO_NO_REDIRECT, Mesh.ISTIO_INCLUDED),
                        Stream.of(Mesh.values()).flatMap(mesh -> mesh.proxy().stream()),
                        Stream.of(Mesh.values()).flatMap(mesh -> mesh.exclusion().stream()),
                        sources(),
                        // Mirror Pods do not match at all, and an expression remembers nothing.
                        Stream.of(Reason.values())
                                .filter(reason -> reason != Reason.MIRROR_POD && reason != Reason.RELEASED)
                                .map(Reason::id))
                .flatMap(words -> words);
    }

    private static void putLimits(Map<String, String> values) {
        values.put("most-ports-tried", String.valueOf(Sources.MAX_PORTS_TRIED));
        values.put("most-characters", String.valueOf(Handler.MAX_CHARACTERS));
        values.put("around-text", String.valueOf(Handler.AROUND_TEXT));
        values.put("most-annotation-bytes", String.valueOf(Status.MAX_ANNOTATIONS));
        values.put("least-budget-with-liveness", String.valueOf(Budget.MIN_WITH_LIVENESS));
        values.put("most-characters-read", String.valueOf(MOST_CHARACTERS_READ));
        values.put("most-words-read", String.valueOf(MOST_WORDS_READ));
        values.put("linkerd-port", String.valueOf(Mesh.LINKERD_PORT));
    }

    private static void putLists(Map<String, String> values) {
        values.put("sources", list(sources()));
        values.put(
                "istio-ports",
                Mesh.ISTIO_PORTS.stream()
                        .sorted()
                        .map(port -> "[" + port + ", " + port + "]")
                        .collect(Collectors.joining(", ")));
        values.put("yes-words", list(Mesh.YES_WORDS.stream().sorted()));
        values.put("proxy-words", anyOf(Mesh.PROXY_WORDS));
        values.put("redirect-words", anyOf(Mesh.REDIRECT_WORDS));
        values.put("redirect-command", Mesh.REDIRECT_COMMAND);
        values.put("firewall-command", Firewall.DROPS);
        values.put("unrelated-variables", OptionWords.UNRELATED_VARIABLES);
        values.put("linkerd-policy", Mesh.LINKERD_POLICY);
        values.put("kuma-path", Mesh.KUMA_PATH);
        values.put(
                "kuma-ports",
                Mesh.KUMA_PORTS.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(port ->
                                "variables.annotations[?'%s'].orValue('%s')".formatted(port.getKey(), port.getValue()))
                        .collect(Collectors.joining(",\n  ")));
        values.put("loopback-hosts", list(Handler.LOOPBACK.stream().sorted()));
        values.put("loopback-host-regex", LOOPBACK_HOST);
        values.put("domain-regex", literal(WellKnown.DOMAIN));
        values.put("coarse-host-regex", COARSE_HOST);
        values.put("before-loopback-regex", BEFORE_LOOPBACK);
        values.put("loopback-hint-regex", LOOPBACK_HINT);
        values.put("elsewhere-words", anyOf(OptionWords.CONNECTING));
        values.put("listening-words", anyOf(OptionWords.LISTENING));
        values.put("part-words", anyOf(OptionWords.PARTS));
        values.put("program-hosts", anyOf(OptionWords.PROGRAM_HOSTS));
        values.put("database-clients", anyOf(OptionWords.DATABASE_CLIENTS.keySet()));
        values.put("services", anyOf(OptionWords.SERVICES.keySet()));
        values.put("address-words", anyOf(union(OptionWords.ADDRESS, OptionWords.LISTENING)));
        values.put("client-words", anyOf(OptionWords.CLIENT_PROGRAMS));
        values.put(
                "own-words",
                anyOf(union(OptionWords.OWN_PREFIXES, OptionWords.WHOLE_PROGRAM))
                        .replace("-", "[_.-]?"));
        values.put("local-switches", anyOf(OptionWords.LOCAL_SWITCHES).replace("-", "[_.-]?"));
        values.put("remote-switches", anyOf(OptionWords.REMOTE_SWITCHES).replace("-", "[_.-]?"));
        values.put("off-words", anyOf(OptionWords.OFF));
        values.put("encoded-text-regex", EncodedText.REGEX);
        values.put("main-listeners", anyOf(OptionWords.MAIN_LISTENERS));
        values.put("frameworks", anyOf(OptionWords.FRAMEWORKS).replace("-", "[_.-]?"));
        values.put("short-hosts", anyOf(OptionWords.SHORT_HOSTS));
        values.put("listened-urls", anyOf(OptionWords.LISTENED_URLS).replace("-", "[_.-]"));
        values.put("other-words", anyOf(OptionWords.PORT_OF_OTHERS));
        values.put("connected-named", ConnectedPorts.coarse(ConnectedPorts.NAMED));
        values.put("connected-asked", ConnectedPorts.coarse(ConnectedPorts.ASKED));
        values.put("connected-opened", ConnectedPorts.coarse(ConnectedPorts.OPENED));
        values.put("connected-host-of-pair", ConnectedPorts.coarse(ConnectedPorts.HOST_OF_PAIR));
        values.put("connected-port-of-pair", ConnectedPorts.coarse(ConnectedPorts.PORT_OF_PAIR));
        values.put("not-awaited", ConnectedPorts.NOT_AWAITED);
        values.put("listens-itself", ConnectedPorts.LISTENS);
        values.put("auxiliary-words", anyOf(AuxiliaryPorts.WORDS));
        values.put("auxiliary-stems", anyOf(AuxiliaryPorts.STEMS));
        values.put("auxiliary-prefix", AuxiliaryPorts.PREFIX);
        values.put("good-prefixes", anyOf(AuxiliaryPorts.GOOD_PREFIXES));
    }

    private static void putSettings(Map<String, String> values, Policy policy) {
        Settings settings = policy.settings();
        List<String> named = new ArrayList<>();
        Map<String, String> numbers = new LinkedHashMap<>();
        numbers.put("startup-budget-seconds", String.valueOf(settings.startupBudgetSeconds()));
        numbers.put(
                WellKnown.INITIAL_DELAY_SECONDS,
                Objects.toString(settings.timing().initialDelaySeconds(), ""));
        numbers.put(WellKnown.PERIOD_SECONDS, Objects.toString(settings.timing().periodSeconds(), ""));
        numbers.put(
                WellKnown.TIMEOUT_SECONDS, Objects.toString(settings.timing().timeoutSeconds(), ""));
        numbers.put(
                WellKnown.FAILURE_THRESHOLD, Objects.toString(settings.timing().failureThreshold(), ""));
        numbers.forEach((name, value) -> {
            values.put("--" + name, value);
            if (!value.isEmpty()) {
                named.add(name + "=" + value);
            }
        });
        String added = policy.programs().all().stream()
                .filter(program -> !Programs.KNOWN.all().contains(program))
                .map(Program::name)
                .collect(Collectors.joining(" "));
        if (!added.isEmpty()) {
            named.add("programs=" + added);
        }
        if (settings.strict()) {
            named.add("strict (without effect, see " + Difference.NO_STRICT.id() + ")");
        }
        values.put("settings", String.join(", ", named));
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        return Stream.of(one, other).flatMap(Set::stream).collect(Collectors.toSet());
    }

    private static Stream<String> sources() {
        return Stream.of(SourceKind.values()).map(SourceKind::id);
    }

    /** The inside of a CEL list of strings. */
    private static String list(Stream<String> items) {
        return items.map(item -> "'" + item + "'").collect(Collectors.joining(", "));
    }

    /** The inside of a group of a regular expression that matches each of these words. */
    private static String anyOf(Collection<String> words) {
        return words.stream()
                .filter(word -> !word.isEmpty())
                .sorted()
                .map(PolicyValues::literal)
                .collect(Collectors.joining("|"));
    }

    /** A text that means itself in a regular expression: RE2 takes a backslash before every sign. */
    static String literal(String text) {
        return text.replaceAll("[\\p{ASCII}&&[^A-Za-z0-9_-]]", "\\\\$0");
    }

    /** A name as YAML takes it for a string: 123, 1e3, on and null are none. */
    private static String scalar(String name) {
        return name.matches("[0-9].*|true|false|null|yes|no|on|off|y|n") ? '"' + name + '"' : name;
    }
}
