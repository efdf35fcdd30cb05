package io.sidecarfirst.goldens;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.manifest.diff.UnifiedDiff;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that holds, byte for byte, what the program should print. A test that compares with one has the tag {@link
 * #TAG}: {@link #REFRESH} runs the tests with that tag, and they write their files instead of comparing.
 */
public record GoldenFile(Path path) {
    /** The tag of each test method that calls {@link #assertHolds}. */
    public static final String TAG = "goldens";

    /** Refreshes all files. */
    public static final String REFRESH = "mvn -q test -Dgoldens=refresh";

    /** Whether files are written, not compared. */
    static boolean areRefreshed() {
        return "refresh".equals(System.getProperty("goldens"));
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Compares; where it differs, the message is a diff. */
    public void assertHolds(String actual) {
        if (areRefreshed()) {
            try {
                Files.writeString(path, actual);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        assertThat(path).as("refresh with: %s", REFRESH).exists();
        String expected = read(path);
        assertThat(actual)
                .withFailMessage(
                        () -> "refresh with: " + REFRESH + "\n" + UnifiedDiff.of(path.toString(), expected, actual))
                .isEqualTo(expected);
    }
}
