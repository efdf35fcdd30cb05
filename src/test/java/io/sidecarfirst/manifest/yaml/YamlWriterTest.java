package io.sidecarfirst.manifest.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class YamlWriterTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final List<String> NASTY = List.of(
            "yes",
            "y",
            "N",
            "Off",
            "0644",
            "1e3",
            " 12:30",
            "12:30",
            "22:22:22.5",
            "~",
            "",
            "- a",
            "-",
            "--",
            "---",
            "--- a",
            "...",
            "a: b",
            "a:",
            ":a",
            "#",
            "a #b",
            "a#b",
            "multi\nline",
            "multi\nline\n",
            "end\n\n",
            "end\n\n\n",
            "\nstart",
            "\n",
            "\n\n",
            "trailing ",
            "a \nb",
            "a\n\nb",
            "a\n \nb",
            " a\nb",
            "a\n  b\n c",
            "tab\tin",
            "\ta\nb",
            "a\n\tb",
            "\ud83d\ude00",
            "\ud83d\ude00\nx\n",
            "a\u0085b",
            "a\u0085b\nc",
            "\u2028",
            "\u2029\n",
            "\uFEFFa",
            "null",
            "Null",
            "0x1f",
            "0o17",
            "08",
            "0b1",
            "1_000",
            ".5",
            "5.",
            "+1",
            "-1",
            ".inf",
            "-.Inf",
            ".NaN",
            "=",
            "<<",
            "!x",
            "&a",
            "*b",
            "%",
            "@",
            "`",
            "?",
            "? a",
            "|",
            ">",
            "'",
            "\"",
            "it's",
            "\"q\"",
            "\\",
            "\\n",
            "{}",
            "{a",
            "[]",
            "]",
            ",",
            "a, b",
            "2001-12-14",
            "2001-12-14T21:59:43Z",
            "1e999",
            "0xfffffffffffffffffffff",
            "\u0007",
            "\u001b[0m",
            "\u007f",
            "\u00a0",
            "a\u00a0",
            "\r",
            "a\r\nb",
            "# c\nd",
            "---\na",
            "a\n---\nb",
            "a\n...\n",
            "-a",
            "--flag=x",
            "a'b",
            "key",
            "caf\u00e9",
            "x".repeat(300),
            "word ".repeat(100) + "end",
            "123456789012345678901",
            "a\n# b",
            "\u2003a",
            "true ",
            "1.2.3",
            "10.0.0.1",
            "100m",
            "\uE000",
            "\uFFFD");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nginx:1.27",
                "--flag=x",
                "-c",
                "100m",
                "64Mi",
                "1.2.3",
                "10.0.0.1",
                "a b",
                "/bin/sh",
                "$(POD_IP)",
                "it's",
                "a#b",
                "a:b",
                "http://x/y?z",
                "caf\u00e9",
                "\ud83d\ude00",
                "truely",
                "no-op",
                "0x",
                "1h30m"
            })
    void plainWherePossible(String text) {
        assertThat(YamlWriter.write(NODES.objectNode().put("k", text))).isEqualTo("k: " + text + "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yes",
                "0644",
                "1e3",
                "12:30",
                "~",
                "null",
                "0x1f",
                "1_000",
                ".5",
                "=",
                "<<",
                "08",
                "2001-12-14",
                "on",
                "y",
                "1e999",
                "190:20:30",
                "0o17",
                "",
                " a",
                "a ",
                "- a",
                "a: b",
                "#",
                "---",
                "!x",
                "+.inf",
                "%",
                "99999999999999999999"
            })
    void quotedWhereNeeded(String text) {
        assertThat(YamlWriter.write(NODES.objectNode().put("k", text))).isEqualTo("k: \"" + text + "\"\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a \nb", "a\n \nb", "a\tb\nc", " a\nb", "\na", "a\u0085\nb", "a\r\nb", "\u0007\n"})
    void linesThatNoLiteralCanHold(String text) {
        String yaml = YamlWriter.write(NODES.objectNode().put("k", text));
        assertThat(yaml).startsWith("k: \"").hasLineCount(1);
        assertThat(YamlReader.read(yaml, 1).value().path("k").asString()).isEqualTo(text);
    }

    @Test
    void literalsLookLikeLiterals() {
        assertThat(YamlWriter.write(NODES.objectNode().put("k", "a\n\n  b\n"))).isEqualTo("k: |\n  a\n\n    b\n");
        assertThat(YamlWriter.write(NODES.objectNode().put("k", "a\nb"))).isEqualTo("k: |-\n  a\n  b\n");
        assertThat(YamlWriter.write(NODES.objectNode().put("k", "a\n\n").put("l", 1)))
                .isEqualTo("k: |+\n  a\n\nl: 1\n");
    }

    @Test
    void printsAsKubectlDoes() {
        ObjectNode tree = NODES.objectNode();
        tree.putArray("list")
                .addObject()
                .put("a", 1)
                .putArray("b")
                .add("x")
                .addArray()
                .add(1)
                .add(2);
        tree.putObject("empty");
        tree.putArray("none");
        tree.putNull("nil");
        tree.put("long", "word ".repeat(60) + "end");
        tree.put("l".repeat(200), true);
        assertThat(YamlWriter.write(tree))
                .isEqualTo("list:\n- a: 1\n  b:\n  - x\n  - - 1\n    - 2\nempty: {}\nnone: []\nnil: null\nlong: "
                        + "word ".repeat(60) + "end\n" + "l".repeat(200) + ": true\n");
    }

    @ParameterizedTest
    @CsvSource({
        "1.10, 1.10",
        "1E+3, 1000.0",
        "1E+100, 1.0E+100",
        "0.000001, 0.000001",
        "1.5E-50, 1.5E-50",
        "1E+999999999, 1.0E+999999999"
    })
    void exactDecimals(BigDecimal value, String expected) {
        assertThat(YamlWriter.write(NODES.objectNode().set("k", NODES.numberNode(value))))
                .isEqualTo("k: " + expected + "\n");
    }

    @Test
    void exactIntegers() {
        ObjectNode tree = NODES.objectNode();
        tree.put("a", 420)
                .put("b", Long.MIN_VALUE)
                .put("c", BigInteger.TWO.pow(70))
                .put("d", Double.NEGATIVE_INFINITY);
        assertThat(YamlWriter.write(tree))
                .isEqualTo("a: 420\nb: -9223372036854775808\nc: 1180591620717411303424\nd: -.inf\n");
    }

    @Test
    void halfCharactersAreReplaced() {
        assertThat(YamlWriter.write(NODES.objectNode().put("k", "a\ud83d"))).isEqualTo("k: a\uFFFD\n");
    }

    @Test
    void deepTrees() {
        ObjectNode tree = NODES.objectNode();
        ObjectNode inner = tree;
        for (int i = 0; i < 498; i++) {
            inner = inner.putObject("a");
        }
        inner.put("a", 1);
        assertThat(YamlReader.read(YamlWriter.write(tree), 1).value()).isEqualTo(tree);
    }

    @Test
    void nastyStringsSurvive() {
        for (String text : NASTY) {
            ObjectNode tree = NODES.objectNode();
            tree.put("value", text).put(text, "key");
            tree.putArray("list").add(text).addArray().add(text);
            tree.put("last", text);
            String yaml = YamlWriter.write(tree);
            assertThat(YamlReader.read(yaml, 1).value()).as(yaml).isEqualTo(tree);
            JsonNode root = NODES.stringNode(text);
            assertThat(YamlReader.read(YamlWriter.write(root), 1).value()).isEqualTo(root);
        }
    }

    @Test
    void randomTreesSurvive() {
        for (int seed = 0; seed < 2000; seed++) {
            JsonNode tree = random(new Random(seed), 5);
            String yaml = YamlWriter.write(tree);
            assertThat(YamlReader.read(yaml, 1).value())
                    .as("seed %d:%n%s", seed, yaml)
                    .isEqualTo(tree);
        }
    }

    private static JsonNode random(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 10 : 7)) {
            case 0 -> NODES.booleanNode(random.nextBoolean());
            case 1 -> NODES.nullNode();
            case 2 -> NODES.numberNode(random.nextInt());
            // A scale of its own: a decimal of another scale is another tree.
            case 3 -> NODES.numberNode(new BigDecimal(BigInteger.valueOf(random.nextInt()), 1 + random.nextInt(8)));
            case 4, 5, 6 -> NODES.stringNode(string(random));
            case 7 -> list(random, depth);
            default -> map(random, depth);
        };
    }

    private static ArrayNode list(Random random, int depth) {
        ArrayNode list = NODES.arrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(random(random, depth - 1));
        }
        return list;
    }

    private static ObjectNode map(Random random, int depth) {
        ObjectNode map = NODES.objectNode();
        for (int i = random.nextInt(5); i > 0; i--) {
            map.set(string(random), random(random, depth - 1));
        }
        return map;
    }

    private static String string(Random random) {
        if (random.nextInt(3) > 0) {
            return NASTY.get(random.nextInt(NASTY.size()));
        }
        String alphabet = "ab01 \n:#-?|>'\"{}[],&*!%@`\\~=.\t\u00e4_xeE+";
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
