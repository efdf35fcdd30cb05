package io.sidecarfirst.installation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.gate.Yaml;
import io.sidecarfirst.installation.OptIn.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Label selectors as Kubernetes reads them, and what labels that are not known leave open. */
class LabelSelectorTest {
    private static LabelSelector selector(String yaml) {
        return LabelSelector.of(Yaml.tree(yaml));
    }

    /** Of an object with the label a=1, with another value of it, without it, and where that is not known. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | YES | YES | YES | YES",
                "{matchLabels: {a: '1'}} | YES | NO | NO | UNKNOWN",
                "{matchExpressions: [{key: a, operator: In, values: ['0', '1']}]} | YES | NO | NO | UNKNOWN",
                "{matchExpressions: [{key: a, operator: NotIn, values: ['1']}]} | NO | YES | YES | UNKNOWN",
                "{matchExpressions: [{key: a, operator: Exists}]} | YES | YES | NO | UNKNOWN",
                "{matchExpressions: [{key: a, operator: DoesNotExist}]} | NO | NO | YES | UNKNOWN",
                "{matchExpressions: [{key: a, operator: Near, values: ['1']}]} | NO | NO | NO | UNKNOWN"
            })
    void operators(String selector, Answer same, Answer other, Answer absent, Answer unknown) {
        assertThat(selector(selector).matches(Map.of("a", "1"), true)).isEqualTo(same);
        assertThat(selector(selector).matches(Map.of("a", "2"), true)).isEqualTo(other);
        assertThat(selector(selector).matches(Map.of("b", "1"), true)).isEqualTo(absent);
        assertThat(selector(selector).matches(Map.of("b", "1"), false)).isEqualTo(unknown);
    }

    @Test
    void allRequirementsMustHold() {
        LabelSelector both = selector("{matchLabels: {a: '1'}}").and(selector("{matchLabels: {b: '2'}}"));
        assertThat(both.matches(Map.of("a", "1", "b", "2"), true)).isEqualTo(Answer.YES);
        assertThat(both.matches(Map.of("a", "1", "b", "3"), true)).isEqualTo(Answer.NO);
        assertThat(both.matches(Map.of("a", "1"), false)).isEqualTo(Answer.UNKNOWN);
        assertThat(both.matches(Map.of("a", "2"), false)).isEqualTo(Answer.NO);
    }

    @Test
    void whatIsExcludedWhateverItsOtherLabels() {
        LabelSelector selector =
                selector("{matchLabels: {a: '1'}, matchExpressions: [{key: zone, operator: NotIn, values: [x]}]}");
        assertThat(selector.excludes("zone", "x")).isTrue();
        assertThat(selector.excludes("zone", "y")).isFalse();
        assertThat(selector.excludes("m", "x")).isFalse();
    }

    /** What the chart selects; by the labels of the namespace, and by those of the Pod. */
    @ParameterizedTest
    @CsvSource({
        "shop, enabled, '', YES",
        "shop, enabled, disabled, NO",
        "shop, '', '', NO",
        "shop, '', enabled, YES",
        "shop, disabled, enabled, YES",
        "kube-system, enabled, enabled, NO",
        "kube-node-lease, enabled, enabled, NO",
        "kube-public, enabled, '', YES",
        "shop, UNREAD, '', UNKNOWN",
        "shop, UNREAD, enabled, YES",
        "shop, UNREAD, disabled, NO",
        "kube-system, UNREAD, enabled, NO",
        "kube-node-lease, UNREAD, enabled, NO"
    })
    void whoHasOptedIn(String namespace, String label, String podLabel, Answer expected) {
        OptIn optIn = OptIn.of(new AdmissionObjects(List.of(), List.of(), List.of(), new Installation.Assumed()));
        String key = "sidecar-first.io/injection";
        Map<String, String> labels = label.isEmpty() ? Map.of() : Map.of(key, label);
        assertThat(optIn.of(
                        namespace,
                        label.equals("UNREAD") ? null : labels,
                        Yaml.tree(podLabel.isEmpty() ? "{name: web}" : "{labels: {" + key + ": " + podLabel + "}}")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "YES, YES, YES, YES",
        "YES, NO, NO, YES",
        "NO, NO, NO, NO",
        "YES, UNKNOWN, UNKNOWN, YES",
        "NO, UNKNOWN, NO, UNKNOWN",
        "UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN"
    })
    void answers(Answer one, Answer other, Answer both, Answer either) {
        assertThat(one.and(other)).isEqualTo(both).isEqualTo(other.and(one));
        assertThat(one.or(other)).isEqualTo(either).isEqualTo(other.or(one));
    }
}
