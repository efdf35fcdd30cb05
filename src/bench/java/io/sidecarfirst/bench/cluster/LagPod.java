package io.sidecarfirst.bench.cluster;

import io.sidecarfirst.gate.GateImage;
import io.sidecarfirst.gate.GateMode;
import io.sidecarfirst.gate.Settings;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A Pod whose sidecars write down when they begin and when they serve, and whose main when it begins, by the clock of
 * the node.
 *
 * @param name its own, and of how the main is made to wait
 * @param gate what makes it wait: fields of each sidecar, each with a comma before it; {@code PORT} stands for its port
 * @param settings under which sidecar-first decides on the Pod; null if it does not
 */
public record LagPod(String name, String gate, @Nullable Settings settings) {
    /** What a container writes before the time of an event. */
    public static final String BEGINS = "begins";

    /** The same of a sidecar that answers from now on. */
    public static final String SERVES = "serves";

    /** The main's name. */
    public static final String MAIN = "main";

    private static final int FIRST_PORT = 8081;

    /** The name of a sidecar; they are counted from 0. */
    public static String sidecar(int index) {
        return "sidecar-" + index;
    }

    /** The startupProbes that sidecar-first gives. */
    public static LagPod byProbes() {
        return new LagPod("sidecar-first", "", Settings.DEFAULTS);
    }

    /**
     * The gate container that sidecar-first adds.
     *
     * @param image its image
     */
    public static LagPod byContainer(GateImage image) {
        return new LagPod("gate-container", "", Settings.DEFAULTS.with(image).with(GateMode.CONTAINER));
    }

    /** Nothing: the main begins when the sidecars have begun. */
    public static LagPod ungated() {
        return new LagPod("nothing", "", null);
    }

    /** A startupProbe by hand, all seconds. */
    public static LagPod probed(String name, int initialDelay, int period) {
        return new LagPod(name, """
                ,"startupProbe":{"httpGet":{"path":"/","port":PORT},"initialDelaySeconds":%d,"periodSeconds":%d,
                "failureThreshold":10}""".formatted(initialDelay, period), null);
    }

    /** What is often advised: an initial delay of 5 s, a period of 30 s. */
    public static LagPod recipe() {
        return probed("recipe", 5, 30);
    }

    /** A loop in postStart, which holds what comes after the sidecar until it ends. */
    public static LagPod postStart() {
        return new LagPod("post-start-loop", """
                ,"lifecycle":{"postStart":{"exec":{"command":
                ["sh","-c","until curl -sf -o /dev/null http://localhost:PORT/; do sleep 1; done"]}}}""", null);
    }

    /**
     * The Pod.
     *
     * @param image nginx with a shell, curl and GNU date
     * @param delays seconds until each of its sidecars serves
     */
    public String json(String image, List<Double> delays) {
        String sidecars = IntStream.range(0, delays.size())
                .mapToObj(i -> sidecar(image, i, delays.get(i)))
                .collect(Collectors.joining(","));
        String text = """
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"%s"},"spec":{
                "restartPolicy":"Never","terminationGracePeriodSeconds":1,
                "initContainers":[%s],
                "containers":[{"name":"%s","image":"%s","imagePullPolicy":"IfNotPresent",
                "command":["sh","-c","date '+%s %%s.%%N'; exec sleep 3600"]}]}}""";
        String pod = text.formatted(name, sidecars, MAIN, image, BEGINS);
        return settings == null ? pod : DecidedPod.of(pod, settings);
    }

    private String sidecar(String image, int index, double delay) {
        int port = FIRST_PORT + index;
        // A configuration of its own: all containers of a Pod share one network.
        return String.format(
                Locale.ROOT,
                """
                {"name":"%s","image":"%s","imagePullPolicy":"IfNotPresent",
                "restartPolicy":"Always","ports":[{"containerPort":%d}],
                "readinessProbe":{"httpGet":{"path":"/","port":%d}},
                "command":["sh","-c","date '+%s %%s.%%N'; sleep %.1f; \
                echo 'events {} http { server { listen %d; location / { return 200; } } }' >/tmp/nginx.conf; \
                nginx -c /tmp/nginx.conf; \
                until curl -sf -o /dev/null http://localhost:%d/; do sleep 0.02; done; \
                date '+%s %%s.%%N'; exec sleep 3600"]
                %s}""",
                sidecar(index),
                image,
                port,
                port,
                BEGINS,
                delay,
                port,
                port,
                SERVES,
                gate.replace("PORT", "" + port));
    }
}
