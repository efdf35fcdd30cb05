package io.sidecarfirst.explain;

import java.util.Optional;

/**
 * A way to have it otherwise.
 *
 * @param annotation the key to write; empty where no annotation helps
 * @param value the value to write; empty to remove the annotation
 * @param effect what it does, or what else to do
 */
public record Change(Optional<String> annotation, Optional<String> value, String effect) {

    static Change set(String annotation, String value, String effect) {
        return new Change(Optional.of(annotation), Optional.of(value), effect);
    }

    static Change remove(String annotation, String effect) {
        return new Change(Optional.of(annotation), Optional.empty(), effect);
    }

    static Change advice(String text) {
        return new Change(Optional.empty(), Optional.empty(), text);
    }
}
