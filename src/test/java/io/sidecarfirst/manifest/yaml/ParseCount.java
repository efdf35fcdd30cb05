package io.sidecarfirst.manifest.yaml;

/** Counts how often YAML is parsed. */
public final class ParseCount {
    private ParseCount() {}

    /** The documents that were parsed meanwhile, one that was parsed twice counted twice. */
    public static long during(Runnable work) {
        long before = YamlReader.PARSED.sum();
        work.run();
        return YamlReader.PARSED.sum() - before;
    }
}
