package io.sidecarfirst.manifest.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonPointer;

/** Values are taken out of a text, and nothing else of it changes. */
class RemovalTest {

    private static String without(String text, String... paths) {
        ListEdits.Result result = ListEdits.without(text, paths);
        assertThat(result.notices()).as(result.text()).isEmpty();
        return result.text();
    }

    /** In one line of this table a bar stands for a line break. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "a: 1|b: 2|c: 3| ; /b ; a: 1|c: 3|",
                "a: 1|b: 2|c: 3| ; /c ; a: 1|b: 2|",
                "a: 1|b: 2|c: 3 ; /c ; a: 1|b: 2",
                "a: 1|b: 2 # its own|c: 3| ; /b ; a: 1|c: 3|",
                "a: 1|# another's|b: 2|# another's, too|c: 3| ; /b ; a: 1|# another's|# another's, too|c: 3|",
                "a: 1||b:|  x: 2||c: 3| ; /b ; a: 1|||c: 3|",
                "a: 1|b: >+|  x|||c: 3| ; /b ; a: 1|c: 3|",
                "l:|- a: 1|  b: 2|- c: 3| ; /l/0/b ; l:|- a: 1|- c: 3|",
                "l:|- a: 1|  b: 2|- c: 3| ; /l/0/a ; l:|- b: 2|- c: 3|",
                "? a|: 1|? b|: 2| ; /a ; ? b|: 2|",
                "m:|  x: 1|n: 2| ; /m/x ; n: 2|",
                "m:|  # another's|  x: 1|n: 2| ; /m/x ; |  # another's|n: 2|",
                "m: {x: 1}|n: 2| ; /m/x ; m: {}|n: 2|",
                "m: { x: 1 }|n: 2| ; /m/x ; m: { }|n: 2|",
                "m: {x: 1,}|n: 2| ; /m/x ; m: {}|n: 2|",
                "{m: {x: 1}, n: 2} ; /m/x ; {n: 2}",
                "{a: 1, b: 2, c: 3} ; /b ; {a: 1, c: 3}",
                "{a: 1, b: 2, c: 3} ; /c ; {a: 1, b: 2}",
                "{a: 1, b: 2, c: 3,} ; /c ; {a: 1, b: 2,}",
                "{a: 1, b: 2, c: 3} ; /a ; {b: 2, c: 3}",
                "{|  a: 1,|  b: 2, # its own|  c: 3|} ; /b ; {|  a: 1,|  c: 3|}",
                "{|  a: 1, # another's, too|  b: 2|} ; /b ; {|  a: 1 # another's, too|}",
                "{|  a: 1, # another's|  b: 2,|} ; /b ; {|  a: 1, # another's|}",
                "{a: 1, # another's|  b: 2} ; /b ; {a: 1 # another's|  }",
                "l:|- a|- b|- c| ; /l/1 ; l:|- a|- c|",
                "l:|- a||- b||- c| ; /l/1 ; l:|- a||- c|",
                "l:|- a||- b||- c| ; /l/2 ; l:|- a||- b|",
                "l:|- a||- b||m: 1| ; /l/1 ; l:|- a||m: 1|",
                "l:|- a|m: 1| ; /l/0 ; m: 1|",
                "l:|- - a|  - b| ; /l/0/0 ; l:|- - b|",
                "l: [a, b, c]| ; /l/1 ; l: [a, c]|",
                "l: [a, b, c]| ; /l/2 ; l: [a, b]|",
                "l: [a]| ; /l/0 ; l: []|",
            })
    void onlyWhatGoes(String before, String path, String after) {
        String expected = after.startsWith("|") ? after.substring(1) : after;
        assertThat(without(before.replace('|', '\n'), path)).isEqualTo(expected.replace('|', '\n'));
        assertThat(without(before.replace("|", "\r\n"), path)).isEqualTo(expected.replace("|", "\r\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "a: 1|b: 2|c: 3 ; /b /c ; a: 1",
                "m:|  x: 1|  z: 2|n: 3| ; /m/x /m/z ; n: 3|",
                "{a: 1, b: 2, c: 3} ; /b /c ; {a: 1}",
                "{a: 1, b: 2, c: 3} ; /a /c ; {b: 2}",
                "l: [a, b, c, d]| ; /l/0 /l/2 ; l: [b, d]|",
                "l:|- a|- b|- c| ; /l/0 /l/2 ; l:|- b|",
            })
    void severalByThePathsThatTheyHadBefore(String before, String paths, String after) {
        assertThat(without(before.replace('|', '\n'), paths.split(" "))).isEqualTo(after.replace('|', '\n'));
    }

    /** Both of two Pods that share a container lose its gate. */
    @Test
    void anAnchorChangesWithItsAliases() {
        String text = "a: &x\n  b: 1\n  c: 2\nd: *x\n";
        assertThat(without(text, "/a/c", "/d/c")).isEqualTo("a: &x\n  b: 1\nd: *x\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "a: &x {b: 1, c: 2}|d: *x| ; /a/c ; has the anchor &x",
                "a: &x {b: 1, c: 2}|d: *x| ; /d/c ; is the alias *x",
                "a: &x {b: 1, c: 2}|d:|  <<: *x| ; /d/c ; \"c\" comes through a merge",
                "l:|- a: 1 # another's|  b: 2| ; /l/0/a ; shares a line",
            })
    void whereTheFormCannotBeKeptTheDocumentIsRewritten(String before, String path, String reason) {
        String text = before.replace('|', '\n');
        ListEdits.Result result = ListEdits.without(text, path);
        assertThat(result.notices())
                .singleElement()
                .satisfies(notice -> assertThat(notice.reason()).contains(reason));
        assertThat(ListEdits.trees(result.text()).get(0).at(path).isMissingNode())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/b", "/a/0", "/a/x/y"})
    void aPathThatLeadsNowhereIsAnError(String path) {
        Document.Parsed document = ListEdits.parsed("a: {x: 1}\n").get(0);
        assertThatThrownBy(() -> DocumentEditor.remove(document, List.of(JsonPointer.compile(path))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
