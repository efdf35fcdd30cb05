package io.sidecarfirst.manifest.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class YamlReaderTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a: &x {b: 1}\\nc: *x|{\"a\":{\"b\":1},\"c\":{\"b\":1}}",
                "a: &x k\\n*x : v|{\"a\":\"k\",\"k\":\"v\"}",
                "a: &x {b: 1, c: 2}\\nd:\\n  <<: *x\\n  c: 3|{\"a\":{\"b\":1,\"c\":2},\"d\":{\"b\":1,\"c\":3}}",
                "a: &x {b: 1, c: 2}\\nd:\\n  c: 3\\n  <<: *x|{\"a\":{\"b\":1,\"c\":2},\"d\":{\"c\":2,\"b\":1}}",
                "d: {<<: [{b: 1}, {b: 2, c: 2}]}|{\"d\":{\"b\":1,\"c\":2}}",
                "'<<': {b: 1}|{\"<<\":{\"b\":1}}",
                "a: <<|{\"a\":\"<<\"}",
                "a: &x 1\\nb: &x 2\\nc: *x|{\"a\":1,\"b\":2,\"c\":2}",
                "a: &x [&x 1]\\nb: *x|{\"a\":[1],\"b\":1}",
                "!!map {a: !!seq [1]}|{\"a\":[1]}",
                "? a\\n: b|{\"a\":\"b\"}",
                "a: >-\\n  b\\n  c|{\"a\":\"b c\"}",
                "{a:}|{\"a:\":null}",
                "{a :,b: c}|{\"a :\":null,\"b\":\"c\"}",
                "{y:,a::}|{\"y:\":null,\"a::\":null}",
                "{a: ,\"b\":,'c':}|{\"a\":null,\"b\":null,\"c\":null}",
                "{\"a\":[b],a:b: c}|{\"a\":[\"b\"],\"a:b\":\"c\"}",
                "[a:,{b:},c: d]|[\"a:\",{\"b:\":null},{\"c\":\"d\"}]",
            })
    void readsCollections(String yaml, String json) {
        JsonNode tree = YamlReader.read(yaml.replace("\\n", "\n"), 1).value();
        assertThat(tree.toString()).isEqualTo(new JsonMapper().readTree(json).toString());
    }

    @Test
    void aliasesShareNothing() {
        JsonNode tree =
                YamlReader.read("a: &x {b: {c: 1}}\nd: *x\ne: {<<: *x}", 1).value();
        ((ObjectNode) tree.at("/a/b")).put("c", 2);
        assertThat(tree.at("/d/b/c").asInt()).isEqualTo(1);
        assertThat(tree.at("/e/b/c").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a: 1\\nb: 2\\na: 3|line 12: the key \"a\" is there twice; keep one, they do not add up",
                "1: a\\n'1': b|line 11: the key \"1\" is there twice; keep one, they do not add up",
                "a:\\n\\tb: 1|line 11: a tab where YAML wants spaces; indent with spaces",
                "a: *x|line 10: *x has no anchor above it; define &x",
                "a: &x [*x]|line 10: the anchor &x contains itself; write the value out",
                "a: &x {<<: *x}|line 10: the anchor &x contains itself; write the value out",
                "<<: 1|line 10: << takes a map or a list of maps; give it an alias of a map, or quote the key",
                "{a: 1,\\nb:[c]}|line 11: no blank behind the colon of \"b\"; put one there, kubectl wants it",
                "[a]: b|line 10: a map or a list is used as a key; Kubernetes takes strings as keys;"
                        + " quote it if it is meant as text",
                "~: b|line 10: a key is empty or null; Kubernetes takes strings as keys;"
                        + " quote it if it is meant as text",
                "<<: {a: 1}\\na: 2\\na: 3|line 12: the key \"a\" is there twice; keep one, they do not add up",
                "a: 1\\n<<: {a: 2}\\na: 3|line 12: the key \"a\" is there twice; keep one, they do not add up",
            })
    void refuses(String yaml, String message) {
        assertThatThrownBy(() -> YamlReader.read(yaml.replace("\\n", "\n").replace("\\t", "\t"), 10))
                .isInstanceOf(ManifestException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: [1", "a: 'b", "a: b: c", "- a\nb: c", "a\n- b: &", "a: {{ x }}", "a: @b", "a: \u0007"})
    void saysWhereTheYamlIsBroken(String yaml) {
        assertThatThrownBy(() -> YamlReader.read(yaml, 1))
                .isInstanceOf(ManifestException.class)
                .hasMessageMatching("line [12]: [^\n]+; [^\n]+");
    }

    @Test
    void billionLaughs() {
        StringBuilder yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 10; i++) {
            String alias = "*a" + (i - 1);
            yaml.append(
                    "a%d: &a%d [%s]\n".formatted(i, i, String.join(", ", java.util.Collections.nCopies(10, alias))));
        }
        assertThatThrownBy(() -> YamlReader.read(yaml.toString(), 1))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("aliases multiply to more than 1000000 values");
    }

    @Test
    void mergeBomb() {
        StringBuilder yaml = new StringBuilder("a0: &a0 {k0: &v0 [x, x, x, x, x, x, x, x, x, x]}\n");
        for (int i = 1; i < 10; i++) {
            yaml.append("a%d: &a%d {<<: [*a%d, *a%d], p: *a%d, q: *a%d, r: *a%d, s: *a%d, t: *a%d, u: *a%d}\n"
                    .formatted(i, i, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1));
        }
        assertThatThrownBy(() -> YamlReader.read(yaml.toString(), 1))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("aliases multiply");
    }

    @Test
    void aliasesMayBeMany() {
        String yaml = "a: &a [1, 2]\nb: [" + "*a, ".repeat(10_000) + "]";
        assertThat(YamlReader.read(yaml, 1).value().path("b")).hasSize(10_000);
    }

    @Test
    void nesting() {
        assertThat(YamlReader.read("[".repeat(500) + "]".repeat(500), 1).value().isArray())
                .isTrue();
        for (String deep : new String[] {
            "[".repeat(501) + "]".repeat(501), "[".repeat(1_000_000), "- ".repeat(100_000) + "a", "{a: ".repeat(100_000)
        }) {
            assertThatThrownBy(() -> YamlReader.read(deep, 1))
                    .isInstanceOf(ManifestException.class)
                    .hasMessage("line 1: nested more than 500 levels deep; flatten it");
        }
    }

    /** What would be written for it is another text. */
    @Test
    void halfACharacterIsRefusedAndAPairIsOneCharacter() {
        assertThat(YamlReader.read("\"\\ud83d\\ude00\"", 1).value().stringValue())
                .isEqualTo("\ud83d\ude00");
        for (String half : new String[] {"a: \"\\ude00\"", "\"\\ud83d\": a", "a: \"\\ud66d\\ude00\""}) {
            assertThatThrownBy(() -> YamlReader.read(half, 1))
                    .isInstanceOf(ManifestException.class)
                    .hasMessage("line 1: a \\u escape of half a character, which no file can hold; "
                            + "write the whole character, kubectl reads no halves");
        }
    }

    @Test
    void nestingByAliases() {
        StringBuilder yaml = new StringBuilder("- &a0 [x]\n");
        for (int i = 1; i < 1000; i++) {
            yaml.append("- &a%d [*a%d]\n".formatted(i, i - 1));
        }
        assertThatThrownBy(() -> YamlReader.read(yaml.toString(), 1))
                .isInstanceOf(ManifestException.class)
                .hasMessageContaining("aliases nest more than 500 levels deep");
    }
}
