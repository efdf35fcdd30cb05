package io.sidecarfirst.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

/** Pods that only someone hostile writes: they are decided on without keeping the server busy for minutes. */
@Timeout(60)
class LargePodTest {
    private static final int MANY = 20_000;

    private static Plan plan(String sidecar, String main) {
        return Gates.DEFAULT.plan(Pod.of(JsonMapper.shared()
                .readTree("{\"spec\":{\"initContainers\":[{\"name\":\"s\",\"restartPolicy\":\"Always\"," + sidecar
                        + "}],\"containers\":[" + main + "]}}")));
    }

    private static String many(IntFunction<String> item) {
        return IntStream.rangeClosed(1, MANY).mapToObj(item).collect(Collectors.joining(","));
    }

    private static String ports() {
        return "\"ports\":[" + many(i -> "{\"containerPort\":" + i + "}") + "]";
    }

    @Test
    void manyPortsThatAreAllOnLoopback() {
        assertThat(plan(ports() + ",\"args\":[" + many(i -> "\"127.0.0.1:" + i + "\"") + "]", "")
                        .gates())
                .isEmpty();
    }

    @Test
    void manyPortsThatAreAllRedirected() {
        assertThat(plan(ports(), "{\"name\":\"istio-proxy\"}").gates()).isEmpty();
    }

    @Test
    void manyHostsWithManyPorts() {
        String pairs = many(i -> "\"--host=127.0.0.1\",\"--port=80\"");
        assertThat(plan("\"ports\":[{\"containerPort\":80}],\"args\":[" + pairs + "]", "")
                        .gates())
                .isEmpty();
    }

    @Test
    void manySidecarsWithManyAnnotations() {
        String sidecars = many(i -> "{\"name\":\"s" + i
                + "\",\"restartPolicy\":\"Always\",\"readinessProbe\":{\"httpGet\":" + "{\"port\":" + i + "}}}");
        String annotations = many(i -> "\"other" + i + ".sidecar-first.io/inject\":\"false\"");
        Pod pod = Pod.of(JsonMapper.shared()
                .readTree("{\"metadata\":{\"annotations\":{" + annotations + "}},\"spec\":{\"initContainers\":["
                        + sidecars + "]}}"));
        assertThat(Gates.DEFAULT.plan(pod).gates()).hasSize(MANY);
    }
}
