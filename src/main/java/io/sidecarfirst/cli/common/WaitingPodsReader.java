package io.sidecarfirst.cli.common;

import io.sidecarfirst.apiserver.ApiServer;
import io.sidecarfirst.apiserver.Pods;
import io.sidecarfirst.audit.Audit;
import io.sidecarfirst.audit.WaitingPod;
import io.sidecarfirst.observed.ProbeFailures;
import io.sidecarfirst.terminal.Durations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the kubelet says of Pods that wait, as far as their Events may be read: a request for each Pod. */
public final class WaitingPodsReader {
    /** More names do not help a reader. */
    private static final int MOST_NAMED = 5;

    private WaitingPodsReader() {}

    /**
     * Tells an audit what the kubelet said last of the gates that Pods wait for.
     *
     * @param most how many Pods to ask about: those that wait longest
     * @return what could not be read, in words
     * @throws io.sidecarfirst.apiserver.ApiServerException if there is no answer
     */
    public static List<String> read(ApiServer server, Audit audit, int most) throws InterruptedException {
        List<WaitingPod> waiting = audit.waiting();
        Map<String, String> refused = new TreeMap<>();
        for (WaitingPod pod : waiting.stream().limit(most).toList()) {
            // What is forbidden for one of a namespace's Pods is so for all.
            if (!refused.containsKey(pod.namespace())) {
                Pods.EventList events = new Pods(server, pod.namespace()).events(pod.pod(), pod.uid());
                String failure =
                        ProbeFailures.in(events.items()).get(pod.waitsFor().sidecar());
                if (failure != null) {
                    audit.failure(pod, failure);
                }
                if (events.problem() != null) {
                    refused.put(pod.namespace(), events.problem());
                }
            }
        }
        List<String> unseen = new ArrayList<>();
        if (!refused.isEmpty()) {
            int more = refused.size() - MOST_NAMED;
            unseen.add("what the kubelet says of Pods that wait (in "
                    + String.join(
                            ", ", refused.keySet().stream().limit(MOST_NAMED).toList())
                    + (more > 0 ? " and " + more + " more" : "") + "): "
                    + refused.values().iterator().next());
        }
        if (waiting.size() > most) {
            unseen.add("what the kubelet says of " + Durations.count(waiting.size() - most, "more Pod")
                    + " that wait: it is asked for the " + most + " that wait longest");
        }
        return unseen;
    }
}
