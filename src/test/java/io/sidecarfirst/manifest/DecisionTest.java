package io.sidecarfirst.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.gate.Patch;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.JsonNodeFactory;

class DecisionTest {
    private static final String TWO_SIDECARS = """
            kind: Pod
            apiVersion: v1
            spec:
              initContainers:
              - {name: first, restartPolicy: Always, ports: [{containerPort: 80}]}
              - {name: ordinary}
              - {name: second, restartPolicy: Always, ports: [{containerPort: 81}]}
              containers: [{name: app}]
            """;

    /** The sidecars are the first and the third of the init containers; what is inserted before them counts. */
    @ParameterizedTest
    @CsvSource({
        "/spec/initContainers/3, 0, 2",
        "/spec/initContainers/2, 0, 3",
        "/spec/initContainers/1, 0, 3",
        "/spec/initContainers/0, 1, 3",
        "/spec/initContainers/0 /spec/initContainers/1, 2, 4",
        "/spec/initContainers/3 /spec/initContainers/3, 0, 2",
        "/spec/initContainers/2 /spec/initContainers/3, 0, 4",
        "/spec/initContainers/0/startupProbe, 0, 2",
        "/spec/initContainers, 0, 2",
        "/spec/containers/0, 0, 2",
        "/metadata, 0, 2",
    })
    void knowsWhereASidecarIsAfterwards(String paths, int first, int second) {
        Injection.Decision decision = Layout.inject(TWO_SIDECARS).decisions().get(0);
        List<Patch.Add> additions = Arrays.stream(paths.split(" ", -1))
                .map(path -> new Patch.Add(path, JsonNodeFactory.instance.objectNode()))
                .toList();
        Injection.Decision patched = new Injection.Decision(
                decision.workload(), decision.plan(), new Patch(additions), decision.earlier(), null);
        assertThat(patched.plan().verdicts()).extracting(patched::indexAfter).containsExactly(first, second);
    }
}
