package io.sidecarfirst.bench.cluster;

import io.sidecarfirst.admission.Outcome;
import io.sidecarfirst.bench.load.DefaultAdmission;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Pod whose sidecar writes down when it serves, and whose main when it begins, both by the clock of the node.
 *
 * @param name its own, and of how the main is made to wait
 * @param gate what makes it wait: fields of the sidecar, each with a comma before it
 */
public record LagPod(String name, String gate) {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** The startupProbe that sidecar-first gives it. */
    public static LagPod ours(String image) {
        String pod = new LagPod("sidecar-first", "").json(image, 0);
        String review = """
                {"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"bench",
                "kind":{"group":"","version":"v1","kind":"Pod"},
                "resource":{"group":"","version":"v1","resource":"pods"},
                "namespace":"bench","operation":"CREATE","object":%s}}""".formatted(pod);
        if (!(DefaultAdmission.make().answer(review.getBytes(StandardCharsets.UTF_8))
                instanceof Outcome.Answered answered)) {
            throw new IllegalStateException("the Pod is not answered");
        }
        String patch = JSON.readTree(answered.response().toString())
                .path("response")
                .path("patch")
                .asString("");
        for (JsonNode operation : JSON.readTree(Base64.getDecoder().decode(patch))) {
            if (operation.path("path").asString().endsWith("/startupProbe")) {
                return new LagPod("sidecar-first", ",\"startupProbe\":" + operation.path("value"));
            }
        }
        throw new IllegalStateException("the Pod is not gated");
    }

    /** A startupProbe by hand, all seconds. */
    public static LagPod probed(String name, int initialDelay, int period) {
        return new LagPod(name, """
                ,"startupProbe":{"httpGet":{"path":"/","port":80},"initialDelaySeconds":%d,"periodSeconds":%d,
                "failureThreshold":10}""".formatted(initialDelay, period));
    }

    /** A loop in postStart, which holds what comes after the sidecar until it ends. */
    public static LagPod postStart() {
        return new LagPod("post-start-loop", """
                ,"lifecycle":{"postStart":{"exec":{"command":
                ["sh","-c","until curl -sf -o /dev/null http://localhost/; do sleep 1; done"]}}}""");
    }

    /**
     * The Pod.
     *
     * @param image nginx with a shell, curl and GNU date
     * @param delay seconds until the sidecar serves
     */
    public String json(String image, double delay) {
        return String.format(Locale.ROOT, """
                {"apiVersion":"v1","kind":"Pod","metadata":{"name":"%s"},"spec":{
                "restartPolicy":"Never","terminationGracePeriodSeconds":1,
                "initContainers":[{"name":"sidecar","image":"%s","imagePullPolicy":"IfNotPresent",
                "restartPolicy":"Always","ports":[{"containerPort":80}],
                "readinessProbe":{"httpGet":{"path":"/","port":80}},
                "command":["sh","-c","sleep %.1f; nginx; \
                until curl -sf -o /dev/null http://localhost/; do sleep 0.02; done; date +%%s.%%N; exec sleep 3600"]
                %s}],
                "containers":[{"name":"main","image":"%s","imagePullPolicy":"IfNotPresent",
                "command":["sh","-c","date +%%s.%%N; exec sleep 3600"]}]}}""", name, image, delay, gate, image);
    }
}
