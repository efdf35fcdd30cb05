package io.sidecarfirst.bench.server;

import io.sidecarfirst.bench.load.Body;
import io.sidecarfirst.bench.load.HttpsConnection;
import io.sidecarfirst.bench.machine.ServerProcess;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A server that was started, or was there before. */
public interface Server extends AutoCloseable {
    /** Where reviews are posted. */
    URI url();

    /** Where {@code /readyz} is, by plain HTTP; empty if that is not known. */
    default Optional<URI> health() {
        return Optional.empty();
    }

    /** When its process was started. */
    Instant started();

    /** Its process; empty if it is not known on this machine. */
    Optional<ServerProcess> process();

    /** Why it does not run any more, or nothing while it runs. */
    Optional<String> end();

    /** Stops it, if it was started here. */
    @Override
    void close();

    /** Processor time so far, in seconds; NaN if nobody knows. */
    default double cpuSeconds() {
        return process().map(ServerProcess::cpuSeconds).orElse(Double.NaN);
    }

    /**
     * Asks until the first right answer, and returns how long that was after the start.
     *
     * @throws IllegalStateException if it ends before, or does not answer in two minutes
     */
    default Duration awaitAnswer(Body body) throws InterruptedException {
        Instant giveUp = Instant.now().plusSeconds(120);
        String last = "";
        while (Instant.now().isBefore(giveUp) && end().isEmpty()) {
            // A connection of its own for each try: one that was accepted too early may be answered never.
            try (HttpsConnection https = new HttpsConnection(url(), Duration.ofSeconds(5))) {
                HttpsConnection.Answer answer = https.send(https.request(body));
                if (answer.isGoodFor(body)) {
                    return Duration.between(started(), Instant.now());
                }
                last = answer.toString();
            } catch (IOException e) {
                last = e.toString();
            }
            Thread.sleep(2);
        }
        throw new IllegalStateException(url() + ": no right answer; the last was " + last
                + end().map(end -> "\n" + end).orElse(""));
    }

    /**
     * Asks until it says that it is ready, and returns how long that was after the start.
     *
     * @throws IllegalStateException if it ends before, or is not ready in two minutes, or nobody knows where to ask
     */
    default Duration awaitReady() throws InterruptedException {
        URI asked = health().orElseThrow(() -> new IllegalStateException(
                        url() + ": where is /readyz? the command needs --health-port {health-port}"))
                .resolve("/readyz");
        Instant giveUp = Instant.now().plusSeconds(120);
        while (Instant.now().isBefore(giveUp) && end().isEmpty()) {
            if (isGood(asked)) {
                return Duration.between(started(), Instant.now());
            }
            Thread.sleep(2);
        }
        throw new IllegalStateException(
                asked + ": not ready" + end().map(end -> "\n" + end).orElse(""));
    }

    private static boolean isGood(URI asked) {
        try {
            HttpURLConnection connection = (HttpURLConnection) asked.toURL().openConnection();
            connection.setConnectTimeout(5_000);
            connection.setReadTimeout(5_000);
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false;
        }
    }
}
