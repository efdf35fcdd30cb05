package io.sidecarfirst.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/** Pods that only someone hostile writes: they are decided on without keeping the server busy for minutes. */
@Timeout(60)
class LargePodTest {
    private static final int MANY = 20_000;

    /** Four times as much is as many characters as are read of one text. */
    private static final int SMALL = 1 << 14;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

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

    /** A sidecar's text with something in it that a pattern may try again and again, made of that many characters. */
    static Stream<Arguments> texts() {
        return Stream.of(
                text("one word", size -> "127.0.0.1 " + "a".repeat(size)),
                text("words of clients", size -> "url".repeat(size / 3) + "=127.0.0.1"),
                text("words of functions", size -> "{" + "run".repeat(size / 3)),
                text("words of functions with dots", size -> "{" + "run.".repeat(size / 4)),
                text("blanks", size -> "{\nlisten" + " ".repeat(size) + "\n!"),
                text("a port", size -> "8080 ".repeat(size / 5)),
                text("ports", size -> "8080,".repeat(size / 5)),
                text("a shell's variable", size -> "A=" + "x".repeat(4000) + "\n" + "$A ".repeat(size / 3)),
                text("quotes", size -> "\"a\" 'b' ".repeat(size / 8)),
                text("a script", size -> "server { listen 127.0.0.1:80; }\n".repeat(size / 32)));
    }

    private static Arguments text(String name, IntFunction<String> text) {
        return pod(name, size -> sidecar(0, "\"args\":[" + StringNode.valueOf(text.apply(size)) + "]"));
    }

    /** Pods of that many containers, options or variables, all of them with something to say of others. */
    static Stream<Arguments> parts() {
        return Stream.of(
                pod("words", size -> sidecar(0, "\"command\":[\"a\"," + list(size, i -> "\"w" + i + "\"") + "]")),
                pod("starters", size -> sidecar(0, "\"command\":[\"a\"," + list(size, i -> "\"uvicorn\"") + "]")),
                pod(
                        "flags",
                        size -> sidecar(0, "\"args\":[" + list(size, i -> "\"--a" + i + "-port=" + i + "\"") + "]")),
                pod("ports", size -> sidecar(0, "\"args\":[" + list(size, i -> "\"--timeout\",\"8080\"") + "]")),
                pod("variables", size -> sidecar(0, variables(size, "PORT", "80"))),
                pod("hosts", size -> sidecar(0, variables(size, "HOST", "localhost"))),
                pod("references", size -> sidecar(0, variables(size, "X", "$(A)" + "x".repeat(100)))),
                pod(
                        "firewalls",
                        size -> "{\"name\":\"i\",\"args\":[\"INPUT " + "iptables ".repeat(size) + "\"]},"
                                + sidecar(0, "\"args\":[]")),
                pod(
                        "sidecars",
                        size -> list(size / 4, i -> sidecar(i, "\"args\":[\"--upstream=127.0.0.1:" + i + "\"]"))),
                pod(
                        "clients",
                        size -> list(
                                size / 16, i -> sidecar(i, "\"args\":[" + client(i) + "," + client(i + 9) + "]"))));
    }

    private static Arguments pod(String name, IntFunction<String> initContainers) {
        return Arguments.of(Named.of(name, initContainers));
    }

    private static String sidecar(int number, String more) {
        return "{\"name\":\"s" + number + "\",\"restartPolicy\":\"Always\",\"ports\":[{\"containerPort\":8080}]," + more
                + "}";
    }

    private static String client(int number) {
        return "\"nc -z 127.0.0.1 " + (10_000 + number) + "\"";
    }

    private static String variables(int size, String name, String value) {
        return "\"env\":[" + list(size, i -> "{\"name\":\"A" + i + "_" + name + "\",\"value\":\"" + value + "\"}")
                + "]";
    }

    private static String list(int size, IntFunction<String> item) {
        return IntStream.range(0, size).mapToObj(item).collect(Collectors.joining(","));
    }

    @ParameterizedTest
    @MethodSource({"texts", "parts"})
    void fourTimesAsMuchCostsNotSixteenTimesAsMuch(IntFunction<String> initContainers) {
        JsonNode small = tree(initContainers.apply(SMALL));
        JsonNode large = tree(initContainers.apply(4 * SMALL));
        // The compiler's warm-up is not the Pod's.
        nanoseconds(small);
        assertThat(nanoseconds(large)).isLessThan(10 * Math.max(nanoseconds(small), 1_000_000));
    }

    /** The least of a few, of this thread's own time: other work on the machine only adds. */
    private static long nanoseconds(JsonNode tree) {
        return IntStream.range(0, 5)
                .mapToLong(i -> {
                    long start = THREADS.getCurrentThreadCpuTime();
                    Gates.DEFAULT.plan(Pod.of(tree));
                    return THREADS.getCurrentThreadCpuTime() - start;
                })
                .min()
                .orElseThrow();
    }

    private static JsonNode tree(String initContainers) {
        return JsonMapper.shared()
                .readTree("{\"spec\":{\"initContainers\":[" + initContainers + "],\"containers\":[{\"name\":\"m\"}]}}");
    }
}
