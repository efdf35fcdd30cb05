package io.sidecarfirst.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sidecarfirst.manifest.yaml.Document;
import io.sidecarfirst.manifest.yaml.DocumentEditor;
import io.sidecarfirst.manifest.yaml.ManifestException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.node.JsonNodeFactory;

class ManifestTest {

    static List<String> files() {
        return List.of(
                "",
                "\n",
                "# only comments\n\n  # and more\n",
                "---\n",
                "---",
                "---\n---\n---\n",
                "...\n...\n",
                "a: 1",
                "a: 1\n",
                "---\na: 1\n---\nb: 2\n",
                "# c\n---   # comment\na: 1 # one\n--- # comment\nb: 2\n...\n# after\n--- {inline: map}\n",
                "a: 1\r\n---\r\n# c\r\nb: 2\r\n",
                "%YAML 1.1\n---\na: 1\n...\n%TAG ! tag:x,2000:\n---\nb: !y 2\n",
                "a: |\n  text\n  ---\n  more\n---\nb: >+\n  x\n\n\n---\nc: 1\n",
                "---\ta: 1\n".replace("\ta: 1", "\t"),
                "--- |\n literal\n---\n\n\n- x\n",
                "\uFEFFa: 1\n---\nb: 2\n",
                "\uFEFF{\"a\":1}\n",
                "{\"a\":1}{\"b\":2}\n\n [3] \n",
                "{\"a\":1}\n---\n{\"b\":2}\n---\nc: 3\n",
                "---\n  {\"a\": 1}\n",
                "{a: 1}\n",
                "{\"a\": 1} # comment\n",
                "---foo: 1\n...bar: 2\n",
                "a: 1\r---\rb: 2\r",
                "a: \u00e4\ud83d\ude00\n");
    }

    @ParameterizedTest
    @MethodSource("files")
    void writesBackByteForByte(String text) {
        Manifest manifest = Manifest.parse(text.getBytes(StandardCharsets.UTF_8));
        assertThat(manifest.text()).isEqualTo(text);
        assertThat(manifest.add(document -> List.of()).manifest().text()).isEqualTo(text);
    }

    @Test
    void splitsAtMarkers() {
        Manifest manifest = Manifest.parse("# c\n---\na: 1\n--- # d\nb: 2\n...\n\n%YAML 1.1\n--- {c: 3}\n---\n# e\n");
        assertThat(manifest.documents())
                .extracting(Document::source)
                .containsExactly(
                        "# c\n", "---\na: 1\n", "--- # d\nb: 2\n...\n", "\n%YAML 1.1\n--- {c: 3}\n", "---\n# e\n");
        assertThat(manifest.documents()).extracting(Document::line).containsExactly(1, 2, 4, 7, 10);
        assertThat(manifest.documents().get(0)).isInstanceOf(Document.Blank.class);
        assertThat(manifest.documents().get(3)).isInstanceOf(Document.Yaml.class);
    }

    @Test
    void splitsJsonValues() {
        Manifest manifest = Manifest.parse("{\"a\":1}\n{\"b\":[2]}\n");
        assertThat(manifest.documents()).extracting(Document::source).containsExactly("{\"a\":1}", "\n{\"b\":[2]}\n");
        assertThat(manifest.documents()).allMatch(document -> document instanceof Document.Json);
    }

    @Test
    void aBigJsonFileIsCutRight() {
        String one = "{\"text\":\"" + "\u00e4x\ud83d\ude00".repeat(30_000) + "\"}";
        Manifest manifest = Manifest.parse(one + "\n" + one + one);
        assertThat(manifest.documents()).extracting(Document::source).containsExactly(one, "\n" + one, one);
    }

    @Test
    void errorsNameTheLineOfTheFile() {
        assertThatThrownBy(() -> Manifest.parse("a: 1\n---\nb: 2\nb: 3\n"))
                .hasMessage("line 4: the key \"b\" is there twice; keep one, they do not add up");
        assertThatThrownBy(() -> Manifest.parse("a: 1\n---\n{\"b\": 2,\n\"b\": 3}\n"))
                .isInstanceOf(ManifestException.class)
                .hasMessageStartingWith("line 4: not valid JSON: Duplicate")
                .extracting(e -> ((ManifestException) e).line())
                .isEqualTo(4);
        assertThatThrownBy(() -> Manifest.parse("{\"a\": 1}\n5\n")).hasMessageStartingWith("line 2: not valid JSON");
        assertThatThrownBy(() -> Manifest.parse("{\"a\": 1}\n}\n")).hasMessageStartingWith("line 2: not valid JSON");
        assertThatThrownBy(() -> Manifest.parse("\n{\"a\": \n")).hasMessageMatching("line [23]: not valid JSON: .*");
    }

    @Test
    void refusesWhatIsNoText() {
        assertThatThrownBy(() -> Manifest.parse("a: 1\nb: \0"))
                .hasMessage("line 2: a NUL character, so this looks like a binary file; leave it out");
        assertThatThrownBy(() -> Manifest.parse(new byte[] {'a', '\n', (byte) 0xC3, '('}))
                .hasMessage("line 2: this is not UTF-8 text; save the file as UTF-8, or leave it out if it is binary");
        assertThatThrownBy(() -> Manifest.parse(new byte[] {(byte) 0xC3}))
                .hasMessageStartingWith("line 1: this is not");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void deepJson(String level) {
        assertThatThrownBy(() -> Manifest.parse(level.repeat(100_000))).isInstanceOf(ManifestException.class);
    }

    @Test
    void addsToTheChangedDocumentAlone() {
        String before = "# odd   \na:   1   # kept\n";
        String pod = """
                ---
                # the pod
                apiVersion: v1
                kind: Pod
                metadata: {name: 'x'}   # kept
                spec:
                    containers:
                      - name: a
                        args: ["--x", "yes", '0644']
                # end
                """;
        String after = "---\nb:   [ 2 ]\n";
        assertThat(mark(before + pod + after))
                .isEqualTo(before + pod.replace("# end", "    marked: true\n# end") + after);
    }

    @Test
    void rewritesADocumentWhereSomethingIsChanged() {
        String text =
                "# odd   \na:   1\n---\n# the pod\napiVersion: v1   # lost\nkind: Pod\nspec:\n    old: [ 2 ]\n# end\n";
        Manifest.Edited edited = set("/spec/old", text);
        assertThat(edited.manifest().text())
                .isEqualTo("# odd   \na:   1\n---\n# the pod\napiVersion: v1\nkind: Pod\nspec:\n  old: true\n# end\n");
        assertThat(edited.notices())
                .extracting(DocumentEditor.Notice::text)
                .containsExactly("line 8: something there is changed, not only added to; this document is rewritten,"
                        + " without its comments");
    }

    @Test
    void aValueThatIsThereChangesNothing() {
        String text = "apiVersion: v1\nkind: Pod\nspec: {marked: true}   # odd\n";
        assertThat(set("/spec/marked", text).manifest().text()).isEqualTo(text);
    }

    @Test
    void keepsTheFrame() {
        assertThat(rewritten("""
                        %YAML 1.1
                        --- # m

                        # c
                          apiVersion: v1
                          kind: Pod
                          spec: {old: [1]}

                        # x
                        ...
                        # y
                        """)).isEqualTo("""
                        %YAML 1.1
                        --- # m

                        # c
                        apiVersion: v1
                        kind: Pod
                        spec:
                          old: true

                        # x
                        ...
                        # y
                        """);
        assertThat(rewritten("--- {apiVersion: v1, kind: Pod, spec: {old: [1]}}"))
                .isEqualTo("---\napiVersion: v1\nkind: Pod\nspec:\n  old: true\n");
        assertThat(rewritten("\uFEFFapiVersion: v1\r\nkind: Pod\r\nspec: {old: [1]}\r\n"))
                .isEqualTo("\uFEFFapiVersion: v1\r\nkind: Pod\r\nspec:\r\n  old: true\r\n");
    }

    @Test
    void emptyLinesBelowDoNotJoinTheText() {
        String out = rewritten("apiVersion: v1\nkind: Pod\nspec: {old: [1]}\nz: |+\n  text\n\n\n\n# c\n---\na: 1\n");
        assertThat(out)
                .isEqualTo("apiVersion: v1\nkind: Pod\nspec:\n  old: true\nz: |+\n  text\n\n\n\n# c\n---\na: 1\n");
        String quoted = rewritten("apiVersion: v1\nkind: Pod\nspec: {old: [1]}\nz: \"text\\n\\n\"\n\n\n# c\n");
        assertThat(Manifest.parse(quoted).documents().get(0))
                .isInstanceOfSatisfying(
                        Document.Yaml.class,
                        yaml -> assertThat(yaml.tree().path("z").asString()).isEqualTo("text\n\n"));
    }

    @Test
    void blanksBelowDoNotJoinTheText() {
        assertThat(rewritten("apiVersion: v1\nkind: Pod\nspec: {old: [1]}\nz: \"a\\nb\"\n\n      \n# c\n"))
                .isEqualTo("apiVersion: v1\nkind: Pod\nspec:\n  old: true\nz: |-\n  a\n  b\n# c\n");
    }

    @Test
    void rewritesJsonAsJson() {
        assertThat(rewritten(
                        "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"spec\":{\"old\":[1],\"n\":1.10,\"e\":[],\"o\":{}}}"))
                .isEqualTo("{\"apiVersion\":\"v1\",\"kind\":\"Pod\","
                        + "\"spec\":{\"old\":true,\"n\":1.10,\"e\":[],\"o\":{}}}");
        assertThat(rewritten("{\n\t\"apiVersion\":\"v1\",\n\"kind\":\"Pod\","
                        + "\"spec\":{\"old\":[1],\"l\":[1,2],\"e\":[],\"o\":{}}}\n\n"))
                .isEqualTo("""
                        {
                          "apiVersion": "v1",
                          "kind": "Pod",
                          "spec": {
                            "old": true,
                            "l": [
                              1,
                              2
                            ],
                            "e": [],
                            "o": {}
                          }
                        }

                        """);
        assertThat(rewritten("{\"a\":1}\n{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"spec\":{\"old\":[1]}}\n"))
                .isEqualTo("{\"a\":1}\n{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"spec\":{\"old\":true}}\n");
    }

    @Test
    void changesTheRightOneOfAList() {
        String list = """
                apiVersion: v1
                kind: List
                items:
                - &p
                  apiVersion: v1
                  kind: Pod
                  metadata: {name: a}
                  spec: &s {x: 1}
                - <<: *p
                  metadata: {name: b}
                """;
        String out = set("/items/1/spec/marked", list).manifest().text();
        assertThat(out).isEqualTo("""
                apiVersion: v1
                kind: List
                items:
                - apiVersion: v1
                  kind: Pod
                  metadata:
                    name: a
                  spec:
                    x: 1
                - apiVersion: v1
                  kind: Pod
                  metadata:
                    name: b
                  spec:
                    x: 1
                    marked: true
                """);
    }

    @Test
    void treesAndObjects() {
        Manifest manifest = Manifest.parse("# nothing\n---\nkind: List\nitems: [{kind: A}, {kind: B}]\n---\nkind: C\n");
        assertThat(manifest.trees()).hasSize(2);
        assertThat(manifest.objects()).extracting(KubernetesObject::kind).containsExactly("A", "B", "C");
        assertThat(manifest.objects())
                .extracting(object -> object.at().toString())
                .containsExactly("/items/0", "/items/1", "");
    }

    private static String mark(String text) {
        return set("/spec/marked", text).manifest().text();
    }

    /** The same with a list replaced by a value, so that no edit of the text will do. */
    private static String rewritten(String text) {
        return set("/spec/old", text).manifest().text();
    }

    /** Sets a value in the documents that have a workload. */
    private static Manifest.Edited set(String path, String text) {
        DocumentEditor.Addition addition =
                new DocumentEditor.Addition(JsonPointer.compile(path), JsonNodeFactory.instance.booleanNode(true));
        return Manifest.parse(text)
                .add(document -> Workloads.in(document.tree()).found().isEmpty() ? List.of() : List.of(addition));
    }
}
