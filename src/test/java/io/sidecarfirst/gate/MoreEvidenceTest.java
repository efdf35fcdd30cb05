package io.sidecarfirst.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Evidence that is added to a Pod never turns skipped into gated. */
class MoreEvidenceTest {
    private static final int PODS = 4_000;

    private static final List<String> IMAGES = List.of(
            "example/server:1",
            "cloud-sql-proxy:2",
            "oauth2-proxy",
            "openpolicyagent/opa:0.70.0",
            "envoy:v1",
            "memcached",
            "daprio/daprd",
            "fluent/fluent-bit",
            "hashicorp/consul",
            "mongo",
            "istio/proxyv2:1");

    private static final List<List<String>> ARGUMENTS = List.of(
            List.of("--listen=0.0.0.0:8080"),
            List.of("--listen", ":8080"),
            List.of("--listen=127.0.0.1:8080"),
            List.of("--host", "0.0.0.0", "--port", "8080"),
            List.of("--address=0.0.0.0"),
            List.of("--http-address=0.0.0.0:8080"),
            List.of("sh", "-c", "exec server --bind 0.0.0.0:8080"),
            List.of("uvicorn", "a:b"),
            List.of("agent", "-client=0.0.0.0"),
            List.of("--upstream=http://localhost:3000"),
            List.of("--config={\"listen\": \"0.0.0.0:8080\"}"));

    private static final List<Integer> PORTS = List.of(80, 2020, 3000, 8080, 8081, 9090);

    /** Kinds of evidence: each adds something to a sidecar, or to its Pod. */
    private static final List<BiConsumer<ObjectNode, ObjectNode>> EVIDENCE = List.of(
            (pod, sidecar) -> argument(sidecar, "--listen=127.0.0.1:" + port(sidecar)),
            (pod, sidecar) -> argument(sidecar, "--bind-address=[::1]"),
            (pod, sidecar) -> variable(sidecar, "LISTEN_ADDR", "localhost:" + port(sidecar)),
            (pod, sidecar) -> variable(sidecar, "CONFIG", "server:\n  listen: 127.0.0.1:" + port(sidecar) + "\n"),
            (pod, sidecar) -> argument(sidecar, "--upstream=http://127.0.0.1:" + mainPort(pod)),
            (pod, sidecar) -> variable(sidecar, "APP_PORT", String.valueOf(mainPort(pod))),
            (pod, sidecar) -> argument(sidecar, "--target=localhost:" + mainPort(pod)),
            (pod, sidecar) -> handler(sidecar, "readinessProbe").put("host", "10.1.2.3"),
            // In the node's network its loopback is the Pod's own.
            (pod, sidecar) -> handler(sidecar, "readinessProbe")
                    .put("host", pod.at("/spec/hostNetwork").asBoolean(false) ? "10.1.2.3" : "127.0.0.1"),
            (pod, sidecar) -> main(pod).withArray("ports").addObject().put("containerPort", port(sidecar)),
            (pod, sidecar) ->
                    main(pod).putObject("livenessProbe").putObject("tcpSocket").put("port", port(sidecar)),
            (pod, sidecar) -> sidecar.putObject("lifecycle")
                    .putObject("postStart")
                    .putObject("exec")
                    .putArray("command")
                    .add("wait"));

    @Test
    void neverMakesAGate() {
        Random random = new Random(20_260_101);
        int gated = 0;
        int turned = 0;
        for (int i = 0; i < PODS; i++) {
            ObjectNode before = pod(random);
            int kind = random.nextInt(EVIDENCE.size());
            ObjectNode after = before.deepCopy();
            EVIDENCE.get(kind).accept(after, sidecar(after));
            boolean gatedBefore = isGated(before);
            boolean gatedAfter = isGated(after);
            assertThat(gatedAfter && !gatedBefore)
                    .as(
                            "evidence %d makes a gate: %s\nbecomes %s",
                            kind, before.toPrettyString(), after.toPrettyString())
                    .isFalse();
            gated += gatedBefore ? 1 : 0;
            turned += gatedBefore && !gatedAfter ? 1 : 0;
        }
        // Otherwise this would hold of a gate that is never made, or always.
        assertThat(gated).isBetween(PODS / 10, PODS * 9 / 10);
        assertThat(turned).isGreaterThan(PODS / 20);
    }

    private static boolean isGated(ObjectNode pod) {
        return Gates.DEFAULT.plan(Pod.of(pod)).verdicts().get(0) instanceof Verdict.Gated;
    }

    private static ObjectNode pod(Random random) {
        ObjectNode pod = JsonNodeFactory.instance.objectNode();
        pod.putObject("metadata").put("name", "p");
        ObjectNode spec = pod.putObject("spec");
        if (random.nextInt(10) == 0) {
            spec.put("hostNetwork", true);
        }
        ObjectNode sidecar = spec.putArray("initContainers").addObject();
        sidecar.put("name", "s").put("restartPolicy", "Always").put("image", one(IMAGES, random));
        if (random.nextBoolean()) {
            ArrayNode arguments = sidecar.putArray(random.nextBoolean() ? "args" : "command");
            one(ARGUMENTS, random).forEach(arguments::add);
        }
        for (int i = random.nextInt(3); i >= 0; i--) {
            sidecar.withArray("ports").addObject().put("containerPort", one(PORTS, random));
        }
        if (random.nextInt(3) == 0) {
            sidecar.putObject("readinessProbe")
                    .putObject(random.nextBoolean() ? "httpGet" : "tcpSocket")
                    .put("port", one(PORTS, random));
        }
        ObjectNode main = spec.putArray("containers").addObject();
        main.put("name", "main").put("image", "example/main:1");
        if (random.nextBoolean()) {
            main.putArray("ports").addObject().put("containerPort", one(PORTS, random));
        }
        return pod;
    }

    private static <T> T one(List<T> items, Random random) {
        return items.get(random.nextInt(items.size()));
    }

    private static ObjectNode sidecar(ObjectNode pod) {
        return (ObjectNode) pod.at("/spec/initContainers/0");
    }

    private static ObjectNode main(ObjectNode pod) {
        return (ObjectNode) pod.at("/spec/containers/0");
    }

    private static int port(ObjectNode sidecar) {
        return sidecar.at("/ports/0/containerPort").intValue();
    }

    private static int mainPort(ObjectNode pod) {
        int port = main(pod).at("/ports/0/containerPort").asInt(0);
        if (port == 0) {
            main(pod).putArray("ports").addObject().put("containerPort", 3000);
            return 3000;
        }
        return port;
    }

    private static void argument(ObjectNode sidecar, String argument) {
        sidecar.withArray(sidecar.has("command") ? "command" : "args").add(argument);
    }

    private static void variable(ObjectNode sidecar, String name, String value) {
        sidecar.withArray("env").addObject().put("name", name).put("value", value);
    }

    private static ObjectNode handler(ObjectNode sidecar, String probe) {
        if (!sidecar.has(probe)) {
            return JsonNodeFactory.instance.objectNode();
        }
        return (ObjectNode) sidecar.path(probe).iterator().next();
    }
}
