package io.sidecarfirst.install;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.cluster.RequiresK3s;
import org.junit.jupiter.api.Test;

@RequiresK3s
class InstallationTest {
    @Test
    void works() {
        Installation installation = Installation.shared();
        assertThat(installation.test().getStatus()).isEqualTo("deployed");
    }
}
