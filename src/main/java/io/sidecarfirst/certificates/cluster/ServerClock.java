package io.sidecarfirst.certificates.cluster;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * The API server's clock, from the {@code Date} of its answers (RFC 9110 section 6.6.1). Certificates are made for it and
 * verified by it, so that a replica whose own clock is wrong does no harm.
 */
final class ServerClock implements InstantSource, Interceptor {
    private final InstantSource own;
    private volatile Duration ahead = Duration.ZERO;

    /** @param own this machine's clock, believed until the API server has answered */
    ServerClock(InstantSource own) {
        this.own = own;
    }

    @Override
    public Instant instant() {
        return own.instant().plus(ahead);
    }

    @Override
    public void after(HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        String date = response.header("Date");
        if (date == null) {
            return;
        }
        try {
            Instant theirs = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
            ahead = Duration.between(own.instant(), theirs);
        } catch (DateTimeException e) {
            // A proxy's nonsense: the last good answer counts.
        }
    }
}
