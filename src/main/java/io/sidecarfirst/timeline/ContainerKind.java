package io.sidecarfirst.timeline;

/** What a container is in its Pod. */
public enum ContainerKind {
    /** An entry of {@code initContainers} that ends before the next one starts. */
    INIT("init"),

    /** An entry of {@code initContainers} with {@code restartPolicy: Always}. */
    SIDECAR("sidecar"),

    /** An entry of {@code containers}. */
    MAIN("main");

    private final String text;

    ContainerKind(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
