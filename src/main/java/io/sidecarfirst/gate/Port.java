package io.sidecarfirst.gate;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A port that a container declares.
 *
 * @param name the name that a probe may use for it, if it has one
 * @param number 1..65535
 * @param tcp whether the protocol is TCP, which it is where none is given
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#ports">ContainerPort</a>
 */
public record Port(Optional<String> name, int number, boolean tcp) {

    /** The largest port number there is. */
    public static final int MAX = 65535;

    static Optional<Port> of(JsonNode node) {
        int number = Json.positive(node.path("containerPort"), 0);
        if (number == 0 || number > MAX) {
            return Optional.empty();
        }
        JsonNode protocol = node.path("protocol");
        boolean tcp = !Json.present(protocol)
                || Json.text(protocol)
                        .filter(p -> p.isEmpty() || p.equals("TCP"))
                        .isPresent();
        return Optional.of(new Port(Json.text(node.path("name")), number, tcp));
    }
}
