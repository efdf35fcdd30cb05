package io.sidecarfirst.manifest.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.goldens.GoldenFile;
import io.sidecarfirst.goldens.GoldenInput;
import io.sidecarfirst.manifest.AddedText;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** A container is inserted before each of the init containers, and behind the last, and nothing else changes. */
class ListItemsTest {
    private static final String LIST = "/spec/initContainers";

    static Stream<GoldenInput> files() {
        return GoldenInput.in("list-items", ".inserted.txt");
    }

    @ParameterizedTest
    @MethodSource("files")
    @Tag(GoldenFile.TAG)
    void isAsExpected(GoldenInput file) {
        StringBuilder all = new StringBuilder();
        indexes(file).forEach(index -> {
            ListEdits.Result result = insert(file, index);
            all.append("======== ").append(index).append('\n');
            result.notices().forEach(notice -> all.append("(" + notice.text() + ")\n"));
            all.append(result.text());
            all.append(result.text().endsWith("\n") ? "" : "\n\\ No newline at end of file\n");
        });
        file.output(".inserted.txt").assertHolds(all.toString());
    }

    @ParameterizedTest
    @MethodSource("files")
    void meansTheSameAsItsTrees(GoldenInput file) {
        indexes(file).forEach(index -> {
            List<JsonNode> meant = ListEdits.trees(file.text()).stream()
                    .map(JsonNode::deepCopy)
                    .toList();
            for (JsonNode tree : meant) {
                if (tree.at(LIST) instanceof ArrayNode list && index <= list.size()) {
                    list.insert(index, ListEdits.container());
                }
            }
            assertThat(ListEdits.trees(insert(file, index).text()))
                    .as("%d", index)
                    .isEqualTo(meant);
        });
    }

    @ParameterizedTest
    @MethodSource("files")
    void onlyGrows(GoldenInput file) {
        List<ListEdits.Result> results =
                indexes(file).map(index -> insert(file, index)).toList();
        if (file.name().contains("-impossible")) {
            assertThat(results.stream().flatMap(result -> result.notices().stream()))
                    .isNotEmpty()
                    .allMatch(notice -> notice.line() > 1);
            return;
        }
        assertThat(results)
                .allMatch(result -> result.notices().isEmpty() && AddedText.onlyAdds(file.text(), result.text()));
    }

    @ParameterizedTest
    @MethodSource("files")
    void isAsBeforeOnceItIsTakenOut(GoldenInput file) {
        // Between brackets within brackets, nothing tells that there was an empty list.
        boolean isDropped = Set.of("empty-list-in-flow", "pretty-empty-list").contains(file.name());
        indexes(file).forEach(index -> {
            ListEdits.Result inserted = insert(file, index);
            if (inserted.notices().isEmpty() && !isDropped) {
                assertThat(ListEdits.without(inserted.text(), LIST + "/" + index))
                        .as("%d", index)
                        .isEqualTo(new ListEdits.Result(file.text(), List.of()));
            }
        });
    }

    private static Stream<Integer> indexes(GoldenInput file) {
        int most = ListEdits.trees(file.text()).stream()
                .mapToInt(tree -> tree.at(LIST).size())
                .max()
                .orElseThrow();
        return IntStream.rangeClosed(0, most).boxed();
    }

    private static ListEdits.Result insert(GoldenInput file, int index) {
        return ListEdits.edit(
                file.text(),
                document -> document.tree().at(LIST) instanceof ArrayNode list && index <= list.size()
                        ? List.of(ListEdits.add(LIST + "/" + index, ListEdits.container()))
                        : List.of());
    }
}
