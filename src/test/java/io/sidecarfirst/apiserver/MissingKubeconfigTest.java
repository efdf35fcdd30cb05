package io.sidecarfirst.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MissingKubeconfigTest {
    @TempDir
    private Path folder;

    @Test
    void nothingIsThere() {
        Path usual = folder.resolve("config");
        assertThat(MissingKubeconfig.because(null, usual))
                .isEqualTo("there is no kubeconfig: neither " + usual + " nor $KUBECONFIG; give --kubeconfig");
    }

    @Test
    void theVariableNamesFilesThatAreNotThere() {
        String names = "/x" + File.pathSeparator + "/y";
        assertThat(MissingKubeconfig.because(names, folder))
                .isEqualTo("there is no kubeconfig: $KUBECONFIG names " + names + ", which is not there");
    }

    @Test
    void aFileWithoutAContext() throws IOException {
        Path file = Files.writeString(folder.resolve("config"), "kind: Config");
        String said = file + " names no cluster: it has no current context; give --context";
        assertThat(MissingKubeconfig.because("/x" + File.pathSeparator + file, folder))
                .isEqualTo(said);
        assertThat(MissingKubeconfig.because(null, file)).isEqualTo(said);
    }
}
