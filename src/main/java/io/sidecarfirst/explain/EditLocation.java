package io.sidecarfirst.explain;

import java.util.Optional;

/** Where a change is made: in what the Pods are made from, which need not be what is explained. */
final class EditLocation {
    private EditLocation() {}

    /**
     * The place in words, with a colon at the end.
     *
     * @param byAnnotation whether annotations are to be written there
     */
    static String of(Target target, Explanation.Sidecar sidecar, boolean byAnnotation) {
        if (target.isLive()) {
            boolean isWaitedFor =
                    sidecar.liveStatus().filter(LiveStatus::isWaitedFor).isPresent();
            return target.controller()
                    .map(controller -> inTemplate(controller, byAnnotation)
                            + "; this Pod's own probes cannot be changed any more"
                            + (isWaitedFor && !isJob(controller)
                                    ? ", so delete it if it still waits after that:"
                                    : ":"))
                    .orElse((target.end().isPresent() ? "in a new one" : "delete it and create it anew")
                            + ", because a Pod's probes cannot be changed any more"
                            + (byAnnotation ? "; in " + target.annotations() + ":" : ":"));
        }
        Optional<Target.Controller> controller = target.controller();
        if (controller.isPresent() && (controller.get().maker().isPresent() || isJob(controller.get()))) {
            return inTemplate(controller.get(), byAnnotation) + ":";
        }
        return (byAnnotation ? "in " + target.annotations() + " of " : "in the manifest of ") + target.kind() + " "
                + target.name() + ":";
    }

    private static String inTemplate(Target.Controller controller, boolean byAnnotation) {
        Target.Maker origin = controller.origin();
        return (byAnnotation ? "in " + origin.annotations() : "in the manifest") + " of " + origin
                + controller
                        .maker()
                        .map(maker -> ", which makes " + controller.kind() + " " + controller.name())
                        .orElse("")
                + (isJob(controller)
                        ? "; a Job that exists has to be deleted and created anew, because its template cannot be changed"
                        : "");
    }

    /** A Job's template cannot be changed, not even through the CronJob that has made it. */
    private static boolean isJob(Target.Controller controller) {
        return controller.kind().equals("Job");
    }
}
