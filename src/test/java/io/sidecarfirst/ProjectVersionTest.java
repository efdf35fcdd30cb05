package io.sidecarfirst;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The version stands in the pom; wherever else it is written, it is the same. */
class ProjectVersionTest {
    private static final String VERSION =
            first("pom.xml", "<artifactId>sidecar-first</artifactId>\\s*<version>([^<]+)<");

    private static List<String> all(String file, String pattern) {
        try {
            return Pattern.compile(pattern)
                    .matcher(Files.readString(Path.of(file)))
                    .results()
                    .map(found -> found.group(1))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(file + " cannot be read", e);
        }
    }

    private static String first(String file, String pattern) {
        return all(file, pattern).get(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "charts/sidecar-first/Chart.yaml | (?m)^version: (.+)$",
                "charts/sidecar-first/Chart.yaml | (?m)^appVersion: \"(.+)\"$",
                "Dockerfile | (?m)^ARG VERSION=(.+)$",
                "src/gate/Dockerfile | (?m)^ARG VERSION=(.+)$",
                "deploy/sidecar-first.yaml | image: \"?ghcr.io/sidecar-first/sidecar-first:([^\"\\s]+)",
                "deploy/cert-manager.yaml | image: \"?ghcr.io/sidecar-first/sidecar-first:([^\"\\s]+)",
                "README.md | REGISTRY/sidecar-first:([0-9][^\\s`]*)",
                "docs/operations.md | REGISTRY/sidecar-first:([0-9][^\\s`]*)",
                "docs/quick-start.md | sidecar-first:([0-9][^\\s`]*)",
                "docs/terminal.md | REGISTRY/sidecar-first:([0-9][^\\s`]*)",
                "docs/gate-container.md | REGISTRY/sidecar-first-gate:([0-9][^\\s`]*)"
            })
    void isTheSameEverywhere(String file, String pattern) {
        assertThat(all(file, pattern)).as("%s: %s", file, pattern).isNotEmpty().containsOnly(VERSION);
    }

    /** A version that was released has its section; the one that comes next is not released yet. */
    @Test
    void theChangeLogHasASectionForIt() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("CHANGELOG.md"))) {
            assertThat(lines.filter(line -> line.startsWith("## ")).findFirst())
                    .hasValueSatisfying(section ->
                            assertThat(section).matches("## (Unreleased|" + Pattern.quote(VERSION) + " .*)"));
        }
    }
}
