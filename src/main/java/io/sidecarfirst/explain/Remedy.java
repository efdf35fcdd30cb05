package io.sidecarfirst.explain;

import java.util.Optional;

/**
 * A way to have it otherwise.
 *
 * @param annotation the key to write; empty where no annotation helps
 * @param value the value to write; empty to remove the annotation
 * @param effect what it does, or what else to do
 */
public record Remedy(Optional<String> annotation, Optional<String> value, String effect) {

    static Remedy set(String annotation, String value, String effect) {
        return new Remedy(Optional.of(annotation), Optional.of(value), effect);
    }

    static Remedy remove(String annotation, String effect) {
        return new Remedy(Optional.of(annotation), Optional.empty(), effect);
    }

    static Remedy advice(String text) {
        return new Remedy(Optional.empty(), Optional.empty(), text);
    }
}
