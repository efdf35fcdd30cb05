package io.sidecarfirst.manifest.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.goldens.GoldenFile;
import io.sidecarfirst.goldens.GoldenInput;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A container gets other arguments, and nothing else changes. */
class ListValuesTest {
    private static final String CONTAINER = "/spec/initContainers/0";
    private static final String ARGS = CONTAINER + "/args";

    static Stream<GoldenInput> files() {
        return GoldenInput.in("list-values", ".replaced.*");
    }

    @ParameterizedTest
    @MethodSource("files")
    @Tag(GoldenFile.TAG)
    void isAsExpected(GoldenInput file) {
        file.output(".replaced.*").assertHolds(replaced(file.text()).text());
    }

    @ParameterizedTest
    @MethodSource("files")
    void meansTheSameAsItsTree(GoldenInput file) {
        JsonNode meant = ListEdits.trees(file.text()).get(0).deepCopy();
        ((ObjectNode) meant.at(CONTAINER)).set("args", ListEdits.texts());
        assertThat(ListEdits.trees(replaced(file.text()).text())).containsExactly(meant);
    }

    @ParameterizedTest
    @MethodSource("files")
    void keepsWhatStandsAroundTheList(GoldenInput file) {
        ListEdits.Result result = replaced(file.text());
        if (file.name().contains("-impossible")) {
            assertThat(result.notices()).hasSize(1).allMatch(notice -> notice.line() > 1);
            return;
        }
        assertThat(result.notices()).isEmpty();
        Document.Parsed document = ListEdits.parsed(file.text()).get(0);
        if (document.tree().at(ARGS).isArray()) {
            SourceNode old = ListEdits.node(document, ARGS);
            // A comment behind the last item of a block list stays there, also where another item follows now.
            boolean flow = file.text().charAt(old.end() - 1) == ']';
            int below = flow ? old.end() : Lines.end(file.text(), old.end());
            assertThat(result.text())
                    .startsWith(file.text().substring(0, old.start()))
                    .endsWith(file.text().substring(below));
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void isDoneOnce(GoldenInput file) {
        String once = replaced(file.text()).text();
        assertThat(replaced(once).text()).isEqualTo(once);
    }

    private static ListEdits.Result replaced(String text) {
        return ListEdits.edit(text, document -> List.of(ListEdits.add(ARGS, ListEdits.texts())));
    }
}
