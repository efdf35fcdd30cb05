package io.sidecarfirst.policy;

import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.SourceKind;
import io.sidecarfirst.gate.Status;
import java.util.List;
import java.util.stream.Stream;

/** The status annotation, character for character as the gate's Status writes it. */
final class StatusVariables {
    private StatusVariables() {}

    static List<Variable> variables() {
        return List.of(
                new Variable(
                        "earlier",
                        "The status that the Pod carries already.",
                        "variables.annotations[?'" + Status.ANNOTATION + "'].orValue('')"),
                new Variable(
                        "kept",
                        """
                        The entry of an earlier pass for each sidecar, in a list: there where the startupProbe has the very
                        timing that it claims.""",
                        Cel.of(
                                """
                                variables.sidecars.transformList(k, s, variables.earlier == '' || variables.reasons[k] != '${gated}' ? []
                                  : ${sources}.map(o, '{"gated":"' + o
                                    + '","period":' + string(s.container.startupProbe.?periodSeconds.orValue(10))
                                    + ',"threshold":' + string(s.container.startupProbe.?failureThreshold.orValue(3)) + '}')
                                  .filter(e, variables.earlier.contains('"' + s.name + '":' + e)))""",
                                "gated",
                                Reason.ALREADY_GATED,
                                "sources",
                                Cel.strings(Stream.of(SourceKind.values())
                                        .map(SourceKind::id)
                                        .toList()))),
                new Variable("entries", "The entry of each sidecar.", """
                        variables.sidecars.transformList(k, s, '"' + s.name + '":'
                          + (variables.timings[k].map(t, '{"gated":"' + variables.gates[k][0].source
                            + '","period":' + string(t.period) + ',"threshold":' + string(t.threshold) + '}')
                          + variables.kept[k] + ['{"skipped":"' + variables.reasons[k] + '"}'])[0])"""),
                new Variable(
                        "status",
                        "The status to write; empty where every sidecar opted out.",
                        "variables.reasons.all(r, r == '" + Reason.OPTED_OUT
                                + "') ? '' : '{' + variables.entries.join(',') + '}'"),
                new Variable(
                        "news",
                        "Whether the status is to be written: where it says something new, and where there is room for it.",
                        Cel.of("""
                                variables.status != '' && variables.status != variables.earlier
                                && size('${key}') + size(bytes(variables.status)) + variables.annotations.transformList(key, value,
                                  key != '${key}', size(bytes(key)) + size(bytes(value))).sum() <= ${most}""", "key", Status.ANNOTATION, "most", Status.MAX_ANNOTATIONS)));
    }
}
