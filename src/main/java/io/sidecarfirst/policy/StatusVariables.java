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
                new Variable("claims", "Its entries.", """
                        !variables.earlier.startsWith('{') || !variables.earlier.endsWith('}}') ? []
                        : variables.earlier.substring(1, size(variables.earlier) - 2).split('},').map(e, e + '}')"""),
                new Variable(
                        "kept",
                        """
                        The claim of each sidecar that still holds, because its startupProbe has the very timing that is
                        claimed; empty without one.""",
                        Cel.of(
                                """
                                variables.sidecars.map(s, !has(s.container.startupProbe) ? ''
                                  : ${sources}.map(o, '"' + s.name + '":{"gated":"' + o
                                    + '","period":' + string(s.container.startupProbe.?periodSeconds.orValue(10))
                                    + ',"threshold":' + string(s.container.startupProbe.?failureThreshold.orValue(3)) + '}')
                                  .filter(e, e in variables.claims).join(''))""",
                                "sources",
                                Cel.strings(Stream.of(SourceKind.values())
                                        .map(SourceKind::id)
                                        .toList()))),
                new Variable("entries", "The entry of each sidecar.", Cel.of("""
                                variables.sidecars.transformList(k, s,
                                  variables.reasons[k] == '${gated}' && variables.kept[k] != '' ? variables.kept[k]
                                  : variables.reasons[k] != '' ? '"' + s.name + '":{"skipped":"' + variables.reasons[k] + '"}'
                                  : '"' + s.name + '":{"gated":"' + variables.gates[k][0].source
                                    + '","period":' + string(variables.timings[k][0].period)
                                    + ',"threshold":' + string(variables.timings[k][0].threshold) + '}')""", "gated", Reason.ALREADY_GATED)),
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
