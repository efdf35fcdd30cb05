package io.sidecarfirst.cli.inject;

import static org.assertj.core.api.Assertions.assertThat;

import io.sidecarfirst.cli.Cli;
import io.sidecarfirst.cli.common.ExitCode;
import io.sidecarfirst.goldens.Golden;
import io.sidecarfirst.manifest.Manifest;
import io.sidecarfirst.manifest.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Whatever makes a Pod gets the gates that the bare Pod gets. */
class InjectWorkloadsTest {
    private static final List<Map.Entry<String, String>> KINDS = List.of(
            Map.entry("apps/v1", "Deployment"),
            Map.entry("apps/v1", "StatefulSet"),
            Map.entry("apps/v1", "DaemonSet"),
            Map.entry("apps/v1", "ReplicaSet"),
            Map.entry("v1", "ReplicationController"),
            Map.entry("batch/v1", "Job"),
            Map.entry("argoproj.io/v1alpha1", "Rollout"));

    static Stream<Golden> goldens() {
        return Golden.all();
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void inYaml(Golden golden) {
        assertGatedEverywhere(
                golden,
                wrapped(golden.pod()).stream()
                        .map(tree -> new Yaml().dump(JsonMapper.shared().convertValue(tree, Object.class)))
                        .collect(Collectors.joining("---\n")));
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void inJson(Golden golden) {
        assertGatedEverywhere(
                golden,
                wrapped(golden.pod()).stream().map(JsonNode::toPrettyString).collect(Collectors.joining("\n")));
    }

    private static void assertGatedEverywhere(Golden golden, String manifest) {
        List<String> args = new ArrayList<>(List.of("inject", "-f", "-"));
        golden.options().forEach((name, value) -> args.add("--" + name + "=" + value));

        Cli.Run run = Cli.with(Map.of()).reading(manifest).execute(args.toArray(String[]::new));

        if (golden.expected().denial().isPresent()) {
            assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DENIED);
            return;
        }
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.OK);
        ObjectNode expected = template(golden.expected().pod());
        List<Workload> workloads = Manifest.parse(run.out()).workloads();
        assertThat(workloads).hasSize(KINDS.size() + 4);
        assertThat(workloads)
                .allSatisfy(workload ->
                        assertThat(template(workload.pod())).as(workload.kind()).isEqualTo(expected));
    }

    private static List<ObjectNode> wrapped(ObjectNode pod) {
        List<ObjectNode> all = new ArrayList<>();
        for (Map.Entry<String, String> kind : KINDS) {
            ObjectNode workload = object(kind.getKey(), kind.getValue());
            workload.putObject("spec").set("template", template(pod));
            all.add(workload);
        }
        ObjectNode cronJob = object("batch/v1", "CronJob");
        cronJob.putObject("spec").putObject("jobTemplate").putObject("spec").set("template", template(pod));
        all.add(cronJob);
        ObjectNode podTemplate = object("v1", "PodTemplate");
        podTemplate.set("template", template(pod));
        all.add(podTemplate);
        ObjectNode list = object("v1", "List");
        list.putArray("items").add(pod.deepCopy()).add(all.get(0).deepCopy());
        all.add(list);
        return all;
    }

    private static ObjectNode object(String version, String kind) {
        ObjectNode object =
                JsonNodeFactory.instance.objectNode().put("apiVersion", version).put("kind", kind);
        object.putObject("metadata").put("name", "x");
        return object;
    }

    private static ObjectNode template(ObjectNode pod) {
        return pod.deepCopy().remove(List.of("apiVersion", "kind"));
    }
}
