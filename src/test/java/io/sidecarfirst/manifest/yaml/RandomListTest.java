package io.sidecarfirst.manifest.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.manifest.AddedText;
import io.sidecarfirst.manifest.RandomWorkload;
import io.sidecarfirst.manifest.yaml.DocumentEditor.Addition;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The same as {@link ListItemsTest} and {@link ListValuesTest}, for random layouts. */
class RandomListTest {
    private static final int SEEDS = 1000;

    /** A document in some layout, and where its init containers are. */
    private record Sample(String name, Document.Parsed document, String list) {
        static Sample yaml(int seed) {
            Random random = new Random(seed);
            JsonNode tree = new RandomWorkload(random).next();
            return of("YAML " + seed, RandomStyle.of(tree, random));
        }

        static Sample json(int seed) {
            Random random = new Random(seed);
            JsonNode tree = new RandomWorkload(random).next();
            String text = switch (random.nextInt(4)) {
                case 0 -> JsonMapper.shared().writeValueAsString(tree);
                case 1 -> tree.toPrettyString();
                case 2 -> JsonWriter.indented(tree, "\r\n");
                default ->
                    JsonWriter.indented(tree, "\n")
                            .lines()
                            .map(line -> line.replaceFirst("^ +", "\t".repeat(line.indexOf(line.strip()) / 2)))
                            .collect(Collectors.joining("\n"));
            };
            return of("JSON " + seed, text);
        }

        private static Sample of(String name, String text) {
            Document.Parsed document = ListEdits.parsed(text).get(0);
            boolean template = document.tree().at("/spec/template").isObject();
            return new Sample(name, document, (template ? "/spec/template" : "") + "/spec/initContainers");
        }

        int size() {
            return document.tree().at(list).size();
        }

        SourceNode.Sequence node() {
            return (SourceNode.Sequence) ListEdits.node(document, list);
        }

        /** Whether the list is the last in a file without a last line break: a text in it may have no place below. */
        boolean isOpen() {
            return !document.source().endsWith("\n")
                    && !node().flow()
                    && node().end() == document.source().length();
        }

        Stream<Integer> withArgs() {
            return IntStream.range(0, size())
                    .filter(i -> document.tree().at(list + "/" + i + "/args").isArray())
                    .boxed();
        }

        /** The text with the additions made, after a look at what it means. */
        String edited(List<Addition> additions) {
            DocumentEditor.Edited edited = DocumentEditor.add(document, additions);
            assertThat(edited.notice()).as(toString()).isNull();
            assertThat(ListEdits.trees(edited.document().source()))
                    .as(toString())
                    .isEqualTo(List.of(ListEdits.added(document.tree(), additions)));
            return edited.document().source();
        }

        @Override
        public String toString() {
            return name + ":\n" + document.source();
        }
    }

    static Stream<Stream<Sample>> samples() {
        return Stream.of(
                IntStream.range(0, SEEDS).mapToObj(Sample::yaml),
                IntStream.range(0, SEEDS).mapToObj(Sample::json));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void items(Stream<Sample> samples) {
        samples.forEach(sample -> {
            String before = sample.document().source();
            // Behind a text in block style that the end of the file cuts off there is no place.
            boolean closed = before.endsWith("\n")
                    || sample.node().flow()
                    || sample.node().end() < before.length();
            for (int index = 0; index < sample.size() + (closed ? 1 : 0); index++) {
                String after =
                        sample.edited(List.of(ListEdits.add(sample.list() + "/" + index, ListEdits.container())));
                assertThat(ListEdits.without(after, sample.list() + "/" + index))
                        .as("%s%nby way of%n%s", sample, after)
                        .isEqualTo(new ListEdits.Result(before, List.of()));
                assertThat(AddedText.onlyAdds(before, after))
                        .as("%s%nbecame%n%s", sample, after)
                        .isTrue();
                if (!sample.node().flow()) {
                    assertThat(after.lines())
                            .as("%s%nbecame%n%s", sample, after)
                            .containsSubsequence(lines(before));
                }
            }
        });
    }

    private static List<String> lines(String text) {
        return text.lines().toList();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void values(Stream<Sample> samples) {
        samples.forEach(sample -> sample.withArgs().forEach(index -> {
            String path = sample.list() + "/" + index + "/args";
            SourceNode old = ListEdits.node(sample.document(), path);
            String before = sample.document().source();
            int below = before.charAt(old.end() - 1) == ']' ? old.end() : Lines.end(before, old.end());
            for (ArrayNode args : args(sample.document().tree().at(path))) {
                assertThat(sample.edited(List.of(ListEdits.add(path, args))))
                        .as("%s%n%s", args, sample)
                        .startsWith(before.substring(0, old.start()))
                        .endsWith(before.substring(below));
            }
        }));
    }

    /** Longer, shorter, and with some of the old ones. */
    private static List<ArrayNode> args(JsonNode old) {
        ArrayNode some = JsonNodeFactory.instance.arrayNode().add(old.get(0));
        ArrayNode first = ListEdits.texts().addAll(some).add("end");
        ArrayNode last = some.deepCopy().addAll(ListEdits.texts());
        ArrayNode one = JsonNodeFactory.instance.arrayNode().add("new");
        return List.of(ListEdits.texts(), one, some, first, last);
    }

    /** As a patch for a Pod has it: in several containers, and a new one last. */
    @ParameterizedTest
    @MethodSource("samples")
    void severalAtOnce(Stream<Sample> samples) {
        samples.filter(sample -> !sample.isOpen()).forEach(sample -> {
            List<Addition> additions = new ArrayList<>();
            for (int i = 0; i < sample.size(); i++) {
                additions.add(ListEdits.add(
                        sample.list() + "/" + i + "/startupProbe",
                        ListEdits.container().get("resources")));
            }
            sample.withArgs()
                    .forEach(i -> additions.add(ListEdits.add(sample.list() + "/" + i + "/args", ListEdits.texts())));
            additions.add(ListEdits.add(sample.list() + "/" + sample.size() / 2, ListEdits.container()));
            additions.add(ListEdits.add(sample.list() + "/0", ListEdits.container()));
            additions.add(ListEdits.add(sample.list() + "/0/stdin", JsonNodeFactory.instance.booleanNode(true)));
            additions.add(ListEdits.add(
                    sample.list() + "/" + (sample.size() + 1) + "/stdin", JsonNodeFactory.instance.booleanNode(true)));
            sample.edited(additions);
        });
    }

    @Test
    void layoutsAreOfAllKinds() {
        List<Sample> yaml = IntStream.range(0, SEEDS).mapToObj(Sample::yaml).toList();
        assertThat(yaml).filteredOn(sample -> sample.node().flow()).hasSizeGreaterThan(SEEDS / 20);
        assertThat(yaml).filteredOn(sample -> !sample.node().flow()).hasSizeGreaterThan(SEEDS / 2);
        assertThat(yaml).filteredOn(sample -> sample.node().anchor() != null).isNotEmpty();
        assertThat(yaml.stream().flatMap(Sample::withArgs)).hasSizeGreaterThan(SEEDS / 2);
    }
}
