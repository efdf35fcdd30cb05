package io.sidecarfirst.jar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same sources give the same jar: in another folder, at another time, under another umask, time zone and language.
 * With the same JDK: another one compiles otherwise. Runs when there is a jar to compare with.
 */
@Tag("jar")
class ReproducibleJarTest {
    private static final Path JAR = Path.of("target", "sidecar-first.jar");
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @TempDir
    private Path temporary;

    @Test
    void anotherBuildGivesTheSameBytes() throws IOException, InterruptedException {
        Path folder = Files.createDirectories(temporary.resolve("another folder/deep down"));
        for (String name : List.of("pom.xml", "LICENSE", ".mvn", "src/main")) {
            copy(Path.of(name), folder.resolve(name));
        }
        Path log = temporary.resolve("log");
        ProcessBuilder maven = new ProcessBuilder("sh", "-c", """
                        umask 077 && exec mvn -o -B -ntp -q -Dmaven.test.skip=true "$@" package
                        """, "sh")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        // What surefire says of the build that runs this.
        String repository = System.getProperty("localRepository", "");
        if (!repository.isEmpty()) {
            maven.command().add("-Dmaven.repo.local=" + repository);
        }
        maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
        maven.environment().put("TZ", "Pacific/Chatham");
        maven.environment().put("LC_ALL", "C");
        maven.environment().put("MAVEN_OPTS", "-Duser.language=tr -Duser.country=TR");
        Process process = maven.start();
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroy();
        }
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();

        Path again = folder.resolve(JAR);
        // What differs is easier to read than bytes.
        assertThat(entries(again))
                .as("target was not built of what is in src/main now?")
                .isEqualTo(entries(JAR));
        assertThat(Files.mismatch(again, JAR)).isEqualTo(-1);
    }

    /** Each file with a time of its own, which no build may look at. */
    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
                Files.setLastModifiedTime(copy, FileTime.from(Instant.parse("2019-07-07T07:07:07Z")));
            }
        }
    }

    private static Map<String, String> entries(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            Map<String, String> entries = new TreeMap<>();
            zip.stream().forEach(entry -> entries.put(entry.getName(), entry.getTimeLocal() + " " + entry.getCrc()));
            return entries;
        }
    }
}
