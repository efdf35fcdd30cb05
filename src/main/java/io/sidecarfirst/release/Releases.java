package io.sidecarfirst.release;

import io.sidecarfirst.gate.Container;
import io.sidecarfirst.gate.ReleasedGates;
import io.sidecarfirst.gate.SidecarOverrides;
import io.sidecarfirst.gate.SourceKind;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is remembered: one release for each namespace and sidecar. Immutable.
 *
 * <p>It is kept as the {@code data} of a ConfigMap, a line of JSON for each, for people too:
 *
 * <pre>{@code
 * payments.0123456789abcdef: '{"sidecar":"proxy","source":"port","check":"tcpSocket on port 8080", ...}'
 * }</pre>
 */
public final class Releases implements ReleasedGates {
    /** Nothing. */
    public static final Releases NONE = new Releases(Map.of());

    /** More are not kept: the oldest go first. */
    public static final int MAX = 500;

    /**
     * The keys and values together, in characters.
     *
     * @see <a href="https://kubernetes.io/docs/concepts/configuration/configmap/#motivation">A ConfigMap holds 1 MiB at
     *     most</a>, in bytes of UTF-8, of which a character takes three at most
     */
    private static final int MAX_CHARACTERS = 340_000;

    private static final Comparator<Release> NEWEST_FIRST =
            Comparator.comparing(Release::at).reversed().thenComparing(release -> release.name());

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Map<String, Release> byName;
    private final Set<String> namespaces;

    private Releases(Map<String, Release> byName) {
        this.byName = byName;
        this.namespaces = byName.values().stream().map(Release::namespace).collect(Collectors.toUnmodifiableSet());
    }

    /** The newest of these that there is room for. */
    private static Releases of(Collection<Release> all) {
        List<Release> newest = new ArrayList<>(all);
        newest.sort(NEWEST_FIRST);
        Map<String, Release> kept = new LinkedHashMap<>();
        int characters = 0;
        for (Release release : newest) {
            characters += release.name().length() + release.json().toString().length();
            if (kept.size() == MAX || characters > MAX_CHARACTERS) {
                break;
            }
            kept.putIfAbsent(release.name(), release);
        }
        return new Releases(kept);
    }

    /** All of them, the newest first. */
    public List<Release> all() {
        return List.copyOf(byName.values());
    }

    /** The one of such a sidecar in that namespace. */
    public Optional<Release> find(String namespace, Fingerprint fingerprint) {
        return Optional.ofNullable(byName.get(Release.name(namespace, fingerprint)));
    }

    /** Fingerprints cost something: they are made only where anything is remembered of the namespace. */
    @Override
    public Optional<Found> find(String namespace, Container sidecar, SidecarOverrides asked) {
        return namespaces.contains(namespace)
                ? find(namespace, Fingerprint.of(sidecar, asked))
                        .map(release -> new Found(release.source(), release.detail()))
                : Optional.empty();
    }

    /** These and one more; the oldest are left out where there are too many. It replaces the one of its name. */
    public Releases with(Release release) {
        Map<String, Release> more = new LinkedHashMap<>(byName);
        more.put(release.name(), release);
        return of(more.values());
    }

    /** Those of other names. */
    public Releases without(Collection<String> names) {
        return without(release -> names.contains(release.name()));
    }

    /** Those that the condition does not hold for. */
    public Releases without(Predicate<Release> condition) {
        return of(byName.values().stream().filter(condition.negate()).toList());
    }

    /** Reads what a ConfigMap holds; whatever cannot be read is left out. */
    public static Releases read(JsonNode data) {
        List<Release> releases = new ArrayList<>();
        data.forEachEntry((name, value) -> {
            if (value.isString()) {
                read(name, value.stringValue()).ifPresent(releases::add);
            }
        });
        return of(releases);
    }

    private static Optional<Release> read(String name, String line) {
        int dot = name.indexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        try {
            JsonNode json = JSON.readTree(line);
            return SourceKind.of(json.path("source").asString(""))
                    .map(source -> new Release(
                            name.substring(0, dot),
                            new Fingerprint(name.substring(dot + 1)),
                            json.path("sidecar").asString(""),
                            source,
                            json.path("check").asString(""),
                            json.path("image").asString(""),
                            json.path("workload").asString(""),
                            json.path("pod").asString(""),
                            Instant.parse(json.path("at").asString("")),
                            json.path("afterSeconds").asLong(0)));
        } catch (JacksonException | DateTimeException | IllegalArgumentException e) {
            // A person's, or another version's.
            return Optional.empty();
        }
    }

    /** What a ConfigMap is to hold, sorted by name. */
    public ObjectNode data() {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        new TreeMap<>(byName)
                .forEach((name, release) -> data.put(name, release.json().toString()));
        return data;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Releases it && byName.equals(it.byName);
    }

    @Override
    public int hashCode() {
        return byName.hashCode();
    }

    @Override
    public String toString() {
        return byName.keySet().toString();
    }
}
