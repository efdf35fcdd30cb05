package io.sidecarfirst.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.gate.Gate;
import io.sidecarfirst.gate.Gates;
import io.sidecarfirst.goldens.Golden;
import io.sidecarfirst.goldens.GoldenInput;
import io.sidecarfirst.manifest.diff.UnifiedDiff;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What is put into a file and taken out again leaves it as it was, byte for byte. */
class RoundTripTest {
    private static final Gate CONTAINER = Gates.with(Gates.WITH_CONTAINER);

    /** What stood where something was put in is lost: null, the label with another value, or {@code {}} in brackets. */
    private static final Set<String> WITH_SOMETHING_REPLACED = Set.of(
            "empty-values-last.yaml",
            "flow-empty-last-values.yaml",
            "flow-on-the-marker-line.yaml",
            "flow-padded.yaml",
            "json-behind-a-marker.yaml",
            "kubectl.json",
            "label-of-another-value.yaml",
            "null-annotations.yaml",
            "null-in-flow.yaml",
            "null-metadata.yaml",
            "null-values.yaml",
            "one-line-spaced.json",
            "set-key-in-flow.yaml",
            "tabs.json",
            "tilde-annotations.yaml");

    /** A file, and the gates that it gets. */
    record Case(GoldenInput file, Gate gate, String gates) {
        Injection.Result injected() {
            return new Injection(gate).into(Manifest.parse(file.text()));
        }

        boolean isReplaced() {
            return WITH_SOMETHING_REPLACED.contains(file.toString());
        }

        @Override
        public String toString() {
            return file + " with " + gates;
        }
    }

    /** All inputs that have no gate of ours yet. */
    private static Stream<Case> cases() {
        return Stream.of(
                        Golden.all().map(golden -> new Case(golden.input(), golden.gate(), "its settings")),
                        Stream.concat(
                                        Golden.all().map(Golden::input),
                                        Layout.all().map(Layout::input))
                                .flatMap(file -> Stream.of(
                                        new Case(file, Gates.DEFAULT, "startupProbes"),
                                        new Case(file, CONTAINER, "a container"))))
                .flatMap(all -> all)
                .filter(one ->
                        Removal.from(Manifest.parse(one.file().text())).found().isEmpty());
    }

    /** Where the form was lost on the way in, or something was replaced, it cannot come back. */
    static Stream<Case> kept() {
        return cases().filter(
                        one -> !one.isReplaced() && one.injected().notices().isEmpty());
    }

    static Stream<Case> lost() {
        return cases().filter(
                        one -> one.isReplaced() || !one.injected().notices().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("kept")
    void givesTheFileBack(Case one) {
        Removal.Result result = Removal.from(one.injected().manifest());
        String text = result.manifest().text();
        assertThat(text)
                .withFailMessage(() -> UnifiedDiff.of("file", one.file().text(), text))
                .isEqualTo(one.file().text());
        assertThat(result.notices()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("lost")
    void givesBackWhatItMeans(Case one) {
        String text = Removal.from(one.injected().manifest()).manifest().text();
        assertThat(text).as("else it is not lost").isNotEqualTo(one.file().text());
        assertThat(meaning(text)).isEqualTo(meaning(one.file().text()));
    }

    private static List<JsonNode> meaning(String text) {
        // The value that another label had is the one thing of a meaning that is lost.
        return Layout.trees(text.replace("    sidecar-first.io/gated: \"no\"\n", "")).stream()
                .map(WithoutEmpty::of)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isDoneOnce(Case one) {
        Manifest once = Removal.from(one.injected().manifest()).manifest();
        assertThat(Removal.from(once).found()).isEmpty();
        assertThat(Removal.from(once).manifest().text()).isEqualTo(once.text());
    }
}
