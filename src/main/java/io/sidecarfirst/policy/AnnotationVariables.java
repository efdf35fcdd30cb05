package io.sidecarfirst.policy;

import io.sidecarfirst.gate.Port;
import io.sidecarfirst.gate.SourceKind;
import io.sidecarfirst.gate.WellKnown;
import java.util.List;
import java.util.stream.Stream;

/** The annotations that can be used, as the gate's Annotations reads them; what cannot be used is left out silently. */
final class AnnotationVariables {
    private AnnotationVariables() {}

    static List<Variable> variables() {
        return List.of(
                new Variable("annotations", "The Pod's annotations.", "object.metadata.?annotations.orValue({})"),
                new Variable(
                        "numbers",
                        "Those of ours that hold a usable number, by their keys.",
                        Cel.of(
                                """
                                variables.annotations.transformMap(k, v,
                                  k.matches(r'(^|\\.)${domain}/${names}$')
                                  && v.matches(r'^[0-9]{1,10}$') && int(v) <= ${most}
                                  && (int(v) > 0 || k.endsWith('/${delay}')),
                                  int(v))""",
                                "domain",
                                Cel.literally(WellKnown.DOMAIN),
                                "names",
                                Cel.anyOf(List.of(
                                        WellKnown.INITIAL_DELAY_SECONDS,
                                        WellKnown.PERIOD_SECONDS,
                                        WellKnown.TIMEOUT_SECONDS,
                                        WellKnown.FAILURE_THRESHOLD)),
                                "most",
                                Integer.MAX_VALUE,
                                "delay",
                                WellKnown.INITIAL_DELAY_SECONDS)),
                new Variable(
                        "words",
                        "Those of ours that hold a usable word, by their keys. A port is one sidecar's own, never the Pod's.",
                        Cel.of(
                                """
                                variables.annotations.transformMap(k, v,
                                  k.endsWith('${domain}/${inject}') && v in ['true', 'false']
                                  || k.endsWith('${domain}/${source}') && v in ${sources}
                                  || k.endsWith('.${domain}/${port}') && (v.matches(r'^[0-9]{1,5}$')
                                    ? int(v) >= 1 && int(v) <= ${most}
                                    : size(v) <= 15 && v.matches(r'^[a-z0-9]+(-[a-z0-9]+)*$') && v.matches(r'[a-z]')),
                                  v)""",
                                "domain",
                                WellKnown.DOMAIN,
                                "inject",
                                WellKnown.INJECT,
                                "source",
                                WellKnown.SOURCE,
                                "sources",
                                Cel.strings(Stream.concat(
                                                Stream.of(WellKnown.AUTO),
                                                Stream.of(SourceKind.values()).map(SourceKind::id))
                                        .toList()),
                                "port",
                                WellKnown.PORT,
                                "most",
                                Port.MAX)));
    }

    /**
     * What an annotation says for a sidecar, its own first, then the Pod's, then the given.
     *
     * @param among the variable, {@code numbers} or {@code words}
     * @param name the annotation's
     * @param otherwise an expression
     */
    static String value(String among, String name, String otherwise) {
        return Cel.of("""
                variables.${among}[?(s.name + '.${domain}/${name}')].or(variables.${among}[?'${domain}/${name}']).orValue(${otherwise})""", "among", among, "domain", WellKnown.DOMAIN, "name", name, "otherwise", otherwise);
    }
}
