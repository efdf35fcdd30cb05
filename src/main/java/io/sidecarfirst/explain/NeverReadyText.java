package io.sidecarfirst.explain;

import io.sidecarfirst.terminal.Durations;

/**
 * What happens when a sidecar never passes its gate.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy">Restart policy and
 *     back-off</a>
 */
final class NeverReadyText {
    private NeverReadyText() {}

    static String of(Target target, BlockingProbe blockingProbe) {
        String name = blockingProbe.sidecar().describe();
        StringBuilder text = new StringBuilder("The mains do not start, and the Pod stays Pending. After ")
                .append(Durations.seconds(blockingProbe.longestWaitSeconds()))
                .append(" the kubelet kills ")
                .append(name)
                .append(" and starts it again, from then on with a back-off of 10 seconds that doubles up to 5 minutes;"
                        + " the mains go on waiting.");
        boolean job = target.controller().filter(Target.Controller::isJob).isPresent();
        switch (target.restartPolicy()) {
            case "Never" ->
                text.append(" The Pod's restartPolicy Never does not count for a sidecar, which is restarted for ever")
                        .append(
                                !job
                                        ? "."
                                        : target.hasDeadline()
                                                ? ", until the Job's activeDeadlineSeconds end it."
                                                : ": the Job neither fails nor ends by itself.");
            case "OnFailure" ->
                text.append(
                        job
                                ? " Each restart counts towards the Job's backoffLimit, at which the Job fails."
                                : " It is restarted for ever.");
            default -> text.append(" It is restarted for ever, and no controller replaces a Pod that is Pending.");
        }
        return text.toString();
    }
}
