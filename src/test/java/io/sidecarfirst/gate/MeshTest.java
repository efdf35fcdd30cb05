package io.sidecarfirst.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Which connections a mesh leaves alone, by what people write into its annotations. */
class MeshTest {
    private static Pod pod(String annotation, String value) {
        ObjectNode pod = JsonNodeFactory.instance.objectNode();
        pod.putObject("metadata").putObject("annotations").put(annotation, value);
        return Pod.of(pod);
    }

    private static String exclusion(Mesh mesh) {
        return switch (mesh) {
            case CONSUL -> "consul.hashicorp.com/transparent-proxy-exclude-inbound-ports";
            case OPEN_SERVICE_MESH -> "openservicemesh.io/inbound-port-exclusion-list";
            case APP_MESH, OTHER -> "none";
            case ISTIO -> "traffic.sidecar.istio.io/excludeInboundPorts";
            case LINKERD -> "config.linkerd.io/skip-inbound-ports";
            case KUMA -> "traffic.kuma.io/exclude-inbound-ports";
        };
    }

    private static void assertExcluded(String list, boolean excluded) {
        for (Mesh mesh : EnumSet.complementOf(EnumSet.of(Mesh.APP_MESH, Mesh.OTHER))) {
            assertThat(mesh.redirects(pod(exclusion(mesh), list), 8080))
                    .as("%s", mesh)
                    .isNotEqualTo(excluded);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"8080", "80,8080", " 8080 , 80", "8000-9000", "8080-8080", "1-65535", "x,8080", ",8080,", "08080"})
    void aListedPortIsLeftAlone(String list) {
        assertExcluded(list, true);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''",
                "80",
                "808",
                "80800",
                "18080",
                "8081-8090",
                "9000-8000",
                "-8080",
                "8080-",
                "-",
                "--",
                "0-8079",
                "x",
                "8080x",
                "8080.0",
                "*",
                "99999999999",
                ",,",
                "1-2-8080",
                "[8080]"
            })
    void anotherListLeavesItToTheProxy(String list) {
        assertExcluded(list, false);
    }

    @ParameterizedTest
    @EnumSource(Mesh.class)
    void withoutAnnotationsEveryPortIsRedirected(Mesh mesh) {
        assertThat(mesh.redirects(Pod.of(JsonNodeFactory.instance.objectNode()), 8080))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"*|true", "' * '|true", "8080|true", "80,8080|true", "80|false", "''|false", "x|false"})
    void istioMayIncludePortsInstead(String list, boolean redirected) {
        assertThat(Mesh.ISTIO.redirects(pod("traffic.sidecar.istio.io/includeInboundPorts", list), 8080))
                .isEqualTo(redirected);
    }

    @ParameterizedTest
    @CsvSource({"NONE,false", "REDIRECT,true", "TPROXY,true", "none,true"})
    void istioMayInterceptNothing(String mode, boolean redirected) {
        assertThat(Mesh.ISTIO.redirects(pod("sidecar.istio.io/interceptionMode", mode), 8080))
                .isEqualTo(redirected);
    }
}
