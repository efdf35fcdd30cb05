package io.sidecarfirst.bench.apiserver;

import io.sidecarfirst.gate.WellKnown;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The namespaces of a simulated cluster, all of them opted in. */
final class SimulatedNamespaces {
    private static final int COUNT = 100;

    private SimulatedNamespaces() {}

    /** That of a ReplicaSet. */
    static String of(int owner) {
        return String.format(Locale.ROOT, "team-%02d", owner % COUNT);
    }

    /** All of them: JSON objects, with commas between them. */
    static String items() {
        return IntStream.range(0, COUNT).mapToObj(SimulatedNamespaces::json).collect(Collectors.joining(","));
    }

    private static String json(int number) {
        String text = """
                {"metadata":{"name":"%s","uid":"%08x-0000-4000-9000-000000000000","resourceVersion":"1",\
                "labels":{"kubernetes.io/metadata.name":"%s","%s":"%s"}},"status":{"phase":"Active"}}""";
        String name = of(number);
        return text.formatted(name, number, name, WellKnown.INJECTION_LABEL, WellKnown.ENABLED);
    }
}
