package io.sidecarfirst.installation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A label selector of a webhook or a policy.
 *
 * @param requirements all of them must hold; none selects everything
 * @see <a href="https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors">Label
 *     selectors</a>
 */
record LabelSelector(List<Requirement> requirements) {

    /**
     * One requirement.
     *
     * @param operator {@code In}, {@code NotIn}, {@code Exists} or {@code DoesNotExist}
     */
    record Requirement(String key, String operator, List<String> values) {
        Requirement {
            values = List.copyOf(values);
        }

        boolean matches(@Nullable String value) {
            return switch (operator) {
                case "In" -> value != null && values.contains(value);
                case "NotIn" -> value == null || !values.contains(value);
                case "Exists" -> value != null;
                case "DoesNotExist" -> value == null;
                default -> false;
            };
        }
    }

    LabelSelector {
        requirements = List.copyOf(requirements);
    }

    static LabelSelector of(JsonNode selector) {
        List<Requirement> requirements = new ArrayList<>();
        selector.path("matchLabels")
                .properties()
                .forEach(label -> requirements.add(new Requirement(
                        label.getKey(), "In", List.of(label.getValue().asString("")))));
        for (JsonNode expression : selector.path("matchExpressions")) {
            List<String> values = new ArrayList<>();
            expression.path("values").forEach(value -> values.add(value.asString("")));
            requirements.add(new Requirement(
                    expression.path("key").asString(""),
                    expression.path("operator").asString(""),
                    values));
        }
        return new LabelSelector(requirements);
    }

    /** Selects what both select. */
    LabelSelector and(LabelSelector other) {
        return new LabelSelector(Stream.concat(requirements.stream(), other.requirements.stream())
                .toList());
    }

    /** Whether it selects no object with that label, whatever its other labels. */
    boolean excludes(String key, String value) {
        return requirements.stream()
                .anyMatch(requirement -> requirement.key().equals(key) && !requirement.matches(value));
    }

    /**
     * Whether it selects an object.
     *
     * @param labels its labels, as far as they are known
     * @param isComplete whether it has no others
     */
    OptIn.Answer matches(Map<String, String> labels, boolean isComplete) {
        OptIn.Answer answer = OptIn.Answer.YES;
        for (Requirement requirement : requirements) {
            String value = labels.get(requirement.key());
            OptIn.Answer one =
                    value == null && !isComplete ? OptIn.Answer.UNKNOWN : OptIn.Answer.of(requirement.matches(value));
            answer = answer.and(one);
        }
        return answer;
    }
}
