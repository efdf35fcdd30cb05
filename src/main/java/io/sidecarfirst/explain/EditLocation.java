package io.sidecarfirst.explain;

/** Where a change is to be made: in what the Pods are made from, which need not be what is explained. */
final class EditLocation {
    private EditLocation() {}

    /**
     * The location in words, with a colon at the end.
     *
     * @param byAnnotation whether annotations are to be written there
     */
    static String of(Target target, Explanation.Sidecar sidecar, boolean byAnnotation) {
        Target.Controller controller = target.controller();
        if (target.isLive()) {
            return controller == null ? inNewPod(target, byAnnotation) : inTemplate(controller, sidecar, byAnnotation);
        }
        if (controller != null && (controller.maker() != null || isJob(controller))) {
            return inTemplate(controller, byAnnotation) + ":";
        }
        return (byAnnotation ? "in " + target.annotationsPath() + " of " : "in the manifest of ") + target.kind() + " "
                + target.name() + ":";
    }

    private static String inNewPod(Target target, boolean byAnnotation) {
        return (target.endReason().isPresent() ? "in a new one" : "delete it and create it again")
                + ", because a Pod's probes cannot be changed any more"
                + (byAnnotation ? "; in " + target.annotationsPath() + ":" : ":");
    }

    private static String inTemplate(Target.Controller controller, Explanation.Sidecar sidecar, boolean byAnnotation) {
        boolean isWaitedFor =
                sidecar.liveStatus() != null && sidecar.liveStatus().isWaitedFor();
        return inTemplate(controller, byAnnotation) + "; this Pod's own probes cannot be changed any more"
                + (isWaitedFor && !isJob(controller) ? ", so delete it if it still waits after that:" : ":");
    }

    private static String inTemplate(Target.Controller controller, boolean byAnnotation) {
        Target.Maker origin = controller.origin();
        return (byAnnotation ? "in " + origin.annotationsPath() : "in the manifest") + " of " + origin
                + (controller.maker() == null ? "" : ", which makes " + controller.kind() + " " + controller.name())
                + (isJob(controller)
                        ? "; a Job that exists has to be deleted and created again, because its template cannot be"
                                + " changed"
                        : "");
    }

    /** A Job's template cannot be changed, not even through the CronJob that has made it. */
    private static boolean isJob(Target.Controller controller) {
        return controller.kind().equals("Job");
    }
}
