package io.sidecarfirst.observed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownFaultTest {
    private static KubernetesVersion version(String text) {
        return KubernetesVersion.parse(text).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "1.27.9, ''",
        "1.28.0, STARTUP_PROBE_FORGOTTEN NO_TERMINATION_SIGNAL",
        "1.28.15, STARTUP_PROBE_FORGOTTEN NO_TERMINATION_SIGNAL",
        "1.29.7, STARTUP_PROBE_FORGOTTEN NO_TERMINATION_SIGNAL",
        "1.29.8, STARTUP_PROBE_FORGOTTEN",
        "1.30.3, STARTUP_PROBE_FORGOTTEN NO_TERMINATION_SIGNAL",
        "1.30.4, STARTUP_PROBE_FORGOTTEN",
        "1.31.0, STARTUP_PROBE_FORGOTTEN",
        "1.32.11, STARTUP_PROBE_FORGOTTEN",
        "1.33.5, STARTUP_PROBE_FORGOTTEN",
        "1.33.6, ''",
        "1.34.1, STARTUP_PROBE_FORGOTTEN",
        "1.34.2, ''",
        "1.35.0, MAINS_STAY_DOWN",
        "1.35.3, MAINS_STAY_DOWN",
        "1.35.4, ''",
        "1.36.0, ''",
        "1.37.2, ''"
    })
    void theTable(String version, String faults) {
        assertThat(Stream.of(KnownFault.values())
                        .filter(fault -> fault.isIn(version(version)))
                        .map(Enum::name))
                .containsExactly(Stream.of(faults.split(" "))
                        .filter(name -> !name.isEmpty())
                        .toArray(String[]::new));
    }

    @Test
    void theServersVersionCountsWhereNodesAreNotKnown() {
        assertThat(KnownFault.all(ClusterVersions.all(version("1.35.2"))))
                .singleElement()
                .asString()
                .startsWith("Kubernetes 1.35.2: after a restart of the kubelet,")
                .endsWith("Fixed in 1.35.4. See https://github.com/kubernetes/kubernetes/pull/137146");
    }

    @Test
    void elseThoseOfTheNodes() {
        ClusterVersions versions = new ClusterVersions(
                version("1.36.0"), List.of(version("1.36.0"), version("1.35.3"), version("1.35.1"), version("1.35.3")));
        assertThat(KnownFault.MAINS_STAY_DOWN.in(versions))
                .hasValueSatisfying(text -> assertThat(text).startsWith("Kubernetes 1.35.1, 1.35.3 (kubelet): "));
        assertThat(versions.oldest()).contains(version("1.35.1"));
    }

    @Test
    void aServerWithTheFaultAndNodesWithout() {
        assertThat(KnownFault.all(new ClusterVersions(version("1.35.2"), List.of(version("1.34.6")))))
                .isEmpty();
    }

    @Test
    void nothingIsKnown() {
        assertThat(KnownFault.all(ClusterVersions.UNKNOWN)).isEmpty();
        assertThat(ClusterVersions.UNKNOWN.oldest()).isEmpty();
    }
}
