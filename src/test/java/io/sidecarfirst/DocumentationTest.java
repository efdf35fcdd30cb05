package io.sidecarfirst;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documentation: every link inside the project leads somewhere, and every page is in the index. */
class DocumentationTest {
    private static final int LONGEST_README = 120;
    private static final Path DOCS = Path.of("docs");
    private static final Path INDEX = DOCS.resolve("README.md");
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:|mailto:)([^)\\s#]*)(?:#([^)\\s]*))?\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ (.*)$");

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.list(DOCS)) {
            return Stream.concat(
                            docs.filter(file -> file.toString().endsWith(".md")),
                            Stream.of(
                                    Path.of("README.md"),
                                    Path.of("CONTRIBUTING.md"),
                                    Path.of("CHANGELOG.md"),
                                    Path.of("SECURITY.md"),
                                    Path.of("deploy/README.md"),
                                    Path.of("charts/sidecar-first/README.md")))
                    .toList();
        }
    }

    private static String text(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without blocks of code, whose lines are no headings and no links. */
    private static List<String> lines(Path page) {
        boolean[] isCode = new boolean[1];
        return text(page)
                .lines()
                .filter(line -> {
                    if (line.startsWith("```")) {
                        isCode[0] = !isCode[0];
                    }
                    return !isCode[0] && !line.startsWith("    ");
                })
                .toList();
    }

    /** As GitHub makes them; the second heading of a name gets a number. */
    private static Set<String> anchors(Path page) {
        Map<String, Integer> seen = new HashMap<>();
        return lines(page).stream()
                .map(HEADING::matcher)
                .filter(Matcher::find)
                .map(heading -> heading.group(1)
                        .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .map(anchor ->
                        seen.merge(anchor, 1, Integer::sum) == 1 ? anchor : anchor + "-" + (seen.get(anchor) - 1))
                .collect(Collectors.toSet());
    }

    @Test
    void linksLeadSomewhere() throws IOException {
        for (Path page : pages()) {
            for (String line : lines(page)) {
                Matcher link = LINK.matcher(line);
                while (link.find()) {
                    Path target = link.group(1).isEmpty()
                            ? page
                            : page.resolveSibling(link.group(1)).normalize();
                    assertThat(target).as("%s: %s", page, link.group()).exists();
                    if (link.group(2) != null && target.toString().endsWith(".md")) {
                        assertThat(anchors(target))
                                .as("%s: %s", page, link.group())
                                .contains(link.group(2));
                    }
                }
            }
        }
    }

    @Test
    void theIndexNamesEveryPage() throws IOException {
        String index = text(INDEX);
        for (Path page : pages()) {
            if (page.startsWith(DOCS) && !page.equals(INDEX)) {
                assertThat(index).contains("(" + page.getFileName() + ")");
            }
        }
    }

    @Test
    void theReadmeIsShort() {
        assertThat(text(Path.of("README.md")).lines()).hasSizeLessThanOrEqualTo(LONGEST_README);
    }
}
