package io.sidecarfirst.observer;

import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.ApiServerException;
import io.sidecarfirst.apiserver.ObjectName;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The Lease by which one replica at a time is the active one. As in Kubernetes' own components the times in it are
 * never compared with a clock, only how long it has stayed as it is: clocks may differ.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/architecture/leases/">Leases</a>
 * @see <a href="https://pkg.go.dev/k8s.io/client-go/tools/leaderelection">Leader election of client-go</a>
 */
final class LeaderLease {
    /** A Lease that stays as it is for so long is nobody's any more. */
    static final Duration DURATION = Duration.ofSeconds(15);

    /** Whoever has not renewed it for so long acts no more, before somebody else may. */
    static final Duration HELD = Duration.ofSeconds(10);

    private static final String MANAGER = "sidecar-first";
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final ApiServer server;
    private final ObjectName name;
    private final String identity;
    private final InstantSource clock;
    private final LongSupplier nanos;

    private @Nullable String seen;
    private long seenAt;
    private volatile boolean wasRenewed;
    private volatile long renewedAt;

    /**
     * @param identity who this is; no other replica, now or ever, is called so
     * @param clock for people who read the Lease
     * @param nanos as {@link System#nanoTime()}
     */
    LeaderLease(ApiServer server, ObjectName name, String identity, InstantSource clock, LongSupplier nanos) {
        this.server = server;
        this.name = name;
        this.identity = identity;
        this.clock = clock;
        this.nanos = nanos;
    }

    /**
     * Takes it if it is nobody's, renews it if it is this one's.
     *
     * @return whether it is this one's now
     * @throws ApiServerException if there is no answer, or no such Lease, or it may not be written
     */
    boolean tryHold() throws InterruptedException {
        long begun = nanos.getAsLong();
        JsonNode lease = read();
        JsonNode spec = lease.path("spec");
        String version = lease.path("metadata").path("resourceVersion").asString("");
        if (!version.equals(seen)) {
            seen = version;
            seenAt = begun;
        }
        String holder = spec.path("holderIdentity").asString("");
        boolean isOurs = holder.equals(identity);
        if (!isOurs && !holder.isEmpty() && begun - seenAt < duration(spec).toNanos()) {
            wasRenewed = false;
            return false;
        }
        if (!write(version, spec(spec, identity, isOurs))) {
            return false;
        }
        renewedAt = begun;
        wasRenewed = true;
        return true;
    }

    private static Duration duration(JsonNode spec) {
        int seconds = spec.path("leaseDurationSeconds").asInt(0);
        return seconds > 0 ? Duration.ofSeconds(seconds) : DURATION;
    }

    private JsonNode read() throws InterruptedException {
        ApiServer.Answer answer = server.get(path(), "Lease");
        if (answer.code() != HttpURLConnection.HTTP_OK) {
            throw problem("reading ", answer);
        }
        return answer.body();
    }

    /** False if somebody else was faster. */
    private boolean write(String version, ObjectNode spec) throws InterruptedException {
        ObjectNode lease = JsonNodeFactory.instance.objectNode();
        lease.put("apiVersion", "coordination.k8s.io/v1").put("kind", "Lease");
        lease.putObject("metadata")
                .put("name", name.name())
                .put("namespace", name.namespace())
                .put("resourceVersion", version);
        lease.set("spec", spec);
        ApiServer.Answer answer = server.apply(path(), lease, MANAGER);
        if (answer.code() == HttpURLConnection.HTTP_CONFLICT) {
            return false;
        }
        if (answer.code() >= HttpURLConnection.HTTP_MULT_CHOICE) {
            throw problem("writing ", answer);
        }
        seen = answer.body().path("metadata").path("resourceVersion").asString("");
        seenAt = nanos.getAsLong();
        return true;
    }

    private ObjectNode spec(JsonNode before, String holder, boolean isRenewal) {
        Instant now = clock.instant();
        String acquired = before.path("acquireTime").asString("");
        return JsonNodeFactory.instance
                .objectNode()
                .put("holderIdentity", holder)
                .put("leaseDurationSeconds", DURATION.toSeconds())
                .put("acquireTime", isRenewal && !acquired.isEmpty() ? acquired : MICROS.format(now))
                .put("renewTime", MICROS.format(now))
                .put("leaseTransitions", before.path("leaseTransitions").asInt(0) + (isRenewal ? 0 : 1));
    }

    private ApiServerException problem(String doing, ApiServer.Answer answer) {
        return new ApiServerException(doing + "Lease " + name + ": " + answer.refusal());
    }

    private String path() {
        return "apis/coordination.k8s.io/v1/namespaces/" + ApiServer.segment(name.namespace()) + "/leases/"
                + ApiServer.segment(name.name());
    }

    /** Whether this one may act: nobody else holds the Lease now, whatever has happened to this one. */
    boolean isHeld() {
        return wasRenewed && nanos.getAsLong() - renewedAt < HELD.toNanos();
    }

    /** Gives it up, so that another one does not have to wait; nothing if it is not this one's. */
    void giveUp() throws InterruptedException {
        if (!wasRenewed) {
            return;
        }
        wasRenewed = false;
        JsonNode lease = read();
        if (lease.path("spec").path("holderIdentity").asString("").equals(identity)) {
            var unused = write(
                    lease.path("metadata").path("resourceVersion").asString(""), spec(lease.path("spec"), "", true));
        }
    }
}
