package io.sidecarfirst.explain.hazard;

import io.sidecarfirst.explain.BlockingProbe;
import io.sidecarfirst.explain.Hazard;
import io.sidecarfirst.explain.HazardContext;
import io.sidecarfirst.terminal.Durations;
import java.util.List;

/**
 * An {@code exec} probe starts a process at each attempt. And where its program is missing from the image, the kubelet
 * discards the error: the probe neither passes nor fails, so that the sidecar is not restarted and the mains never
 * start (seen on Kubernetes 1.35.4 and 1.37.2).
 *
 * @see <a href="https://github.com/kubernetes/kubernetes/issues/106682">kubernetes#106682</a>
 */
final class ExecProbe implements Hazard {
    @Override
    public List<Finding> in(HazardContext context) {
        return context.blockingProbes().stream()
                .filter(blockingProbe -> blockingProbe
                        .handler()
                        .filter(handler -> handler.kind().equals("exec"))
                        .isPresent())
                .map(ExecProbe::finding)
                .toList();
    }

    private static Finding finding(BlockingProbe blockingProbe) {
        return new Finding(
                "exec-probe",
                blockingProbe.sidecar().name(),
                "The gate of " + blockingProbe.sidecar().describe() + " starts a process in it every "
                        + Durations.seconds(blockingProbe.probe().periodSeconds())
                        + " while the mains wait. If the command is not in the image, the probe neither passes nor"
                        + " fails, and the mains never start.",
                "https://github.com/kubernetes/kubernetes/issues/106682");
    }
}
