package io.sidecarfirst.server;

import io.sidecarfirst.admission.Admission;
import io.sidecarfirst.gate.Gate;
import io.sidecarfirst.gate.GateMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where reviews are posted: {@value #SETTING} for the mode of the settings, and below it a path for each {@link
 * GateMode}, by which the entries of a webhook configuration choose one for the namespaces that they select.
 *
 * @param admissions who answers, by path; none ends with a slash
 */
public record ReviewPaths(Map<String, Admission> admissions) {
    private static final String SETTING = "/mutate";

    public ReviewPaths {
        admissions = Map.copyOf(admissions);
    }

    /** The paths of a server that decides like this. */
    public static ReviewPaths of(Gate gate) {
        Map<String, Admission> admissions = new LinkedHashMap<>();
        admissions.put(SETTING, new Admission(gate));
        for (GateMode mode : GateMode.values()) {
            admissions.put(SETTING + "/" + mode.id(), new Admission(gate.with(mode)));
        }
        return new ReviewPaths(admissions);
    }

    /** Who answers in the mode of the settings. */
    public Admission setting() {
        return find(SETTING).orElseThrow();
    }

    /** Who answers there, if anybody does. */
    Optional<Admission> find(String path) {
        String plain = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return Optional.ofNullable(admissions.get(plain));
    }
}
