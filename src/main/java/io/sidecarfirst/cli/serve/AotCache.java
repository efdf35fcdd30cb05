package io.sidecarfirst.cli.serve;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The image has a cache of classes, ready to run (JEP 483). A JVM that cannot use it, on another kind of CPU or with
 * other flags, goes on without it. That should be known to whoever wonders about slow starts.
 */
final class AotCache {
    /** Set by the image, so that nothing is said where there is no cache. */
    private static final String EXPECTED = "sidecar-first.aot-cache";

    private static final Logger LOG = LoggerFactory.getLogger(AotCache.class);

    private AotCache() {}

    /** One line in the log if there should be a cache and it is not used. */
    static void warnIfUnused() {
        if ("expected".equals(System.getProperty(EXPECTED)) && !isUsed()) {
            LOG.warn("the AOT cache of the image is not used, so the start takes longer and more memory;"
                    + " JAVA_TOOL_OPTIONS=-Xlog:aot says why");
        }
    }

    /** The JVM's own word; the Java runtime of the image has no other archive that it could mean. */
    private static boolean isUsed() {
        return Optional.ofNullable(System.getProperty("java.vm.info"))
                .orElse("")
                .contains("sharing");
    }
}
