package io.sidecarfirst.gate.veto;

import io.sidecarfirst.gate.Handler;
import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.SidecarContext;
import io.sidecarfirst.gate.Source;
import io.sidecarfirst.gate.Veto;
import java.util.Optional;

/**
 * A probe so large that its copy could make the Pod too large to be stored: the API server would refuse the Pod.
 *
 * <p>Reads all strings of the handler. etcd takes 1.5 MiB in one request; an {@code exec} over the limit here holds a
 * script that belongs in the image.
 *
 * @see <a href="https://etcd.io/docs/v3.6/dev-guide/limit/">etcd: request size limit</a>
 */
final class LargeProbe implements Veto {
    @Override
    public Optional<Objection> against(SidecarContext context, Source.Candidate candidate) {
        long size = characters(candidate);
        return size > Handler.MAX_CHARACTERS
                ? Optional.of(Objection.cannotWork(
                        Reason.PROBE_TOO_LARGE,
                        "its " + candidate.source() + " has " + size + " characters, more than "
                                + Handler.MAX_CHARACTERS + ", and a copy could make the Pod too large"))
                : Optional.empty();
    }

    private static long characters(Source.Candidate candidate) {
        long sum = 0;
        for (Handler handler : candidate.handlers()) {
            sum += handler.characters();
        }
        return sum;
    }
}
