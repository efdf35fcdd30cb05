package io.sidecarfirst.gate;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The requests and limits of a gate container: those of the main that may use the most memory. So the Pod keeps its
 * class of service and reserves no more than before, because the mains run only when the gate container has ended; and
 * whatever a LimitRange or a ResourceQuota demands of containers, the main has.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/">Pod Quality of Service Classes</a>
 * @see <a
 *     href="https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers">
 *     Resource sharing within containers</a>
 */
final class GateResources {
    /** Bytes that the program needs for certain; it was seen to use about 9 MiB. */
    private static final BigDecimal NEEDED = BigDecimal.valueOf(16L << 20);

    private static final List<String> KINDS = List.of("limits", "requests");

    /** Not devices: a node would have to hand one out for it. */
    private static final Set<String> NAMES = Set.of("cpu", "memory", "ephemeral-storage");

    private static final Map<String, BigDecimal> UNITS = Map.ofEntries(
            Map.entry("n", BigDecimal.valueOf(1, 9)),
            Map.entry("u", BigDecimal.valueOf(1, 6)),
            Map.entry("m", BigDecimal.valueOf(1, 3)),
            Map.entry("", BigDecimal.ONE),
            Map.entry("k", BigDecimal.valueOf(1, -3)),
            Map.entry("M", BigDecimal.valueOf(1, -6)),
            Map.entry("G", BigDecimal.valueOf(1, -9)),
            Map.entry("T", BigDecimal.valueOf(1, -12)),
            Map.entry("P", BigDecimal.valueOf(1, -15)),
            Map.entry("E", BigDecimal.valueOf(1, -18)),
            Map.entry("Ki", BigDecimal.valueOf(1L << 10)),
            Map.entry("Mi", BigDecimal.valueOf(1L << 20)),
            Map.entry("Gi", BigDecimal.valueOf(1L << 30)),
            Map.entry("Ti", BigDecimal.valueOf(1L << 40)),
            Map.entry("Pi", BigDecimal.valueOf(1L << 50)),
            Map.entry("Ei", BigDecimal.valueOf(1L << 60)));

    /** A number, perhaps with an exponent, and a unit. */
    private static final Pattern QUANTITY = Pattern.compile(
            "([+-]?(?:[0-9]{1,64}(?:[.][0-9]{0,64})?|[.][0-9]{1,64})(?:[eE][+-]?[0-9]{1,3})?)([a-zA-Z]*)");

    private GateResources() {}

    /** The {@code resources} of the container; empty where the mains have none. */
    static Optional<ObjectNode> of(Pod pod) {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        roomiest(pod).ifPresent(main -> {
            for (String kind : KINDS) {
                ObjectNode amounts = JsonNodeFactory.instance.objectNode();
                resources(main).path(kind).properties().stream()
                        .filter(entry -> NAMES.contains(entry.getKey()))
                        .forEach(entry -> amounts.set(entry.getKey(), entry.getValue()));
                if (!amounts.isEmpty()) {
                    copy.set(kind, amounts);
                }
            }
        });
        return copy.isEmpty() ? Optional.empty() : Optional.of(copy);
    }

    /** Whether what a main may use is enough for the program; more would be reserved for it alone. */
    static boolean suffice(Pod pod) {
        return roomiest(pod)
                .flatMap(GateResources::memory)
                .map(limit -> limit.compareTo(NEEDED) >= 0)
                .orElse(true);
    }

    /** The main without a limit of memory, or with the largest; the first of several. */
    private static Optional<Container> roomiest(Pod pod) {
        return mains(pod)
                .filter(main -> memory(main).isEmpty())
                .findFirst()
                .or(() -> mains(pod).reduce((one, other) -> {
                    Optional<BigDecimal> more = memory(other);
                    return more.isPresent()
                                    && memory(one).isPresent()
                                    && more.get().compareTo(memory(one).get()) > 0
                            ? other
                            : one;
                }));
    }

    private static Stream<Container> mains(Pod pod) {
        return pod.containers().stream().filter(container -> !container.init());
    }

    private static JsonNode resources(Container container) {
        return container.node().path("resources");
    }

    private static Optional<BigDecimal> memory(Container container) {
        JsonNode limit = resources(container).path("limits").path("memory");
        // The kubelet takes 0 for no limit.
        return Json.present(limit)
                ? quantity(limit.asString("")).filter(amount -> amount.signum() > 0)
                : Optional.empty();
    }

    /**
     * A quantity in its base unit; empty for what is none.
     *
     * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/">Quantity</a>
     */
    static Optional<BigDecimal> quantity(String text) {
        Matcher matcher = QUANTITY.matcher(text);
        BigDecimal unit = matcher.matches() ? UNITS.get(matcher.group(2)) : null;
        return unit == null ? Optional.empty() : Optional.of(new BigDecimal(matcher.group(1)).multiply(unit));
    }
}
