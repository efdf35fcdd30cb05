package io.sidecarfirst.install;

import io.sidecarfirst.cluster.Cluster;
import io.sidecarfirst.image.GateProgramImage;
import io.sidecarfirst.image.Image;

/** The images on the cluster's node, the one from the Dockerfile under two tags; built and loaded once a JVM. */
final class NodeImage {
    private static final String REPOSITORY = "sidecar-first";

    /** What is installed unless a test says otherwise. */
    static final String TAG = "installed";

    /** The same image by another name: as good as another version for all but the program. */
    static final String OTHER_TAG = "upgraded";

    /** The chart's values for it. */
    static final String VALUES = values(TAG);

    private static boolean loaded;

    private NodeImage() {}

    static synchronized void load(Cluster cluster) {
        if (!loaded) {
            cluster.load(Image.build(), REPOSITORY + ":" + TAG, REPOSITORY + ":" + OTHER_TAG);
            cluster.load(GateProgramImage.build(), REPOSITORY + "-gate:" + TAG);
            loaded = true;
        }
    }

    static String values(String tag) {
        return """
                image: {repository: %s, tag: %s, pullPolicy: Never}
                gate: {image: {tag: %s, pullPolicy: Never}}
                """.formatted(REPOSITORY, tag, TAG);
    }
}
