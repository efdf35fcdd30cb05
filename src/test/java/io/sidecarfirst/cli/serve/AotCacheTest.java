package io.sidecarfirst.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without an image; what the image says is in {@code image.ImageTest}. */
class AotCacheTest {
    @TempDir
    private Path folder;

    @Test
    void nothingIsSaidWhereNoneIsExpected() throws Exception {
        try (ServeProcess server = ServeProcess.start(folder)) {
            assertThat(server.line("the AOT cache")).isEmpty();
        }
    }

    @Test
    void oneLineIsSaidWhereItIsExpectedAndNotUsed() throws Exception {
        Map<String, String> environment = Map.of("JDK_JAVA_OPTIONS", "-Xshare:off -Dsidecar-first.aot-cache=expected");
        try (ServeProcess server = ServeProcess.launch(folder, environment)) {
            await().until(() -> server.log().contains("\"ready\""));
            assertThat(server.log().lines().filter(line -> line.contains("the AOT cache of the image is not used")))
                    .hasSize(1);
        }
    }
}
