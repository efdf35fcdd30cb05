package io.sidecarfirst.cli.timeline;

import io.sidecarfirst.apiserver.ApiServerException;
import io.sidecarfirst.apiserver.Pods;
import io.sidecarfirst.cli.common.CommandFailure;
import io.sidecarfirst.cli.common.ExitCode;
import io.sidecarfirst.timeline.Observations;
import io.sidecarfirst.timeline.StateLog;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A Pod that is looked at every half second until its mains run. */
final class WatchedPod {
    /**
     * No whole part of a second, so that looks come at any point of the API server's second: that tells where it
     * begins.
     */
    private static final long PERIOD_MILLIS = 470;

    /** How many looks in a row may fail: the API server may be restarting. */
    private static final int PATIENCE = 10;

    private final Pods pods;
    private final String name;
    private final String namespace;
    private final Clock clock;
    private final Observations observations = new Observations();
    private int failures;

    WatchedPod(Pods pods, String name, String namespace, Clock clock) {
        this.pods = pods;
        this.name = name;
        this.namespace = namespace;
        this.clock = clock;
    }

    /** Gets what is seen, each time. */
    interface Viewer {
        void see(JsonNode pod, Observations observations, Instant at);
    }

    /**
     * How it ended.
     *
     * @param gone why there is nothing more to see, if its mains do not run
     */
    record Result(
            JsonNode pod,
            Observations observations,
            Instant at,
            @Nullable String gone) {}

    /** @throws CommandFailure if it is not there, or may not be read */
    static Pods.Answer.Found first(Pods pods, String name, String namespace) throws InterruptedException {
        Pods.Answer answer = pods.get(name);
        if (answer instanceof Pods.Answer.Found found) {
            return found;
        }
        if (answer instanceof Pods.Answer.Refused refused) {
            throw new CommandFailure(ExitCode.UNAVAILABLE, "pod/" + name + " cannot be read: " + refused.why());
        }
        throw new CommandFailure(
                ExitCode.INPUT,
                "there is no pod/" + name + " in namespace " + namespace + "; kubectl get pods -n " + namespace
                        + " lists them");
    }

    /** @throws CommandFailure if it may not be read, or nobody answers any more */
    Result untilStarted(Viewer viewer) throws InterruptedException {
        Instant asked = clock.instant();
        Pods.Answer.Found last = first(pods, name, namespace);
        Instant at = seen(asked, last, viewer);
        while (!StateLog.isStarted(last.object())) {
            Thread.sleep(PERIOD_MILLIS);
            asked = clock.instant();
            Pods.Answer answer = look();
            if (answer instanceof Pods.Answer.Missing) {
                return new Result(last.object(), observations, at, gone("is gone"));
            }
            if (answer instanceof Pods.Answer.Found found) {
                if (!found.object().at("/metadata/uid").equals(last.object().at("/metadata/uid"))) {
                    String how = "is gone, and another one has its name";
                    return new Result(last.object(), observations, at, gone(how));
                }
                last = found;
                at = seen(asked, found, viewer);
            }
        }
        return new Result(last.object(), observations, at, null);
    }

    private Instant seen(Instant asked, Pods.Answer.Found found, Viewer viewer) {
        Instant answered = clock.instant();
        observations.add(asked, answered, found.date(), found.object());
        viewer.see(found.object(), observations, answered);
        return answered;
    }

    private String gone(String how) {
        return "pod/" + name + " " + how
                + ": it was deleted before its main containers ran; above is what was seen last";
    }

    private Pods.Answer look() throws InterruptedException {
        Pods.Answer answer;
        try {
            answer = pods.get(name);
        } catch (ApiServerException e) {
            answer = new Pods.Answer.Refused(++failures > PATIENCE, String.valueOf(e.getMessage()));
            return given(answer);
        }
        if (answer instanceof Pods.Answer.Refused refused && !refused.forGood()) {
            return given(new Pods.Answer.Refused(++failures > PATIENCE, refused.why()));
        }
        failures = 0;
        return given(answer);
    }

    private Pods.Answer given(Pods.Answer answer) {
        if (answer instanceof Pods.Answer.Refused refused && refused.forGood()) {
            throw new CommandFailure(
                    ExitCode.UNAVAILABLE, "pod/" + name + " cannot be watched any longer: " + refused.why());
        }
        return answer;
    }
}
