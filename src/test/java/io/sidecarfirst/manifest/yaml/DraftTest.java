package io.sidecarfirst.manifest.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DraftTest {
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final String PODS = "{'spec': {'list': [{'name': 'a'}, {'name': 'b'}], 'empty': [], 'none': null}}";

    /** Paths and values in turns, as they apply; a path leads through what those before it have made. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "/spec/list/0 1 | [1, {'name': 'a'}, {'name': 'b'}]",
                "/spec/list/1 1 | [{'name': 'a'}, 1, {'name': 'b'}]",
                "/spec/list/2 1 | [{'name': 'a'}, {'name': 'b'}, 1]",
                "/spec/list/- 1 | [{'name': 'a'}, {'name': 'b'}, 1]",
                "/spec/list/0 1 /spec/list/0 2 | [2, 1, {'name': 'a'}, {'name': 'b'}]",
                "/spec/list/0/x 1 /spec/list/0 2 | [2, {'name': 'a', 'x': 1}, {'name': 'b'}]",
                "/spec/list/0 2 /spec/list/1/x 1 | [2, {'name': 'a', 'x': 1}, {'name': 'b'}]",
                "/spec/list/0 {} /spec/list/0/x 1 | [{'x': 1}, {'name': 'a'}, {'name': 'b'}]",
                "/spec/list/0 [] /spec/list/0/0 1 /spec/list/0/- 2 | [[1, 2], {'name': 'a'}, {'name': 'b'}]",
                "/spec/list [] /spec/list/0 1 | [1]",
                "/spec/list/0/name 1 /spec/list/0/name 2 | [{'name': 2}, {'name': 'b'}]",
            })
    void appliesInOrder(String additions, String list) {
        Draft draft = draft(additions);
        assertThat(draft.result().at("/spec/list")).isEqualTo(json(list));
        assertThat(draft.isChanged()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/spec/list/0/name 'a'",
                "/spec/list/0/name 1 /spec/list/0/name 'a'",
                "/spec/empty []",
                "/spec/none null",
                "/spec/list [{'name':'a'},{'name':'b'}]"
            })
    void changesNothingWhereItSaysSoAlready(String additions) {
        assertThat(draft(additions).isChanged()).isFalse();
        assertThat(draft(additions).result()).isEqualTo(json(PODS));
    }

    /** Also where the item is the same as one that is there: the path says so. */
    @Test
    void insertsTwice() {
        Draft draft = draft("/spec/list/0 {'name':'a'}");
        assertThat(draft.isChanged()).isTrue();
        assertThat(draft.result().at("/spec/list")).hasSize(3);
    }

    @Test
    void setsTheWhole() {
        Draft draft = Draft.of(json("{'a': 1}"));
        draft.add(JsonPointer.empty(), json("{'b': []}"));
        draft.add(JsonPointer.compile("/b/-"), json("1"));
        assertThat(draft.result()).isEqualTo(json("{'b': [1]}"));
    }

    @Test
    void keepsWhatItIsGiven() {
        JsonNode before = json(PODS);
        JsonNode value = json("[]");
        Draft draft = Draft.of(before);
        draft.add(JsonPointer.compile("/spec/list/0"), value);
        draft.add(JsonPointer.compile("/spec/list/0/0"), json("1"));
        draft.add(JsonPointer.compile("/spec/list/1/x"), json("1"));
        assertThat(draft.result()).isNotEqualTo(json(PODS));
        assertThat(before).isEqualTo(json(PODS));
        assertThat(value).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/spec/list/3 1",
                "/spec/list/-1 1",
                "/spec/list/01 1",
                "/spec/list/x 1",
                "/spec/list/2/x 1",
                "/spec/list/-/x 1",
                "/spec/list/0/name/x 1",
                "/spec/none/x 1",
                "/spec/absent/x 1",
                "/spec/empty/1 1",
                "/spec/list [] /spec/list/1 1",
                "/spec/list/0 1 /spec/list/0/x 1",
                "/spec/new {} /spec/new/x/y 1",
            })
    void refusesAPathThatLeadsNowhere(String additions) {
        assertThatThrownBy(() -> draft(additions))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there is no place at /");
    }

    private static Draft draft(String additions) {
        Draft draft = Draft.of(json(PODS));
        String[] words = additions.split(" ", -1);
        for (int i = 0; i < words.length; i += 2) {
            draft.add(JsonPointer.compile(words[i]), json(words[i + 1]));
        }
        return draft;
    }

    private static JsonNode json(String text) {
        return MAPPER.readTree(text.replace('\'', '"'));
    }
}
