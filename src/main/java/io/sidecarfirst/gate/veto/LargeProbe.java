package io.sidecarfirst.gate.veto;

import io.sidecarfirst.gate.Candidate;
import io.sidecarfirst.gate.Reason;
import io.sidecarfirst.gate.SidecarContext;
import io.sidecarfirst.gate.Veto;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A probe so large that its copy could make the Pod too large to be stored: the API server would refuse the Pod.
 *
 * <p>Reads all texts of the handler. What etcd takes in one request is 1.5 MiB; an {@code exec} that is larger than the limit
 * here holds a script that belongs into the image.
 *
 * @see <a href="https://etcd.io/docs/v3.6/dev-guide/limit/">etcd: request size limit</a>
 */
final class LargeProbe implements Veto {
    @Override
    public Optional<Objection> against(SidecarContext context, Candidate candidate) {
        long size = candidate.handlers().stream()
                .mapToLong(handler -> characters(handler.node()))
                .sum();
        return size > Vetoes.MOST_CHARACTERS
                ? Optional.of(new Objection(
                        Reason.PROBE_TOO_LARGE,
                        "its " + candidate.source() + " has " + size + " characters, more than "
                                + Vetoes.MOST_CHARACTERS + ", and a copy could make the Pod too large"))
                : Optional.empty();
    }

    private static long characters(JsonNode node) {
        if (node.isString()) {
            return (long) node.stringValue().length() + Vetoes.AROUND_TEXT;
        }
        long characters = 0;
        for (JsonNode part : node) {
            characters += characters(part);
        }
        return characters;
    }
}
