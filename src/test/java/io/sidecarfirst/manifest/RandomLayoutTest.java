package io.sidecarfirst.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.manifest.yaml.RandomStyle;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The same as {@link LayoutTest}, for random layouts. */
class RandomLayoutTest {
    private static final int SEEDS = 1000;

    @Test
    void yaml() {
        int changed = 0;
        int additions = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            JsonNode tree = new RandomWorkload(random).next();
            String text = RandomStyle.of(tree, random);
            assertThat(Layout.trees(text)).as("seed %d:%n%s", seed, text).isEqualTo(List.of(tree));
            Injection.Result result = Layout.inject(text);
            assertThat(result.notices()).as("seed %d:%n%s", seed, text).isEmpty();
            assertThat(Layout.trees(result.manifest().text()))
                    .as("seed %d:%n%s", seed, text)
                    .isEqualTo(Layout.injectedTrees(tree.toString()));
            boolean replacesNull = text.contains("~") || text.contains("null");
            boolean onlyAdds = AddedText.onlyAdds(text, result.manifest().text());
            assertThat(onlyAdds || replacesNull)
                    .as(
                            "seed %d:%n%s%nbecame%n%s",
                            seed, text, result.manifest().text())
                    .isTrue();
            assertComesBack(seed, text, result.manifest());
            changed += result.manifest().text().equals(text) ? 0 : 1;
            additions += onlyAdds ? 1 : 0;
        }
        assertThat(changed).isGreaterThan(SEEDS * 3 / 4);
        assertThat(additions).isGreaterThan(SEEDS / 2);
    }

    @Test
    void json() {
        JsonMapper mapper = JsonMapper.shared();
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            JsonNode tree = new RandomWorkload(random).next();
            String text = random.nextBoolean() ? mapper.writeValueAsString(tree) : tree.toPrettyString();
            text = random.nextBoolean() ? text : text.replace("  ", "\t");
            Injection.Result result = Layout.inject(text);
            assertThat(result.notices()).as("seed %d:%n%s", seed, text).isEmpty();
            assertComesBack(seed, text, result.manifest());
            boolean replacesNull = text.contains("null");
            assertThat(replacesNull
                            || AddedText.onlyAdds(text, result.manifest().text()))
                    .as(
                            "seed %d:%n%s%nbecame%n%s",
                            seed, text, result.manifest().text())
                    .isTrue();
        }
    }

    private static void assertComesBack(int seed, String text, Manifest injected) {
        Removal.Result result = Removal.from(injected);
        String back = result.manifest().text();
        assertThat(result.notices()).as("seed %d:%n%s", seed, injected.text()).isEmpty();
        // Where null or {} was, nothing is now.
        if (meaning(text).equals(Layout.trees(text))) {
            assertThat(back).as("seed %d, by way of%n%s", seed, injected.text()).isEqualTo(text);
        } else {
            assertThat(meaning(back))
                    .as("seed %d, by way of%n%s", seed, injected.text())
                    .isEqualTo(meaning(text));
        }
    }

    private static List<JsonNode> meaning(String text) {
        return Layout.trees(text).stream().map(WithoutEmpty::of).toList();
    }
}
